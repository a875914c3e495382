"""Birthdays begin at midnight where a person lives."""

from __future__ import annotations

from datetime import UTC, date, datetime

from tipstaff.ledgers.records.recipients import Recipient

BORN = date(2005, 11, 19)
EVENING = datetime(2026, 11, 19, 0, 30, tzinfo=UTC)


def test_a_birthday_begins_later_in_the_west_and_earlier_in_the_east() -> None:
    """Half past midnight UTC is the evening before in New York and the morning in Réunion."""
    assert Recipient("r", zone="America/New_York", born=BORN).age_at(EVENING) == 20
    assert Recipient("r", born=BORN).age_at(EVENING) == 21
    before = datetime(2026, 11, 18, 20, 30, tzinfo=UTC)
    assert Recipient("r", born=BORN).age_at(before) == 20
    assert Recipient("r", zone="Indian/Reunion", born=BORN).age_at(before) == 21
