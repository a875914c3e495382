"""The count of seats is what counting them one by one would give, and costs the same however many are taken."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from ledgerkit.world import World

from tipstaff.ledgers import seating
from tipstaff.ledgers.records.seats import BY_PRODUCT, SEATS, Seat

MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.integers(0, 4), st.sampled_from([None, -400, -40, -5, 0, 5])),
        st.tuples(st.just("remove"), st.integers(0, 4), st.none()),
        st.tuples(st.just("licence"), st.integers(0, 1), st.sampled_from([-500, -50, -10, 0])),
        st.tuples(st.just("wait"), st.integers(1, 30), st.none()),
    ),
    max_size=24,
)


def _move(world: World, what: str, number: int, days: int | None) -> None:
    when = None if days is None else world.now + timedelta(days=days)
    if what == "wait":
        world.now += timedelta(days=number)
    elif what == "licence":
        more = {"product": "p", "kind": "seats", "seats": 9, "until": world.now + timedelta(days=20)}
        world.do("licence.put", id=f"L{number}", account="acme", **{"from": when}, **more)
    elif what == "put":
        world.do(
            "seat.put", account="acme", product="p", user=f"u{number}", **({} if when is None else {"taken_at": when})
        )
    elif world.ledgers.get(SEATS, "acme", "p", f"u{number}") is not None:
        world.do("seat.remove", account="acme", product="p", user=f"u{number}")


@settings(max_examples=60, deadline=None)
@given(MOVES)
def test_the_count_is_that_of_the_seats(moves: list[tuple[str, int, int | None]]) -> None:
    world = World()
    for move in moves:
        _move(world, *move)
        since = seating.begun(world.ledgers, "acme", "p", world.now)
        each = sum(seating.counts(seat, since) for seat in world.ledgers.by(SEATS, BY_PRODUCT, "acme", "p"))
        assert world.ask("seat.taken", "p") == each


class Counted:
    """A shelf that counts what is read of it."""

    def __init__(self, below: Any) -> None:
        self.below, self.read = below, 0

    def entry(self, kind: str, key: bytes) -> bytes | None:
        self.read += 1
        found: bytes | None = self.below.entry(kind, key)
        return found

    def scan(self, kind: str, prefix: bytes) -> Iterator[tuple[bytes, bytes]]:
        for row in self.below.scan(kind, prefix):
            self.read += 1
            yield row


def _reads(seats: int) -> int:
    """Entries read by one more seat: the question, and the command that takes it."""
    world = World()
    begun = world.now - timedelta(days=30)
    licence = {"id": "L", "account": "acme", "product": "p", "kind": "seats", "seats": 9_000, "from": begun.isoformat()}
    world.give(licences=[licence])
    for number in range(seats):
        world.do("seat.put", account="acme", product="p", user=f"u{number}")
    counted = Counted(world.shelf)
    draft = world.ledgers.draft(counted)
    assert seating.taken(draft, "acme", "p", world.now) == seats
    new = draft.put(SEATS, Seat("acme", "p", "new", world.now))
    seating.keep_count(draft, None, new, world.now)
    assert seating.taken(draft, "acme", "p", world.now) == seats + 1
    return counted.read


def test_a_seat_among_six_hundred_costs_what_one_among_sixty_does() -> None:
    assert _reads(600) == _reads(60)
