"""What a page hides, counts, asks for and loads; each with its honest neighbour."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from signalkit.events import event, reader, sms

from tipstaff.cel import CelError
from tipstaff.signals import ProtectedName


def of(html: str, signal: str) -> object:
    return reader(event("content.publish", kind="page", html=html)).get(f"html.{signal}")


@pytest.mark.parametrize(
    ("signal", "html", "value"),
    [
        ("hidden", "<p>a</p><p hidden>enough words to be hidden</p>", ["enough words to be hidden"]),
        ("hidden", "<p>a</p><p hidden>too short</p>", []),
        ("hidden_by", "<p>a</p><p style='opacity:0'>enough words to be hidden</p>", ["opacity"]),
        ("preview", "<p hidden>This week</p><p>a</p>", ["This week"]),
        ("pixels", "<img src=https://t.example/o.png width=1 height=1>", ["https://t.example/o.png"]),
        ("pixels", "<img src=https://t.example/o style='width:1px;height:1px'>", ["https://t.example/o"]),
        ("pixels", "<img src=https://t.example/o style='display:none'>", ["https://t.example/o"]),
        (
            "pixels",
            "<img src=https://x.list-manage.com/track/open.php?u=1>",
            ["https://x.list-manage.com/track/open.php?u=1"],
        ),
        (
            "pixels",
            "<img src=https://cdn.example/logo.png width=600 height=80><img src=line.gif width=600 height=1>",
            [],
        ),
        ("pixels", "<img src=data:image/gif;base64,R0 width=1 height=1>", []),
        ("beacons", "<a href=/x ping=https://p.example/c>x</a>", ["https://p.example/c"]),
        ("beacons", "<script>window.onload=()=>navigator.sendBeacon('/x')</script>", ["navigator.sendBeacon"]),
        ("beacons", "<iframe src=//p.example/f width=0 height=1></iframe>", ["//p.example/f"]),
        ("beacons", "<iframe src=https://film.example/f width=560 height=315></iframe>", []),
        ("beacons", "<iframe src=about:blank width=0 height=0></iframe>", []),
        ("beacons", "<script>console.log('fetching')</script>", []),
        ("forms", "<form action=https://steal.example/p></form><form></form>", ["https://steal.example/p", ""]),
        ("asks", "<input type=password name=p><input name=cardnumber>", ["password", "card"]),
        ("asks", "<input name=search placeholder='Search'><input type=hidden name=password>", []),
        ("scripts", "<script src=//s.example/a.js></script><script>1</script>", ["//s.example/a.js"]),
        ("frames", "<iframe src=https://f.example></iframe><embed src=e.swf>", ["https://f.example", "e.swf"]),
        ("metas", "<meta name=author content=Ada>", ["author: Ada"]),
        ("refresh", "<meta http-equiv=Refresh content='0; url=https://r.example/x'>", ["https://r.example/x"]),
        ("refresh", "<meta http-equiv=refresh content=30>", []),
        ("running", "<a href='javascript:go()'>x</a><a href=https://a.example>y</a>", ["javascript:go()"]),
    ],
)
def test_what_is_found(signal: str, html: str, value: list[str]) -> None:
    assert of(html, signal) == value


@dataclass
class Declared:
    names: list[ProtectedName] = field(
        default_factory=lambda: [ProtectedName("Dexero", "op"), ProtectedName("Blue Sky")]
    )

    def protected_names(self) -> list[ProtectedName]:
        return self.names

    def listed(self, list_name: str, value: str) -> bool:
        return False


@pytest.mark.parametrize(
    ("signal", "html", "value"),
    [
        ("meta_marks", "<meta name=keywords content='crm, DEXERO, cheap'>", ["Dexero"]),
        ("meta_marks", "<meta name=keywords content='blue-sky alternative'>", ["Blue Sky"]),
        ("meta_marks", "<meta name=keywords content='dexeroid, blue, sky'><p>Dexero</p>", []),
        ("hidden_marks", "<p>a</p><i style='display:none'>dexero</i>", ["Dexero"]),
        ("hidden_marks", "<p>Dexero, as everybody can see</p>", []),
        ("frame_marks", "<iframe src=https://app.dexero.example/x></iframe>", ["Dexero"]),
        ("frame_marks", "<iframe src=https://video.example/x></iframe>", []),
    ],
)
def test_marks_of_others(signal: str, html: str, value: list[str]) -> None:
    page = event("content.publish", kind="page", html=html)
    assert reader(page, Declared()).get(f"html.{signal}") == value


def test_the_owner_may_name_itself() -> None:
    page = event("content.publish", 0, "op", kind="page", html="<meta name=keywords content=Dexero>")
    assert reader(page, Declared()).get("html.meta_marks") == []


def test_a_person_is_told_the_line() -> None:
    told = reader(
        event("content.publish", kind="page", html="<p>\n\n<img src=https://t.example/o.png width=1 height=1>")
    )
    explain = told.catalogue.signals["html.pixels"].explain
    assert explain is not None
    assert [finding.what for finding in explain(told)] == ["https://t.example/o.png (line 3)"]


def test_events_without_html() -> None:
    with pytest.raises(CelError, match="no HTML"):
        reader(sms()).get("html.hidden")
    assert reader(event("content.publish", kind="post", text="x")).get("html.hidden") == []
