"""Links are found as people write them, and nothing else is."""

from __future__ import annotations

import pytest
from signalkit.events import event, reader, sms

from tipstaff.signals.detectors.links import host_of


def urls(text: str) -> object:
    return reader(sms(text)).get("links.urls")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see http://bit.ly/x.", ["http://bit.ly/x"]),
        ("evil.com! and www.a.co.uk/b?c=d,", ["evil.com", "www.a.co.uk/b?c=d"]),
        ("(https://en.wikipedia.org/wiki/A_(b))", ["https://en.wikipedia.org/wiki/A_(b)"]),
        ("hxxps://evil[.]com/a and evil (dot) fr", ["https://evil.com/a", "evil.fr"]),
        ("http://1.2.3.4:8080/a", ["http://1.2.3.4:8080/a"]),
        ("twice a.com a.com", ["a.com"]),
        ("Voir « https://exemple.fr/é »", ["https://exemple.fr/é"]),
        ("xn--pple-43d.com", ["xn--pple-43d.com"]),
        ("No link: v2.0, end.Then, 3.14, e.g. this, a@free.fr, file.py, Mr.Smith, 12.30h", []),
    ],
)
def test_links(text: str, expected: list[str]) -> None:
    assert urls(text) == expected


def test_html_attributes_count() -> None:
    mail = event(
        "email.send", from_={"address": "a@b.fr"}, to=["c@d.fr"], subject="s", purpose="otp",
        html='<a href="https://one.example/x">site</a> <img src=//two.example/p.png> three.com',
    )  # fmt: skip
    assert reader(mail).get("links.urls") == ["three.com", "https://one.example/x", "//two.example/p.png"]
    assert reader(mail).get("links.hosts") == ["three.com", "one.example", "two.example"]


@pytest.mark.parametrize(
    ("link", "host"),
    [
        ("http://user:pw@Evil.com:80/x", "evil.com"),
        ("https://bank.fr@evil.com", "evil.com"),
        ("http://evil.com\\@bank.fr/", "evil.com"),
        ("http://[2001:db8::1]:80/", "[2001:db8::1]:80"),
        ("http://%65vil.com/", "evil.com"),
        ("evil.com.", "evil.com"),
        ("//two.example/a", "two.example"),
    ],
)
def test_the_host_is_what_a_browser_would_ask(link: str, host: str) -> None:
    assert host_of(link) == host


def test_explanations_point_at_the_link() -> None:
    of = reader(sms("go to evil.com now"))
    explain = of.catalogue.signals["links.urls"].explain
    assert explain is not None
    assert [(f.start, f.end) for f in explain(of)] == [(6, 14)]
