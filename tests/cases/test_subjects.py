"""Subjects of actions as people write them."""

from __future__ import annotations

import pytest

from tipstaff.cases.subjects import scope_of


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("ip:192.0.2.1", ("ip", "192.0.2.1")),
        ("ip: 2001:db8::1", ("ip", "2001:db8::1")),
        ("channel:sms", ("channel", "sms")),
        ("campaign:summer", ("campaign", "summer")),
        ({"domain": "acme.example"}, ("domain", "acme.example")),
    ],
)
def test_a_subject_may_say_what_it_is(subject: str | dict[str, str], expected: tuple[str, str]) -> None:
    """What says its kind needs no look into the ledgers."""
    assert scope_of(None, "acme", subject) == expected  # type: ignore[arg-type]
