"""A clock whose command breaks off by a fault of ours keeps no other from firing; it fires once that is mended."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from tipstaff.app.keeping.deadlines import Deadlines, pause_after
from tipstaff.clocks import CLOCKS, Clock
from tipstaff.store.audit import verify
from tipstaff.store.errors import StoreFull
from tipstaff.vocab.errors import BadTransition, Incomplete, NotAllowed, NotFound, Overloaded

Break = Callable[[Exception | None], None]


@pytest.fixture
def two(desk: Any) -> Any:
    """Two suspensions, of which the first ends first."""
    desk.do("action.apply", "leo", id="bad", account="acme", kind="suspend", for_="1h")
    desk.do("action.apply", "leo", id="good", account="other", kind="suspend", for_="2h")
    return desk


@pytest.fixture
def broken(two: Any, monkeypatch: pytest.MonkeyPatch) -> Break:
    """Says what the command of the first one's clock raises from here on; None: nothing."""
    commander = two.engine.house.commander
    raised: list[Exception | None] = []
    ran = commander.run

    def run(tx: Any, name: str, args: Any, **more: Any) -> Any:
        if "bad" in args.values() and raised and raised[-1] is not None:
            ran(tx, name, args, **more)
            raise raised[-1]
        return ran(tx, name, args, **more)

    monkeypatch.setattr(commander, "run", run)
    return raised.append


def clock(desk: Any, name: str) -> Clock:
    (found,) = (one for one in desk.engine.house.ledgers.group(CLOCKS) if name in one.args.values())
    return found


def test_the_clocks_behind_a_broken_one_fire(two: Any, broken: Break) -> None:
    broken(ValueError("the number +33612345678"))
    two.wait(hours=3)

    assert (two.standing(), two.standing("other")) == ("suspended", "good")
    bad = clock(two, "bad")
    assert (bad.state, bad.tries, bad.error) == ("set", 1, "ValueError was raised")
    assert bad.due == two.clock.now + timedelta(minutes=1)
    assert two.engine.house.deadlines.broken == 1


def test_a_broken_clock_is_tried_now_and_then_and_fires_once_the_fault_is_mended(two: Any, broken: Break) -> None:
    broken(RecursionError())
    two.wait(hours=3)
    for tries in range(1, 12):
        two.wait(seconds=pause_after(tries).total_seconds() - 1)
        assert clock(two, "bad").tries == tries, "not yet"
        two.wait(seconds=1)
        assert clock(two, "bad").tries == tries + 1
    broken(None)
    two.wait(hours=1)

    bad = clock(two, "bad")
    assert (two.standing(), bad.state, bad.error) == ("good", "fired", "")


def test_between_tries_it_waits_longer_and_longer_and_an_hour_at_most() -> None:
    minutes = [pause_after(tries).total_seconds() / 60 for tries in range(1, 200)]
    assert minutes[:8] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert set(minutes[8:]) == {60}


@pytest.mark.parametrize("fault", [StoreFull("no space left"), Overloaded("the queue is full")])
def test_what_is_the_databases_leaves_every_clock_as_it_was(two: Any, broken: Break, fault: Exception) -> None:
    broken(fault)
    with pytest.raises(type(fault)):
        two.wait(hours=3)
    assert [clock(two, name).state for name in ("bad", "good")] == ["set", "set"]
    broken(None)
    two.wait(seconds=1)
    assert (two.standing(), two.standing("other")) == ("good", "good")


def test_a_refusal_is_final_as_it_was(two: Any, broken: Break) -> None:
    broken(BadTransition("nothing to end"))
    two.wait(hours=3)
    assert (clock(two, "bad").state, clock(two, "bad").error) == ("failed", "bad-transition: nothing to end")
    assert two.standing("other") == "good"


