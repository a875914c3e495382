"""Codes of countries."""

from __future__ import annotations

import pytest

from tipstaff.vocab.countries import countries, country_fault, is_country


def test_the_table_is_whole() -> None:
    assert 245 <= len(countries()) <= 255
    assert {"FR", "DE", "US", "NO", "GB", "XK", "TW"} <= countries()


@pytest.mark.parametrize("code", ["ZZ", "", "F", "FRA", "UK", "EU", "QQ"])
def test_what_is_no_country(code: str) -> None:
    assert not is_country(code)


def test_capitals_do_not_matter_to_whether_there_is_one() -> None:
    assert is_country("fr")


@pytest.mark.parametrize(("code", "hint"), [("fr", "`FR`"), ("France", "ISO 3166-1"), ("F", "ISO"), ("F1", "ISO")])
def test_a_wrong_shape_is_told_with_a_way_out(code: str, hint: str) -> None:
    fault = country_fault(code)
    assert fault is not None
    assert hint in fault.hint


@pytest.mark.parametrize("code", ["FR", "ZZ", ""])
def test_a_code_nobody_has_is_for_decisions(code: str) -> None:
    assert country_fault(code) is None
