"""Masked values can be recognised and not be used."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipstaff.vocab.masking import mask


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("party", "+33612345678", "+33…678"),
        ("party", "anna.lund@example.org", "a…@example.org"),
        ("party", "@anna", "@…"),
        ("party", "112", "112"),
        ("ip", "192.0.2.77", "192.0.2.…"),
        ("ip", "2001:db8:1:2::3", "2001:0db8:0001:…"),
        ("ip", "nonsense", "n…"),
        ("text", "", ""),
        ("sender", "ACME", "ACME"),
        ("sender", "+33612345678", "+33…678"),
        ("sender", "36111", "36111"),
    ],
)
def test_known_kinds(kind: str, value: str, shown: str) -> None:
    assert mask(kind, value) == shown


@given(st.sampled_from(["party", "email", "phone", "ip", "text"]), st.text(min_size=7, max_size=60))
def test_a_long_value_never_shows_whole(kind: str, value: str) -> None:
    assert value not in mask(kind, value) or "@" in value
