"""Tax and company numbers: what can be one, what cannot, what belongs elsewhere, and what hostile input does."""

from __future__ import annotations

from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipstaff.signals.detectors.company import tax_id
from tipstaff.signals.signal import View

NOBODY = cast(View, None)


@pytest.mark.parametrize(
    ("number", "country", "standing"),
    [
        ("FR 40 303265045", "FR", "valid"),
        ("303265045", "FR", "valid"),  # the SIREN alone
        ("FR00000000000", "FR", "invalid"),
        ("FR 41 303265045", "FR", "invalid"),  # one digit of the key off
        ("DE136695976", "DE", "valid"),
        ("DE136695977", "DE", "invalid"),
        ("DE136695976", "FR", "foreign"),
        ("CHE-116.281.710 MWST", "CH", "valid"),
        ("EL094259216", "GR", "valid"),
        ("12-3456789", "US", "valid"),
        ("", "FR", "invalid"),
        ("٣٤", "FR", "invalid"),
        ("anything", "ZZ", "unknown"),
        ("anything", "", "unknown"),
        ("anything", "../fr", "unknown"),
    ],
)
def test_what_a_number_is(number: str, country: str, standing: str) -> None:
    assert tax_id(NOBODY, number, country) == standing


@given(st.text(max_size=60), st.sampled_from(["FR", "DE", "IT", "US", "CH", "GB", "zz", "", "é"]))
def test_any_text_has_an_answer(number: str, country: str) -> None:
    assert tax_id(NOBODY, number, country) in {"valid", "foreign", "invalid", "unknown"}


def test_a_long_text_is_not_read_whole() -> None:
    assert tax_id(NOBODY, "1" * 10_000_000, "IT") == "invalid"