def test_what_cannot_be_written_is_put_off_too(two: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command itself ends well; the fault comes with the commit."""
    store, failed = two.engine.house.store, []
    run = store.run

    def once(job: Any, ack: Any) -> Any:
        if not failed:
            failed.append(job)
            raise TypeError
        return run(job, ack)

    monkeypatch.setattr(two.engine.house.deadlines, "_store", _With(store, once))
    two.wait(hours=3)
    assert (clock(two, "bad").tries, two.standing("other")) == (1, "good")
    two.wait(minutes=1)
    assert two.standing() == "good"


class _With:
    """A store whose `run` is another."""

    def __init__(self, store: Any, run: Any) -> None:
        self._store = store
        self.run = run

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


def test_what_is_kept_too_long_goes_although_no_clock_can_be_read(two: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    swept = []

    def unreadable(*_: Any) -> int:
        raise ValueError

    monkeypatch.setattr(two.engine.house.deadlines, "fire", unreadable)
    monkeypatch.setattr(two.engine.house.retaining, "sweep", lambda *_: swept.append(1) or 0)
    with suppress(ValueError):
        two.wait(hours=3)
    assert swept == [1]


ENTRIES = [b"{", b"\xff\xfe", b"[]", b'{"id":"x"}', b"[" * 5000, b'{"id":1,"kind":"a","due":"+33612345678"}']


def spoil(desk: Any, name: str, entry: bytes) -> tuple[str, bytes]:
    """Write an entry that no release can read in place of a clock's; gives its id, and what it was."""
    found = clock(desk, name)
    key = CLOCKS.prefix((found.id,))
    desk.engine.house.store.run(lambda tx: tx.put_entry(CLOCKS.name, key, entry, desk.clock.now, "", "spoiled"))
    return found.id, CLOCKS.encode(found)


def audited(desk: Any, kind: str) -> list[Any]:
    return [row.body for row in desk.engine.reader.audit() if row.kind == kind]


@pytest.mark.parametrize("entry", ENTRIES)
def test_the_clocks_behind_one_that_cannot_be_read_fire(two: Any, entry: bytes) -> None:
    name, _ = spoil(two, "bad", entry)
    two.wait(hours=3)
    assert (two.standing(), two.standing("other")) == ("suspended", "good")
    deadlines = two.engine.house.deadlines
    assert (deadlines.unreadable, deadlines.next_due()) == (1, None), "it is not looked at every second"
    (told,) = audited(two, "clock")
    assert told["id"] == name
    assert "33612345678" not in str(told)
    two.wait(hours=1)
    assert len(audited(two, "clock")) == 1, "it is set aside once"
    assert not verify(two.engine.house.store)


def test_one_that_can_be_read_again_is_retried_by_hand(two: Any) -> None:
    name, whole = spoil(two, "bad", b"{")
    two.wait(hours=3)
    with pytest.raises(BadTransition, match="cannot be read still") as refused:
        two.do("clock.retry", "ana", id=name)
    assert "clock.drop" in refused.value.faults[0].hint
    key = CLOCKS.prefix((name,))
    two.engine.house.store.run(lambda tx: tx.put_entry(CLOCKS.name, key, whole, two.clock.now, "", "repaired"))
    assert two.do("clock.retry", "ana", id=name)["state"] == "set"
    two.wait(seconds=1)
    assert two.standing() == "good"


def test_one_that_can_be_read_again_fires_after_a_start(two: Any) -> None:
    name, whole = spoil(two, "bad", b"{")
    two.wait(hours=3)
    house = two.engine.house
    house.store.run(lambda tx: tx.put_entry(CLOCKS.name, CLOCKS.prefix((name,)), whole, two.clock.now, "", "repaired"))
    Deadlines(house.store, house.commander, house.notice).fire(two.clock.now)
    assert two.standing() == "good"
    assert audited(two, "clock")[-1] == {"id": name, "back": True}


def test_one_that_cannot_be_read_is_dropped_with_a_reason(two: Any) -> None:
    name, _ = spoil(two, "bad", b"{")
    two.wait(hours=3)
    with pytest.raises(Incomplete, match="reason"):
        two.do("clock.drop", "leo", id=name)
    with pytest.raises(NotAllowed):
        two.do("clock.drop", "ana", id=name, reason="lifted by hand")
    assert two.do("clock.drop", "leo", id=name, reason="lifted by hand")["state"] == "gone"
    with pytest.raises(NotFound):
        two.do("clock.retry", "leo", id=name)
    assert audited(two, "command")[-1]["command"] == "clock.drop"


@pytest.mark.parametrize("aside", [True, False])
def test_a_lift_goes_through_although_its_clock_cannot_be_read(two: Any, aside: bool) -> None:
    """Called off, it needs no reading."""
    name, _ = spoil(two, "bad", b"{")
    if aside:
        two.wait(hours=3)
    two.do("action.lift", "leo", id="bad", reason="it was a mistake")
    assert two.standing() == "good"
    with pytest.raises(NotFound):
        two.do("clock.retry", "leo", id=name)


def test_a_clock_that_was_refused_is_retried_or_dropped_and_no_other(two: Any, broken: Break) -> None:
    broken(BadTransition("nothing to end"))
    name = clock(two, "bad").id
    with pytest.raises(BadTransition, match="did not stop"):
        two.do("clock.retry", "leo", id=name)
    two.wait(hours=3)
    broken(None)
    two.do("clock.retry", "leo", id=name)
    two.wait(seconds=1)
    assert (two.standing(), clock(two, "bad").state) == ("good", "fired")
    with pytest.raises(BadTransition, match="did not stop"):
        two.do("clock.drop", "leo", id=name, reason="done already")
