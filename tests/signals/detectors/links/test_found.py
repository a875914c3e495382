"""Links are found as people write them, and nothing else is."""

from __future__ import annotations

import pytest
from signalkit.events import event, reader, sms


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


def mail(html: str, **data: object) -> object:
    given = {"from_": {"address": "a@b.fr"}, "to": ["c@d.fr"], "subject": "s", "purpose": "otp", **data}
    return event("email.send", html=html, **given)


def test_what_markup_links_to_and_loads_comes_after_the_words() -> None:
    of = reader(mail('<a href="https://one.example/x">site</a> <img src=//two.example/p.png> three.com'))  # type: ignore[arg-type]

    assert of.get("links.urls") == ["three.com", "https://one.example/x", "//two.example/p.png"]
    assert of.get("links.hosts") == ["three.com", "one.example", "two.example"]


def test_domains_are_what_somebody_registered() -> None:
    of = reader(sms("https://a.b.shop.co.uk/x me.github.io/y http://10.0.0.1/"))

    assert of.get("links.domains") == ["shop.co.uk", "me.github.io", "10.0.0.1"]


@pytest.mark.parametrize(
    ("text", "tricks"),
    [
        ("see https://example.org/a", []),
        ("hxxps://evil[.]com/a", ["dots", "hxxp"]),
        ("evil dot com", ["dots"]),
        ("evil .com/login", ["spaces"]),
        ("ev\u200bil.com", ["invisible"]),
        ("https://bank.fr@evil.com/", ["userinfo"]),
        ("http://%65vil.com/", ["percent"]),
        ("http://3232235777/", ["number"]),
        ("http:\\\\evil.com\\a", ["backslash"]),
    ],
)
def test_disguises_are_named(text: str, tricks: list[str]) -> None:
    assert reader(sms(text)).get("links.tricks") == tricks


def test_explanations_point_at_the_link_as_it_was_written() -> None:
    text = "go to evil[.]com/a?name=me now"
    of = reader(sms(text))
    explain = of.catalogue.signals["links.urls"].explain
    assert explain is not None

    (finding,) = explain(of)

    assert text[finding.start : finding.end] == "evil[.]com/a?name=me"
    assert finding.what == "evil.com/a"
