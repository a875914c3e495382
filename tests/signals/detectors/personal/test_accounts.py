"""Cards and accounts by checksum and issuer; order numbers and telephone numbers are none."""

from __future__ import annotations

import pytest
from signalkit.events import reader, sms
from signalkit.shared import rows


@pytest.mark.parametrize(
    ("text", "cards", "ibans"),
    [
        ("card 4111 1111 1111 1111 please", 1, 0),
        ("5555-5555-5555-4444, 378282246310005", 2, 0),
        ("4111 1111 1111 1112", 0, 0),
        ("order 1234567890123452", 0, 0),
        ("call 0033 6 12 34 56 78 90 12", 0, 0),
        ("FR14 2004 1010 0505 0001 3M02 606 merci", 0, 1),
        ("de89370400440532013000 and DE89 3704 0044 0532 0130 00", 0, 1),
        ("FR15 2004 1010 0505 0001 3M02 606", 0, 0),
        ("4111.1111.1111.1111", 0, 0),
    ],
)
def test_counts(text: str, cards: int, ibans: int) -> None:
    of = reader(sms(text))
    assert (of.get("pii.cards"), of.get("pii.ibans")) == (cards, ibans)


def test_explanations_show_the_kind_and_the_place_only() -> None:
    of = reader(sms("card 4111 1111 1111 1111"))
    explain = of.catalogue.signals["pii.cards"].explain
    assert explain is not None
    assert [(f.what, f.start, f.end) for f in explain(of)] == [("payment card", 5, 24)]


def test_generated_sentences() -> None:
    """Recall on cards and accounts of a collection, and silence on its hard negatives."""
    found = {"card": [], "iban": [], "none": []}  # type: dict[str, list[bool]]
    for row in rows("pii_synth_checksum/data.csv.gz"):
        of = reader(sms(row["text"]))
        hit = bool(of.get("pii.cards")) or bool(of.get("pii.ibans"))
        kind = row.get("kind", row.get("type", "")).lower()
        if row["label"] == "0":
            found["none"].append(hit)
        elif "card" in kind or "iban" in kind:
            found["card" if "card" in kind else "iban"].append(hit)
    rates = {kind: sum(hits) / max(1, len(hits)) for kind, hits in found.items()}
    assert rates["none"] <= 0.001, rates
    assert rates["iban"] >= 0.99, rates
    assert rates["card"] >= 0.95, rates
