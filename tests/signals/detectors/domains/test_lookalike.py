"""Hosts that imitate protected names, and the ones that only seem to."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from signalkit.events import reader, sms

from tipstaff.signals import ProtectedName
from tipstaff.signals.urls.imitating import Imitations

NAMES = [ProtectedName("examplebank.fr", "bank"), ProtectedName("Dexero", "op"), ProtectedName("Blue Harbour", "blue")]


@dataclass
class Declared:
    def protected_names(self) -> list[ProtectedName]:
        return NAMES

    def listed(self, list_name: str, value: str) -> bool:
        return False


def of(host: str, account: str = "acme") -> object:
    found = Imitations.over(NAMES).of(host, account)
    return found and (found.name, found.how)


@pytest.mark.parametrize(
    ("host", "name", "how"),
    [
        ("examplebank.com", "examplebank.fr", "same"),
        ("www.examp1ebank.fr", "examplebank.fr", "same"),
        ("xn--examplbank-psi.fr", "examplebank.fr", "same"),
        ("exmplebank.fr", "examplebank.fr", "slip"),
        ("examplebank-login.top", "examplebank.fr", "added"),
        ("secureexamplebank.top", "examplebank.fr", "added"),
        ("example.bank.xyz", "examplebank.fr", "split"),
        ("examplebank.fr.evil.com", "examplebank.fr", "in-front"),
        ("login-examplebank.weebly.com", "examplebank.fr", "in-front"),
        ("examplebank.github.io", "examplebank.fr", "same"),
        ("dexer0.com", "Dexero", "same"),
        ("dexero.evil.com", "Dexero", "in-front"),
        ("blue-harbor.com", "Blue Harbour", "slip"),
    ],
)
def test_imitations(host: str, name: str, how: str) -> None:
    assert of(host) == (name, how)


@pytest.mark.parametrize(
    "host",
    [
        "examplebank.fr",
        "www.examplebank.fr",
        "dexero.com",
        "dexero.fr",
        "blueharbour.com",
        "example.org",
        "bank.fr",
        "",
        "10.0.0.1",
        "harbour.com",
        "blue.com",
        "google.com",
        "localhost",
        "com",
    ],
)
def test_what_imitates_nobody(host: str) -> None:
    assert of(host) is None


def test_the_owner_may_use_what_looks_like_its_name() -> None:
    assert of("examplebank-login.top", "bank") is None


def test_signals_name_the_link_and_the_name() -> None:
    text = "see https://examp1ebank.fr/login?a=b and https://example.org"
    told = reader(sms(text), Declared())
    explain = told.catalogue.signals["links.lookalikes"].explain
    assert explain is not None

    (finding,) = explain(told)

    assert told.get("links.lookalikes") == ["https://examp1ebank.fr/login?a=b"]
    assert finding.what == "https://examp1ebank.fr/login (examp1ebank.fr looks like examplebank.fr: same)"
    assert text[finding.start : finding.end] == "https://examp1ebank.fr/login?a=b"
    assert told.call("domain.lookalike", ("info@examp1ebank.fr",)) == "examplebank.fr"
    assert told.call("domain.lookalike", ("https://examplebank.fr/x",)) == ""
