"""What is stored holds no restricted value, and everything else as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.pace import calmly

from tipstaff.signals.detectors.personal import blanked, holds_values
from tipstaff.signals.detectors.personal.scan import numbers_in
from tipstaff.signals.detectors.personal.secrets import secrets_in


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("card 4111 1111 1111 1111 thanks", "card 41•••• thanks"),
        ("SSN 536-90-4399, IBAN FR14 2004 1010 0505 0001 3M02 606.", "SSN 53••••, IBAN FR••••."),
        ("passport 12AB34567", "passport 12••••"),
        ("password: hunter22x", "password: hu••••"),
        ("cvv 123", "cvv ••••"),
        ("see you at 10, order 4421", "see you at 10, order 4421"),
        ("call +33 6 12 34 56 78", "call +33 6 12 34 56 78"),
        ("", ""),
    ],
)
def test_values_are_blanked(text: str, stored: str) -> None:
    assert blanked(text) == stored
    assert holds_values(text) == (text != stored)


@calmly
@given(st.text(alphabet="0123456789 -.:ABCsndpawor=xyz\u200b4", max_size=160))
def test_what_was_blanked_is_not_found_again(text: str) -> None:
    again = blanked(text)
    for one in (*numbers_in(again), *secrets_in(again)):
        assert again[one.start : one.end] in text or "•" in again[one.start : one.end]
    assert bool(numbers_in(text) or secrets_in(text)) == holds_values(text)
