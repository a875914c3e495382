"""The house behind asynchronous doors: one loop judges, one writer records, and answers go out once they are written.

request ─▶ turn: decode all ─▶ judge all ─┬─▶ the loop commits what came in together ─▶ answers of them all
                                          └─▶ queue ─▶ the writer commits ─▶ loop wakes once ─▶ answers of them all

The second way is for what must reach the device (consent, suppressions), and for everything while that is under way.
Where events of one account build upon each other, they are committed the first way and made safe the second.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

from tipstaff.app.delivery.courier import Courier
from tipstaff.app.house import House, Prepared
from tipstaff.app.identity import stopwatch
from tipstaff.app.keeping.refilling import Refill
from tipstaff.app.metrics import Metrics
from tipstaff.app.registers.files import require_loader
from tipstaff.app.registers.loading import Loaded, load_register
from tipstaff.app.telling.audience import Audience
from tipstaff.app.telling.explaining import explanation
from tipstaff.app.turns.batch import Batch
from tipstaff.app.turns.pending import Answer, Settling
from tipstaff.app.turns.turn import Turns
from tipstaff.app.upkeep import Pace, Upkeep
from tipstaff.decide import Judgement
from tipstaff.ledgers.records.registers import Register
from tipstaff.pipeline import Ruling
from tipstaff.policy import Bundle
from tipstaff.store import Ack, Reader
from tipstaff.vocab.errors import NotFound, TipstaffError

# Seconds of work before other requests get a turn, and how many events that may be at most and at least.
BRIEF = 0.002
TURN, FEWEST = 64, 4
ACKS: Mapping[str, Ack] = {"memory": Ack.MEMORY, "wal": Ack.WAL, "fsync": Ack.FSYNC}


class Service:
    """Decides for many callers at once. Made and used on one event loop.

    Args:
        house: its store has a writer thread.
        acknowledge: when a decision is answered; see `Ack`.
        snapshot_every: seconds between snapshots of the windows.
        snapshot_events: events after which one is taken early, so that a restart stays short.
        retain_every: seconds between sweeps for events that policies no longer keep.
        courier: delivers notices; None: they wait in the outbox.
    """

    def __init__(  # noqa: PLR0913 - all but the first have defaults that fit
        self,
        house: House,
        *,
        acknowledge: Ack = Ack.WAL,
        snapshot_every: float = 60.0,
        snapshot_events: int = 50_000,
        retain_every: float = 10.0,
        courier: Courier | None = None,
    ) -> None:
        self.house = house
        self.metrics = Metrics()
        self._settling = Settling(house, self._recorded)
        self._turns = Turns(house, acknowledge, self._settling)
        self._audience = Audience()
        pace = Pace(snapshot_every, snapshot_events, retain_every)
        self.upkeep = Upkeep(house, self.metrics, self._turns.finish, pace=pace, courier=courier)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._registers = asyncio.Lock()

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
        self.upkeep.start(loop)

    async def stop(self) -> None:
        """Write down the windows, finish what is queued, close the store."""
        self.upkeep.stop()
        self._turns.unbind()
        self._loop = None
        store = self.house.store
        await asyncio.to_thread(store.run, self.house.counting.snapshot(self.house.clock()), Ack.FSYNC)
        await asyncio.to_thread(store.close)

    def tell(self, raw: bytes, answer: Answer, *, ask: bool = False) -> None:
        """Decide, record (or only ask), and call `answer` with the decision's JSON or with what `decide` would raise.

        What is told in one turn of the loop is judged and recorded together.
        """
        self._turns.tell(raw, answer, ask=ask)

    async def decide(self, raw: bytes) -> bytes:
        """Decide, record, answer: the decision's JSON.

        Raises:
            Invalid, Conflict, Overloaded: as the engine.
        """
        return await self._answer(raw, ask=False)

    async def ask(self, raw: bytes) -> bytes:
        """Would this be allowed, after what was told before? Nothing is recorded or counted.

        Raises:
            Invalid, Overloaded: as the engine.
        """
        return await self._answer(raw, ask=True)

    async def decide_batch(self, raws: Sequence[bytes], *, ask: bool = False) -> list[bytes | TipstaffError]:
        """Many events in order. One that cannot be judged gives its error in its place; the others go on."""
        batch = Batch(len(raws))
        start, size = 0, TURN
        try:
            while start < len(raws):
                began = stopwatch()
                some = enumerate(raws[start : start + size], start)
                self._turns.gather((raw, batch.slot(number), ask) for number, raw in some)
                self._turns.judge()
                start, size = start + size, _next_turn(size, stopwatch() - began)
                await asyncio.sleep(0)
        finally:
            self._turns.finish()
        await batch.complete
        return batch.answers

    async def command(self, name: str, args: Mapping[str, Any], actor: str) -> dict[str, Any]:
        """Run `noun.verb`; answered once it is safe from a power cut."""
        self._turns.finish()
        job = self.house.commanding(name, args, actor)
        answer = await asyncio.wrap_future(self.house.store.submit(job, Ack.FSYNC))
        self.house.notice(answer.changes)
        return answer.result

    async def load_register(self, about: Register, lines: Iterable[str], actor: str) -> Loaded:
        """Bring in a register whole, beside deciding; one at a time.

        Raises:
            NotAllowed, Invalid, Conflict: see `require_loader` and `load_register`; the register stays as it was.
        """
        require_loader(self.house, about, actor)
        async with self._registers:
            return await asyncio.to_thread(load_register, self.house, about, lines, actor=actor)

    def explain(self, decision_id: str) -> dict[str, Any]:
        """A recorded decision with the words of its clauses. Reads the store: call it off the loop.

        Raises:
            NotFound: there is no decision of that id.
        """
        row = self.reader.decision(decision_id)
        if row is None:
            raise NotFound(
                f"there is no decision `{decision_id}`; `tipstaff decide` keeps decisions only with --database"
            )
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

    def _answer(self, raw: bytes, *, ask: bool) -> asyncio.Future[bytes]:
        future: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._turns.tell(raw, partial(_resolve, future), ask=ask)
        return future

    def _recorded(self, ruling: Judgement | Ruling, answer: bytes) -> None:
        self.metrics.decisions[ruling.event.type, ruling.verdict.value, ruling.policy] += 1
        self._audience.tell(answer)

    async def _follow(self, refill: Refill) -> None:
        """Between two events: what is counted from here on is noted, and what is not written yet is known."""
        under_way = [pending.ruling.event for pending in self._settling.pending.values()]
        self.house.counting.follow(refill, under_way)

    async def _swap(self, prepared: Prepared) -> Bundle:
        self._turns.finish()  # what was judged is carried out by the law it was judged by, where the writer keeps up
        return self.house.put_in_force(prepared)


def _next_turn(size: int, seconds: float) -> int:
    """How many events the next turn may have, when one of so many took so long."""
    return max(FEWEST, min(TURN, int(size * BRIEF / max(seconds, 1e-6))))


def _resolve(future: asyncio.Future[bytes], answer: bytes | BaseException) -> None:
    if future.done():
        return
    if isinstance(answer, bytes):
        future.set_result(answer)
    else:
        future.set_exception(answer)
