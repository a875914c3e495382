"""The house behind asynchronous doors: one loop judges, one writer records, and answers go out once they are written.

request ─▶ decode ─▶ judge ─┬─▶ turn ─▶ the loop commits what came in together ─▶ answers of the whole turn
                            └─▶ queue ─▶ the writer commits a batch ─▶ loop wakes once ─▶ answers of the whole batch

The second way is for what must reach the device (consent, suppressions), and for everything while that is under way.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, cast

from msgspec import Struct

from tipstaff.app.audience import Audience
from tipstaff.app.explaining import explanation
from tipstaff.app.house import House, Prepared
from tipstaff.app.records import Recorded, digest, encode, same
from tipstaff.app.refilling import Refill
from tipstaff.app.repeats import Repeats
from tipstaff.app.turns import Turns
from tipstaff.pipeline import Ruling
from tipstaff.policy import Bundle
from tipstaff.store import Ack, Outcome, Reader
from tipstaff.vocab.errors import NotFound, TipstaffError
from tipstaff.vocab.event import Event

# Events judged before other requests get a turn: about two milliseconds of work.
TURN = 50
ACKS: Mapping[str, Ack] = {"memory": Ack.MEMORY, "wal": Ack.WAL, "fsync": Ack.FSYNC}


@dataclass
class Metrics:
    """What happened since the start: decisions by (event type, verdict, policy of the first reason or ""), events
    erased because policies no longer keep them, sweeps for such events that failed."""

    decisions: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    erased: int = 0
    sweeps_failed: int = 0


class Pending(Struct, frozen=True):
    """An event whose record is under way."""

    future: asyncio.Future[bytes]
    ruling: Ruling
    raw: bytes


class Service:
    """Decides for many callers at once. Made and used on one event loop.

    Args:
        house: its store has a writer thread.
        acknowledge: when a decision is answered; see `Ack`.
        snapshot_every: seconds between snapshots of the windows.
        snapshot_events: events after which one is taken early, so that a restart stays short.
        retain_every: seconds between sweeps for events that policies no longer keep.
    """

    def __init__(
        self,
        house: House,
        *,
        acknowledge: Ack = Ack.WAL,
        snapshot_every: float = 60.0,
        snapshot_events: int = 50_000,
        retain_every: float = 10.0,
    ) -> None:
        self.house = house
        self.metrics = Metrics()
        self._acknowledge = acknowledge
        self._snapshot_every = snapshot_every
        self._snapshot_events = snapshot_events
        self._retain_every = retain_every
        self._pending: dict[tuple[str, str], Pending] = {}
        self._turns = Turns(house.store, self._settle)
        self._repeats = Repeats(house.clock())
        self._audience = Audience()
        self._keepers: tuple[asyncio.Task[None], ...] = ()
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def bundle(self) -> Bundle:
        """What is in force."""
        return self.house.bundle

    @property
    def reader(self) -> Reader:
        """Everything that was recorded."""
        return self.house.store.reader

    @property
    def backlog(self) -> int:
        """Decisions waiting for the writer."""
        return self.house.store.backlog

    def ready(self) -> bool:
        """Whether it takes events."""
        return self._loop is not None

    def start(self) -> None:
        """Bind to the running loop, begin to keep the windows, and to erase what policies no longer keep."""
        self._loop = loop = asyncio.get_running_loop()
        self._turns.bind(loop)
        self._keepers = (loop.create_task(self._keep_windows()), loop.create_task(self._keep_events()))

    async def stop(self) -> None:
        """Write down the windows, finish what is queued, close the store."""
        for keeper in self._keepers:
            keeper.cancel()
        self._turns.unbind()
        self._loop = None
        store = self.house.store
        await asyncio.to_thread(store.run, self.house.counting.snapshot(self.house.clock()), Ack.FSYNC)
        await asyncio.to_thread(store.close)

    async def decide(self, raw: bytes) -> bytes:
        """Decide, record, answer: the decision's JSON.

        Raises:
            Invalid, Conflict, Overloaded: as the engine.
        """
        return await self._begin(raw)

    async def ask(self, raw: bytes) -> bytes:
        """Would this be allowed? Nothing is recorded or counted."""
        return self._ask(raw)

    async def decide_batch(self, raws: Sequence[bytes], *, ask: bool = False) -> list[bytes | TipstaffError]:
        """Many events in order. One that cannot be judged gives its error in its place; the others go on."""
        begun: list[asyncio.Future[bytes] | bytes | TipstaffError] = []
        for number, raw in enumerate(raws, start=1):
            try:
                begun.append(self._ask(raw) if ask else self._begin(raw))
            except TipstaffError as error:
                begun.append(error)
            if number % TURN == 0:
                await asyncio.sleep(0)
        return [await _settled(one) for one in begun]

    async def command(self, name: str, args: Mapping[str, Any], actor: str) -> dict[str, Any]:
        """Run `noun.verb`; answered once it is safe from a power cut."""
        self._turns.finish()
        job = self.house.commanding(name, args, actor)
        answer = await asyncio.wrap_future(self.house.store.submit(job, Ack.FSYNC))
        self.house.notice(answer.changes)
        return answer.result

    def explain(self, decision_id: str) -> dict[str, Any]:
        """A recorded decision with the words of its clauses. Reads the store: call it off the loop.

        Raises:
            NotFound: there is no decision of that id.
        """
        row = self.reader.decision(decision_id)
        if row is None:
            raise NotFound(f"there is no decision `{decision_id}`")
        return explanation(row, self.bundle)

    def reload(self) -> Bundle:
        """Read the packs again; a pack that does not compile never replaces what runs.

        Files are read and compiled, and new windows filled from the record, on the caller's thread; the swap happens
        between two events.

        Raises:
            PackInvalid: something is wrong; everything stays as it is.
        """
        prepared = self.house.prepare()
        loop = self._loop
        if loop is None:
            return self.house.put_in_force(prepared)
        try:
            if prepared.refill is not None:
                asyncio.run_coroutine_threadsafe(self._follow(prepared.refill), loop).result()
                prepared.refill.advance()
            return asyncio.run_coroutine_threadsafe(self._swap(prepared), loop).result()
        finally:
            loop.call_soon_threadsafe(self.house.counting.follow_no_more)

    def subscribe(self) -> AbstractContextManager[asyncio.Queue[bytes]]:
        """A queue of decisions as they are recorded. One that is not read fast enough loses the oldest."""
        return self._audience.subscribe()

    def _ask(self, raw: bytes) -> bytes:
        return encode(self.house.judge(self.house.decode(raw)).decision)

    def _begin(self, raw: bytes) -> asyncio.Future[bytes]:
        """Judge an event and queue its record; the future is done when it is written."""
        house = self.house
        event = house.decode(raw)
        key = (event.source, event.id)
        twin = self._pending.get(key)
        if twin is not None:
            return self._after(twin, raw)
        if self._repeats.possible(key, event.time, house.clock()):
            earlier = house.store.reader.decided(*key)
            if earlier is not None:
                return _done(same(earlier, raw))
        return self._queue(key, event, raw)

    def _queue(self, key: tuple[str, str], event: Event, raw: bytes) -> asyncio.Future[bytes]:
        house = self.house
        ruling = house.judge(event)
        future: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        pending = self._pending[key] = Pending(future, ruling, raw)
        ack = house.acknowledgement(ruling, self._acknowledge)
        try:
            self._turns.record(house.recording(ruling, raw), ack, pending, key)
        except TipstaffError:
            del self._pending[key]
            raise
        house.counting.record(event)
        return future

    def _after(self, twin: Pending, raw: bytes) -> asyncio.Future[bytes]:
        """The same event again while the first is being recorded."""
        if digest(raw) == digest(twin.raw):
            return twin.future
        future: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

        def settle(first: asyncio.Future[bytes]) -> None:
            event = twin.ruling.facts.event
            row = self.reader.decided(event.source, event.id)
            try:
                future.set_result(same(row, raw) if row is not None else first.result())
            except TipstaffError as error:
                future.set_exception(error)

        twin.future.add_done_callback(settle)
        return future

    def _settle(self, outcomes: list[Outcome]) -> None:
        for ticket, result, error in outcomes:
            pending = cast("Pending", ticket)
            event = pending.ruling.facts.event
            self._pending.pop((event.source, event.id), None)
            if error is not None:
                _fail(pending.future, error)
            else:
                self._answer(pending, result)

    def _answer(self, pending: Pending, recorded: Recorded) -> None:
        self.house.notice(recorded.changes)
        if not recorded.earlier:
            decision = pending.ruling.decision
            policy = decision.reasons[0].policy if decision.reasons else ""
            self.metrics.decisions[pending.ruling.facts.event.type, decision.verdict.value, policy] += 1
            self._audience.tell(recorded.answer)
        if not pending.future.done():
            pending.future.set_result(recorded.answer)

    async def _follow(self, refill: Refill) -> None:
        """Between two events: what is counted from here on is noted, and what is not written yet is known."""
        under_way = [pending.ruling.facts.event for pending in self._pending.values()]
        self.house.counting.follow(refill, under_way)

    async def _swap(self, prepared: Prepared) -> Bundle:
        return self.house.put_in_force(prepared)

    async def _keep_windows(self) -> None:
        waited = 0.0
        while True:
            await asyncio.sleep(1.0)
            waited += 1.0
            counting = self.house.counting
            if counting.recorded >= self._snapshot_events or (waited >= self._snapshot_every and counting.recorded):
                waited = 0.0
                self._turns.finish()
                await asyncio.wrap_future(self.house.store.submit(counting.snapshot(self.house.clock())))

    async def _keep_events(self) -> None:
        """Erase what is too old or too many, now and again and again; what is too old goes a little ahead of time."""
        ahead = timedelta(seconds=2 * self._retain_every)
        while True:
            try:
                self.metrics.erased += await asyncio.to_thread(self.house.retain, ahead)
            except TipstaffError:  # the store's; the next sweep begins again, and the metric tells
                self.metrics.sweeps_failed += 1
            await asyncio.sleep(self._retain_every)


async def _settled(one: asyncio.Future[bytes] | bytes | TipstaffError) -> bytes | TipstaffError:
    if isinstance(one, bytes | TipstaffError):
        return one
    try:
        return await one
    except TipstaffError as error:
        return error


def _done(answer: bytes) -> asyncio.Future[bytes]:
    future: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
    future.set_result(answer)
    return future


def _fail(future: asyncio.Future[bytes], error: BaseException) -> None:
    if not future.done():
        future.set_exception(error)
