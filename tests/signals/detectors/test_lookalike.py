"""Senders that can be taken for a protected name of somebody else, and those that cannot."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Sequence

import pytest
from signalkit.events import reader, sms
from signalkit.shared import shared

from tipstaff.signals import ProtectedName

NAMES = (
    ProtectedName("PayPal"), ProtectedName("BNP Paribas"), ProtectedName("Orange"), ProtectedName("LCL"),
    ProtectedName("ACME", owner="acme"), ProtectedName("Netflix", owner="other"),
)  # fmt: skip


class Declared:
    def __init__(self, names: Sequence[ProtectedName]) -> None:
        self._names = names

    def protected_names(self) -> Sequence[ProtectedName]:
        return self._names


DECLARED = Declared(NAMES)


def lookalike(sender: str, declared: Declared = DECLARED) -> object:
    return reader(sms(), declared).call("sender.lookalike", (sender,))


@pytest.mark.parametrize(
    ("sender", "name"),
    [
        ("PAYPAL", "PayPal"), ("Paypa1", "PayPal"), ("PayPal-Info", "PayPal"), ("securepaypal", "PayPal"),
        ("PAYPAL24", "PayPal"), ("Раураl", "PayPal"), ("Payqal", "PayPal"), ("Papyal", "PayPal"), ("Pay.Pal", "PayPal"),
        ("BNPParlbas", "BNP Paribas"), ("BNP-Paribas", "BNP Paribas"), ("0range", "Orange"), ("OrangeSMS", "Orange"),
        ("Netfllx", "Netflix"), ("1c1", "LCL"),
    ],
)  # fmt: skip
def test_taken_for(sender: str, name: str) -> None:
    assert lookalike(sender) == name


@pytest.mark.parametrize(
    "sender", ["ACME", "AcmeInfo", "Orangerie", "Range", "Paris", "BNP", "Sephora", "+33612345678", "36180", "", "LCD"]
)
def test_taken_for_nobody(sender: str) -> None:
    assert lookalike(sender) == ""


def test_nothing_declared_nothing_found() -> None:
    assert lookalike("PayPal", Declared(())) == ""


def test_generated_lookalikes_of_domains() -> None:
    """Names of popular sites against variants of them, and against other popular sites."""
    path = shared("lookalike_dnstwist/data.csv.gz")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    brands = (path.parent / "brands.txt").read_text().split()
    declared = Declared(tuple(ProtectedName(brand.split(".")[0]) for brand in brands if len(brand.split(".")[0]) >= 5))
    names = {name.name for name in declared.protected_names()}
    flagged = [lookalike(row["domain"].split(".")[0], declared) != "" for row in rows if row["label"] == "0"]
    assert sum(flagged) / len(flagged) <= 0.02
    homoglyphs = [row for row in rows if row["label"] == "1" and row["kind"] in ("homoglyph", "replacement")]
    asked = [row["domain"].split(".")[0] for row in homoglyphs if row["brand"].split(".")[0] in names]
    found = [lookalike(sender, declared) != "" for sender in asked if not sender.startswith("xn--")]
    assert sum(found) / len(found) >= 0.9
