"""Numbers of things in words."""

from __future__ import annotations

from tipstaff.vocab.counting import counted


def test_one_is_said_in_the_singular() -> None:
    assert [counted(number, "error") for number in (0, 1, 2)] == ["0 errors", "1 error", "2 errors"]
    assert [counted(number, "breach", "breaches") for number in (1, 2)] == ["1 breach", "2 breaches"]
