"""Who must agree to being recorded; not knowing never makes it easier."""

from __future__ import annotations

import pytest
from signalkit.events import reader, sms


@pytest.mark.parametrize(
    ("country", "region", "parties"),
    [
        ("US", "NY", "one"),
        ("US", "CA", "all"),
        ("US", "", "all"),
        ("FR", "", "all"),
        ("FR", "IDF", "all"),
        ("CA", "ON", "one"),
        ("", "", "all"),
        ("ZZ", "CA", "all"),
    ],
)
def test_the_law_of_a_place_or_the_strictest_known(country: str, region: str, parties: str) -> None:
    assert reader(sms()).call("recording.consent", (country, region)) == parties
