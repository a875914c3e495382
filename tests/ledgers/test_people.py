"""What is remembered of people does not grow with how many are written to, and who is written to again is found."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime

from tipstaff.ledgers import Ledgers, MemoryShelf
from tipstaff.ledgers.records.consents import CONSENTS
from tipstaff.ledgers.records.recipients import RECIPIENTS
from tipstaff.ledgers.records.suppressions import SUPPRESSIONS

NOW = datetime(2026, 11, 18, 14, tzinfo=UTC)
KEY = b"0123456789abcdef"


class Counted(MemoryShelf):
    """Says how often it was read."""

    reads = 0

    def entry(self, kind: str, key: bytes) -> bytes | None:
        self.reads += 1
        return super().entry(kind, key)

    def scan(self, kind: str, prefix: bytes) -> Iterator[tuple[bytes, bytes]]:
        self.reads += 1
        return super().scan(kind, prefix)


def look_up(ledgers: Ledgers, number: int) -> None:
    token = ledgers.party(f"+336{number:08d}")
    for _ in range(2):  # several rules ask for the same
        assert ledgers.group(CONSENTS, "acme", token) == ()
        assert ledgers.group(SUPPRESSIONS, "", token) == ()
        assert ledgers.get(RECIPIENTS, token) is None


def held(ledgers: Ledgers) -> dict[str, int]:
    assert ledgers._cache is not None
    parts = {"look-ups": ledgers._cache, "as asked": ledgers._asked, "addresses": ledgers._tokens._recent}
    return {name: len(one) for name, one in parts.items()}


def test_new_people_leave_nothing_behind_but_what_was_looked_up_last() -> None:
    shelf = Counted()
    ledgers = Ledgers(shelf, KEY, cache_size=2_048)
    for number in range(3_000):
        look_up(ledgers, number)
    early = held(ledgers)
    for number in range(3_000, 30_000):
        look_up(ledgers, number)
    late = held(ledgers)
    assert shelf.reads == 3 * 30_000, "within an event everything is read once"
    for name, size in late.items():
        assert size <= max(early[name] * 1.5, 4_096), json.dumps([early, late])
    # Some are taken for people who were written to before; all three look-ups of thirty thousand would be 90,000.
    assert late["look-ups"] <= 2_048 + 512


def test_who_is_written_to_again_is_found_without_reading() -> None:
    shelf = Counted()
    ledgers = Ledgers(shelf, KEY, cache_size=2_048)
    for _ in range(2):
        for number in range(300):
            look_up(ledgers, number)
    shelf.reads = 0
    for number in range(300):
        look_up(ledgers, number)
    assert shelf.reads == 0
