"""Registers from files: whole or not at all, the last load counts, and who stays listed keeps their date."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tipstaff import Engine
from tipstaff.app.bundles import Bundles
from tipstaff.app.registers.loading import Loaded, dated, load_register
from tipstaff.ledgers.functions import call
from tipstaff.ledgers.records import register_blocks
from tipstaff.ledgers.records.register_blocks import REGISTER_BLOCKS, RegisterBlock
from tipstaff.ledgers.records.register_filters import REGISTER_FILTERS
from tipstaff.ledgers.records.registers import REGISTERS
from tipstaff.vocab.errors import Conflict, Invalid

JEAN = "+33612345678"
DAY = timedelta(days=1)


@pytest.fixture
def engine(bundles: Bundles, clock: Any) -> Iterator[Engine]:
    with Engine(["demo"], clock=clock, bundles=bundles) as made:
        yield made


def number(recipient: int) -> str:
    return f"+336{recipient:08d}"


def bring(engine: Engine, lines: Iterable[str], name: str = "bloctel") -> Loaded:
    return load_register(engine.house, dated(name, "FR", None), lines)


def listed(engine: Engine, recipient: str, ago: timedelta = timedelta()) -> list[str]:
    house = engine.house
    at = house.clock() - ago
    data = {"channel": "sms", "from": "ACME", "to": recipient, "text": "t", "purpose": "marketing"}
    event = house.decode(engine._raw({"type": "message.send", "account": "a", "time": at.isoformat(), "data": data}))
    found = call("register.listed", house.ledgers, event, (recipient,))
    assert isinstance(found, list)
    return found


def blocks(engine: Engine) -> list[RegisterBlock]:
    rows = engine.reader.scan(REGISTER_BLOCKS.name)
    return [REGISTER_BLOCKS.decode(value) for _, value in rows]


def test_whoever_is_in_the_file_is_listed_however_they_are_spelled(engine: Engine) -> None:
    loaded = bring(engine, ["# published today\n", "\n", f"{JEAN};Jean\n", "+33 6 12 34 56 78\n", "a@b.fr\n", "0612\n"])
    assert (loaded.entries, loaded.skipped, loaded.examples) == (2, 1, [(6, "0612")])
    assert listed(engine, "0033612345678") == ["bloctel"]
    assert listed(engine, "A@B.fr") == ["bloctel"]
    assert listed(engine, "+33612345679") == []
    assert JEAN.encode()[4:] not in b"".join(value for _, value in engine.reader.scan(REGISTER_BLOCKS.name))


def test_the_last_load_counts_and_who_stayed_keeps_their_date(engine: Engine, clock: Any) -> None:
    bring(engine, [number(n) for n in range(50)])
    clock.advance(3 * DAY)
    bring(engine, [number(n) for n in range(25, 75)])
    clock.advance(DAY)
    assert [bool(listed(engine, number(n))) for n in (10, 30, 60)] == [False, True, True]
    # Before the second load: who came with it was not listed yet, who stayed was.
    assert [bool(listed(engine, number(n), 2 * DAY)) for n in (10, 30, 60)] == [False, True, False]
    assert not listed(engine, number(30), 5 * DAY)


def test_what_did_not_change_is_not_written_again(engine: Engine) -> None:
    first = bring(engine, [number(n) for n in range(2_000)])
    again = bring(engine, [number(n) for n in range(2_001)])
    assert (first.blocks > 200, again.blocks) == (True, 1)
    assert len(blocks(engine)) == first.blocks


def test_a_register_that_grows_keeps_what_it_knew(engine: Engine, clock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    bring(engine, [number(n) for n in range(300)])
    clock.advance(DAY)
    monkeypatch.setattr(register_blocks, "PER_BLOCK", 1)
    bring(engine, [number(n) for n in range(3_000)])
    clock.advance(DAY)
    assert [bool(listed(engine, number(n))) for n in (0, 299, 300, 2_999, 3_000)] == [True, True, True, True, False]
    assert [bool(listed(engine, number(n), DAY + DAY / 2)) for n in (0, 299, 300)] == [True, True, False]
    assert {block.bits for block in blocks(engine)} == {"12"}


def breaking(lines: Iterable[str]) -> Iterator[str]:
    yield from lines
    raise OSError("the disk is gone")


def test_a_load_that_breaks_off_leaves_the_register_as_it_was(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    bring(engine, [number(n) for n in range(1_000)])
    with pytest.raises(OSError, match="gone"):
        bring(engine, breaking(number(n) for n in range(500, 1_500)))
    run, calls = engine.house.store.run, []

    def failing(job: Callable[..., Any], *args: Any) -> Any:
        calls.append(job)
        if len(calls) > 2:
            raise OSError("killed")
        return run(job, *args)

    monkeypatch.setattr(engine.house.store, "run", failing)
    with pytest.raises(OSError, match="killed"):
        bring(engine, [number(n) for n in range(500, 9_500)])
    monkeypatch.undo()
    engine.house.ledgers.filters.may_list = lambda *_: True  # type: ignore[method-assign]  # to the blocks with everybody
    assert len(blocks(engine)) > 256  # some of the broken load are there
    assert all(listed(engine, number(n)) for n in range(0, 1_000, 9))
    assert not any(listed(engine, number(n)) for n in range(1_000, 9_500))

    bring(engine, [number(n) for n in range(900, 1_100)])
    assert [bool(listed(engine, number(n))) for n in (899, 900, 1_099, 1_100, 9_499)] == [
        False,
        True,
        True,
        False,
        False,
    ]
    assert len({block.block for block in blocks(engine)}) == len(blocks(engine))


def test_of_two_loads_at_once_one_is_told(engine: Engine) -> None:
    bring(engine, [number(1)])
    run = engine.house.store.run
    met: list[int] = []

    def late(job: Callable[..., Any], *args: Any) -> Any:
        if job.__qualname__.endswith("finish.<locals>.job") and not met:
            met.append(1)
            engine.command("register.load", {"name": "bloctel", "country": "FR", "entries": [number(4)]})
        return run(job, *args)

    engine.house.store.run = late  # type: ignore[method-assign]
    with pytest.raises(Conflict, match="somebody else"):
        bring(engine, [number(5)])
    assert (listed(engine, number(4)), listed(engine, number(5))) == (["bloctel"], [])


def test_a_file_without_addresses_changes_nothing(engine: Engine) -> None:
    bring(engine, [JEAN])
    with pytest.raises(Invalid, match="no addresses"):
        bring(engine, ["# nothing\n", "nobody\n"])
    assert listed(engine, JEAN) == ["bloctel"]


def test_files_and_commands_replace_each_other(engine: Engine) -> None:
    bring(engine, [number(1)])
    engine.command("register.load", {"name": "bloctel", "country": "FR", "entries": [number(2)]})
    assert (listed(engine, number(1)), listed(engine, number(2))) == ([], ["bloctel"])
    bring(engine, [number(3)])
    assert (listed(engine, number(2)), listed(engine, number(3))) == ([], ["bloctel"])
    engine.command("register.load", {"name": "bloctel", "country": "FR", "entries": [number(4)], "final": False})
    assert [bool(listed(engine, number(n))) for n in (3, 4)] == [True, True]


def test_the_load_is_dated_and_told_in_the_chain(engine: Engine, clock: Any) -> None:
    bring(engine, [JEAN])
    register = engine.house.ledgers.get(REGISTERS, "FR", "bloctel")
    assert register is not None
    assert (register.entries, register.loaded_at) == (1, clock.now)
    commands = [row.body for row in engine.reader.audit() if row.kind == "command"]
    assert commands[-1]["command"] == "register.load"
    assert commands[-1]["args"]["entries"] == 1
    assert len(commands[-1]["args"]["sha256"]) == 64


def test_a_process_that_has_not_heard_of_a_load_misses_nobody(bundles: Bundles, clock: Any, tmp_path: Path) -> None:
    path = str(tmp_path / "t.db")
    with Engine(["demo"], path=path, clock=clock, bundles=bundles) as one:
        bring(one, [number(n) for n in range(500)])
        with Engine(["demo"], path=path, clock=clock, bundles=bundles) as other:
            assert listed(other, number(7))
            bring(one, [number(n) for n in range(1, 600)])
            assert [bool(listed(other, number(n))) for n in range(1, 500)] == [True] * 499


@settings(deadline=None, max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(loads=st.lists(st.tuples(st.integers(0, 2**32), st.integers(1, 200)), min_size=1, max_size=3))
def test_after_any_loads_those_of_the_last_are_listed(
    loads: list[tuple[int, int]], bundles: Bundles, clock: Any
) -> None:
    with Engine(["demo"], clock=clock, bundles=bundles) as engine:
        for seed, size in loads:
            expected = {number(n) for n in random.Random(seed).choices(range(250), k=size)}
            told = sorted(expected, reverse=True) * 2
            assert bring(engine, told).entries == len(expected)
        assert {number(n) for n in range(250) if listed(engine, number(n))} == expected
        pieces = [REGISTER_FILTERS.decode(value) for _, value in engine.reader.scan(REGISTER_FILTERS.name)]
        assert len({piece.load for piece in pieces}) == 1
