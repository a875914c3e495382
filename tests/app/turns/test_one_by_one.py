"""Whatever comes in together is decided as if it were told one by one: the definition of a turn."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.app.conftest import DrivenClock
from tests.app.turns.conftest import ANOTHER, KEY, METER, PERSON, numbered, plain, received, sent, served, used

from tipstaff import Engine
from tipstaff.app.bundles import Bundles
from tipstaff.app.turns import judging
from tipstaff.store import Ack, DecisionFilter, Reader, Store
from tipstaff.store.audit import verify

ACCOUNTS = ("ann", "bert", "cleo", "dora")
BEFORE = (
    ("meter.put", METER | {"account": "ann"}),
    ("account.put", {"id": "bert"}),
    ("account.put", {"id": "dora", "parent": "bert"}),
)
"""One has a plan; one stands below another."""


@st.composite
def events(draw: st.DrawFn, number: int) -> bytes:
    account, person = draw(st.sampled_from(ACCOUNTS)), draw(st.sampled_from((PERSON, ANOTHER)))
    words = draw(st.sampled_from(("hello", "hello", "a bad one", "an odd one", "a worse one")))
    said = sent(number, account, words, person)
    stops = [received(number, account, word, person) for word in ("STOP", "STOP BERT", "STOP ALL")]
    return draw(st.sampled_from((said, said, said, *stops, used(number, account, 2))))


@st.composite
def tellings(draw: st.DrawFn) -> list[list[bytes]]:
    """Events in the order told, in turns; some are told again."""
    turns: list[list[bytes]] = []
    for number, size in enumerate(draw(st.lists(st.integers(1, 14), min_size=1, max_size=4))):
        told = [draw(events(100 * number + one)) for one in range(size)]
        again = draw(st.lists(st.sampled_from([*told, *(raw for turn in turns for raw in turn)]), max_size=3))
        turns.append(told + again)
    return turns


@settings(max_examples=25, deadline=None)
@given(
    turns=tellings(),
    how=st.tuples(st.booleans(), st.sampled_from((Ack.WAL, Ack.WAL, Ack.MEMORY, Ack.FSYNC))),
    limits=st.tuples(st.sampled_from((20, 256)), st.sampled_from((1, 16)), st.sampled_from((0.0, 60.0))),
)
def test_together_is_as_one_by_one(
    court: Bundles, turns: list[list[bytes]], how: tuple[bool, Ack], limits: tuple[int, int, float]
) -> None:
    values: dict[str, Any] = dict(zip(("LONGEST", "AT_ONCE", "BRIEF"), limits, strict=True))
    with (
        patch.multiple(judging, **values),
        TemporaryDirectory() as folder,
    ):
        answers, together, order = asyncio.run(told(court, Path(folder), turns, how))
    raws = {identity(raw): raw for turn in turns for raw in turn}
    assert sorted(order) == sorted(raws)
    for account in ACCOUNTS:
        asked = [identity(raw) for turn in turns for raw in turn if json.loads(raw)["account"] == account]
        recorded = [name for name in order if json.loads(raws[name])["account"] == account]
        assert recorded == list(dict.fromkeys(name for name in asked if name in recorded)), "in the order told"

    with Engine("court", bundles=court, clock=DrivenClock(), key=KEY) as engine:
        for name, args in BEFORE:
            engine.command(name, args)
        alone = [engine.decide_bytes(raws[name]) for name in order]
        assert together == record(engine.house.store)
        kept = {json.loads(answer)["event"]: plain(answer) for answer in alone}
    for raw, answer in answers:
        assert plain(answer) == kept[identity(raw)]


async def told(
    court: Bundles, folder: Path, turns: list[list[bytes]], how: tuple[bool, Ack]
) -> tuple[list[tuple[bytes, Any]], Any, list[str]]:
    """The answers, what is on record, and the order of it."""
    busy, acknowledge = how
    async with served(court, folder / "t.db", acknowledge) as service:
        for name, args in BEFORE:
            await service.command(name, args, "")
        asked: list[tuple[bytes, asyncio.Future[bytes]]] = []
        for number, turn in enumerate(turns):
            if busy:
                service.house.store.submit(lambda _: time.sleep(0.002))
            asked += [(raw, asyncio.ensure_future(service.decide(raw))) for raw in turn]
            for _ in range(number):
                await asyncio.sleep(0.001)
        answers = await asyncio.gather(*(answer for _, answer in asked), return_exceptions=True)
        await asyncio.wrap_future(service.house.store.submit(lambda _: None))  # from memory the last ones go on record
        held = service._turns._judging.held
        assert (held.accounts, held.waiting, service._settling.pending) == ({}, 0, {})
        rows = service.reader.decisions(DecisionFilter(), 1000)
        assert list(verify(service.house.store)) == []
        return (
            [(raw, answer) for (raw, _), answer in zip(asked, answers, strict=True)],
            record(service.house.store),
            [row.event_id for row in reversed(rows)],
        )


def record(store: Store) -> Any:
    """Decisions, changes of ledgers and commands in the order in which they are recorded, ids as they come up."""
    reader: Reader = store.reader
    decisions = [row.decision.decode() for row in reversed(reader.decisions(DecisionFilter(), 1000))]
    changes = [
        f"{row.kind} {row.key!r} {row.value!r} {row.by} {row.command}"
        for row in reader.changes(limit=10_000)
        if row.kind != "installation"
    ]
    commands = [entry.body for entry in reader.audit(limit=10_000) if entry.kind == "command"]
    outbox = [f"{row.key} {row.do} {row.state} {row.error}" for row in reversed(reader.outbox(limit=10_000))]
    return list(numbered((*decisions, *changes, *map(str, commands), *outbox)))


def identity(raw: bytes) -> str:
    return str(json.loads(raw)["id"])
