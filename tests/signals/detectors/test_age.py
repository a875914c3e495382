"""Ages from the table; not knowing never makes it easier."""

from __future__ import annotations

import pytest
from signalkit.events import reader, sms

from tipstaff.cel import CelError


@pytest.mark.parametrize(
    ("country", "category", "age"),
    [("FR", "alcohol", 18), ("US", "alcohol", 21), ("NO", "alcohol", 20), ("", "alcohol", 25), ("XX", "tobacco", 21)],
)
def test_the_age_of_a_country_or_the_highest_known(country: str, category: str, age: int) -> None:
    assert reader(sms()).call("age.required", (country, category)) == age


def test_a_country_without_a_row_for_the_kind_gets_the_highest() -> None:
    assert reader(sms()).call("age.required", ("ES", "adult")) == 18
    assert reader(sms()).call("age.required", ("KZ", "adult")) == 21


@pytest.mark.parametrize(
    ("recipient", "country", "age"),
    [
        ("+33612345678", "", 18),
        ("+33612345678", "US", 21),
        ("+12105550123", "FR", 21),
        ("@ada", "FR", 18),
        ("@ada", "", 25),
    ],
)
def test_of_two_countries_the_higher_age(recipient: str, country: str, age: int) -> None:
    assert reader(sms()).call("age.required_of", (recipient, country, "alcohol")) == age


def test_a_law_counts_from_its_day() -> None:
    before, after = (sms(at=sms().time.replace(year=2009, month=7, day=day)) for day in (22, 23))
    ages = [reader(told).call("age.required", ("FR", "alcohol")) for told in (before, after)]
    assert ages == [25, 18]  # without a row in force, the highest known


def test_an_unknown_kind_is_said() -> None:
    with pytest.raises(CelError, match="known are adult, alcohol"):
        reader(sms()).call("age.required", ("FR", "toys"))
