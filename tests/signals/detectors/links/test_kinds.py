"""Links by the kind of their host, and links that say one thing and do another."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from signalkit.events import event, reader, sms

from tipstaff.signals import ProtectedName


@pytest.mark.parametrize(
    ("signal", "yes", "no"),
    [
        ("shorteners", "https://bit.ly/3abc", "https://bits.example/3abc"),
        ("free_hosts", "https://me.weebly.com/", "https://company.example/"),
        ("free_hosts", "https://somebody.github.io/login", "https://github.com/somebody"),
        ("dynamic_dns", "http://bank.duckdns.org/", "https://duck.example/"),
        ("link_in_bio", "https://linktr.ee/somebody", "https://tree.example/"),
        ("addresses", "http://0xc0a80101/a", "http://192.168.1.example/a"),
        ("addresses", "http://[2001:db8::1]/", "https://db8.example"),
        ("punycode", "https://xn--pple-43d.com", "https://apple.example"),
        ("punycode", "https://аpple.com", "https://apple.example"),
        (
            "redirects",
            "https://a.example/go?u=https%3A%2F%2Fevil.com%2F",
            "https://a.example/go?u=https://b.a.example/",
        ),
        ("redirects", "https://a.example/r/http://evil.com", "https://a.example/r/http"),
    ],
)
def test_both_sides_of_every_kind(signal: str, yes: str, no: str) -> None:
    assert reader(sms(f"see {yes} now")).get(f"links.{signal}") == [yes]
    assert reader(sms(f"see {no} now")).get(f"links.{signal}") == []


def page(html: str, *names: str) -> object:
    around = Lists(set(), [ProtectedName(name) for name in names])
    return reader(event("content.publish", kind="page", html=html), around).get("links.mismatched")


def test_a_link_that_shows_another_domain_is_a_mismatch() -> None:
    assert page('<a href="https://evil.com/x">www.bank.fr</a>') == ["https://evil.com/x"]
    assert page('<a href="https://evil.com/x"><b>https://bank</b>.fr/login</a>') == ["https://evil.com/x"]
    assert page('<a href="https://evil.com/x">sign in: bank.fr/login</a>') == ["https://evil.com/x"]
    assert page('<a href="https://evil.com/x">&gt; Bank.fr.</a>') == ["https://evil.com/x"]
    assert page('<a href="https://evil.com/x">Go to www.bank.fr today</a>') == ["https://evil.com/x"]


def test_a_name_in_a_sentence_is_an_address_only_where_it_is_protected() -> None:
    html = '<a href="https://evil.com/x">What Bank.fr says of rates</a>'
    assert page(html) == page(html, "Bank", "other.fr") == []
    assert page(html, "www.Bank.fr") == ["https://evil.com/x"]


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://click.bank.fr/x">www.bank.fr</a>',
        '<a href="https://evil.com/x">our bank</a>',
        '<a href="/x">www.bank.fr</a>',
        '<a href="https://evil.com/x">Builder.com shows you how</a>',
        '<a href="https://evil.com/x">Eleven vie for .org name</a>',
        '<a href="https://evil.com/x">for .org</a>',
        '<a href="mailto:a@evil.com">a@bank.fr</a>',
        "www.bank.fr",
        "",
    ],
)
def test_a_link_that_shows_words_or_its_own_domain_is_none(html: str) -> None:
    assert page(html) == []


@dataclass
class Lists:
    held: set[tuple[str, str]]
    names: list[ProtectedName] = field(default_factory=list)

    def protected_names(self) -> list[ProtectedName]:
        return self.names

    def listed(self, list_name: str, value: str) -> bool:
        return (list_name, value) in self.held


@pytest.mark.parametrize(
    ("entry", "text", "found"),
    [
        ("evil.com", "see https://www.evil.com/a?b now", True),
        ("evil.com/a", "see https://evil.com:443/a/?b=1#c now", True),
        ("evil.com/a?b=1", "see https://evil.com/a?b=1 now", True),
        ("evil.com/other", "see https://evil.com/a now", False),
        ("sub.evil.com", "see https://evil.com/ now", False),
        ("com", "see https://evil.com/ now", False),
        ("192.168.1.1", "see http://3232235777/a now", True),
    ],
)
def test_a_list_names_links_hosts_and_domains(entry: str, text: str, found: bool) -> None:
    of = reader(sms(text), Lists({("feed", entry)}))

    assert bool(of.call("links.listed", ("feed",))) is found
    assert of.call("links.listed", ("other",)) == []
