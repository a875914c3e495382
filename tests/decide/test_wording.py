"""Values in sentences and as evidence."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipstaff.cel import CelError, UInt
from tipstaff.cel.types import DYN
from tipstaff.cel.values import from_plain
from tipstaff.decide.saying.wording import bare, counted, plain, written


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        ("sms", "sms", "sms"),
        (True, "yes", "oui"),
        (12345, "12,345", "12\u202f345"),
        (0.5, "0.5", "0,5"),
        (3.0, "3", "3"),
        (0.00123, "0.0012", "0,0012"),
        (datetime(2026, 11, 20, 14, 5, tzinfo=UTC), "2026-11-20 14:05 UTC", "20/11/2026 14:05 UTC"),
        (timedelta(days=1, hours=2), "1 d 2 h", "1 j 2 h"),
        (-timedelta(minutes=90), "-1 h 30 min", "-1 h 30 min"),
        (timedelta(0), "0 s", "0 s"),
        (["a", "b"], "a, b", "a, b"),
        ([], "none", "aucun"),
        (None, "none", "aucun"),
        ({"a": 1}, "a: 1", "a: 1"),
        (b"abc", "3 bytes", "3 bytes"),
        (CelError("x", "y"), "unknown", "inconnu"),
        (list(range(12)), "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, …", "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, …"),
    ],
)
def test_values_are_written_as_each_language_does(value: object, english: str, french: str) -> None:
    assert written(value, "", "en") == english
    assert written(value, "", "fr") == french


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        (0, "0 calls", "0 appel"),
        (1, "1 call", "1 appel"),
        (1.5, "1.5 calls", "1,5 appel"),
        (2, "2 calls", "2 appels"),
        (-1, "-1 calls", "-1 appel"),
        (1_000, "1,000 calls", "1\u202f000 appels"),
        (100_001.0, "100,001 calls", "100\u202f001 appels"),
        (CelError("x", "y"), "unknown calls", "inconnu appels"),
    ],
)
def test_what_is_counted_agrees_with_its_number(value: object, english: str, french: str) -> None:
    assert counted(value, ("# call", "# calls"), "en") == english
    assert counted(value, ("# appel", "# appels"), "fr") == french


def test_every_item_of_a_personal_list_is_masked() -> None:
    assert written(["+33612345678", "jane@acme.example"], "party", "en") == "+33…678, j…@acme.example"
    assert plain({"k": ["+33612345678"]}, DYN, "party") == {"k": ["+33…678"]}


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats() | st.text() | st.binary()
    | st.datetimes(timezones=st.just(UTC)) | st.timedeltas(timedelta(-1000), timedelta(1000)) | st.just(UInt(7)),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.booleans() | st.integers(), inner),
)  # fmt: skip


@given(values)
def test_any_value_becomes_json(value: Any) -> None:
    if isinstance(value, dict) and {True} <= value.keys():
        return
    held = from_plain(value)

    json.dumps([plain(held, DYN, ""), plain(held, DYN, "party"), bare(held)], allow_nan=False)
    written(held, "", "fr")
