"""Shapes of senders, and what countries make of them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.events import NOON, reader, sms


def call(name: str, *args: object, at: datetime = NOON) -> object:
    return reader(sms(at=at)).call(f"sender.{name}", args)


@pytest.mark.parametrize(
    ("sender", "shape"),
    [
        ("+33612345678", "number"), ("+12", "invalid"), ("+0612345678", "invalid"), ("0612345678", "national"),
        ("36180", "short-code"), ("12", "invalid"), ("12345678901234567", "invalid"), ("MaBoutique", "name"),
        ("3 Suisses", "name"), ("Café", "name"), ("ΕΛΤΑ", "name"), ("***", "invalid"), ("🛍", "invalid"),
        ("a\nb", "invalid"), ("", ""),
    ],
)  # fmt: skip
def test_shapes(sender: str, shape: str) -> None:
    assert call("shape", sender) == shape


@pytest.mark.parametrize(
    ("sender", "country", "faults"),
    [
        ("MaBoutique", "FR", []),
        ("MaBoutique24", "FR", ["length"]),
        ("Boutique 24", "FR", []),
        ("AB", "FR", ["length"]),
        ("AB", "DE", []),
        ("Café", "FR", []),
        ("Boutique!", "FR", ["characters"]),
        ("Магазин", "FR", ["characters"]),
        ("MaBoutique", "US", ["name-refused"]),
        ("MaBoutique24", "US", ["length", "name-refused"]),
        ("MYSHOP", "IN", []),
        ("MYSHOP1", "IN", ["length"]),
        ("36180", "FR", []),
        ("361800", "FR", ["length"]),
        ("361800", "US", []),
        ("+33612345678", "FR", []),
        ("+33112345678", "BE", []),
        ("+3361234", "FR", ["impossible"]),
        ("0612345678", "FR", ["national"]),
        ("", "FR", []),
        ("Anything", "XX", []),
        ("AnythingLong", "", ["length"]),
    ],
)
def test_what_speaks_against_a_sender(sender: str, country: str, faults: list[str]) -> None:
    assert call("faults", sender, country) == faults


def test_a_country_s_rule_counts_from_its_day() -> None:
    before, after = (datetime(2023, 1, day, 12, tzinfo=UTC) for day in (29, 30))
    assert [call("regime", "SG", at=at) for at in (before, after)] == ["", "registered"]
    assert [call("regime", country) for country in ("FR", "US", "XX", "")] == ["free", "refused", "", ""]


@given(st.text(max_size=40), st.sampled_from(["", "FR", "US", "IN", "XX"]))
def test_anything_can_be_asked(sender: str, country: str) -> None:
    assert call("shape", sender) in ("number", "national", "short-code", "name", "invalid", "")
    found = call("faults", sender, country)
    assert isinstance(found, list)
    assert found == sorted(set(found))
