"""What comes in during one turn of the event loop is judged together, recorded in one commit and answered.

told ─▶ decode each ─▶ judge each, in order ─▶ commit all (`docket`) ─▶ answer each (`pending`)

One step is done for all before the next one. With 64 events in a turn a decision costs an eighth less than with each
event going through on its own, and far less than with a commit for each.

Turns of a few events that follow close upon each other share a commit too: a commit of one decision writes nearly as
many pages as one of eight, and the log that they fill has to be emptied, at which everybody waits for the device. Who
comes alone is recorded at once.

An event whose effects change a ledger (a seat taken, a STOP) holds back the next ones of its account until they are
carried out (`held`), so that these are judged by what it changed; those of other accounts go on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from tipstaff.app.house import House
from tipstaff.app.identity import stopwatch
from tipstaff.app.recording.records import row_of
from tipstaff.app.turns.docket import Docket
from tipstaff.app.turns.held import Decoded, Held, Told
from tipstaff.app.turns.pending import Answer, Pending, Settling, repeated
from tipstaff.app.turns.repeats import Repeats
from tipstaff.store import Ack, Outcome
from tipstaff.store.errors import StoreClosed
from tipstaff.vocab.errors import Overloaded
from tipstaff.vocab.event import Event

LONGEST: Final = 256
"""Events judged in one go and recorded in one commit: some milliseconds of work."""

FEW: Final = 8
"""Fewer decisions than this may wait a little for others."""

SPACING: Final = 0.001
"""Seconds from one commit to the next of a few."""


class Turns:
    """Gathers events and judges them. Used on one event loop.

    Args:
        house: judges; its store is where records go.
        acknowledge: when a decision that asks for no more is answered.
        settling: knows what is under way, and answers.
    """

    def __init__(self, house: House, acknowledge: Ack, settling: Settling) -> None:
        self._house = house
        self._acknowledge = acknowledge
        self._settling = settling
        self._docket = Docket(house.store, acknowledge, self._settled)
        self._held = Held()
        self._repeats = Repeats(house.clock())
        self._told: list[Told] = []
        self._committed_at = 0.0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiting: asyncio.TimerHandle | None = None

    def bind(self, loop: asyncio.AbstractEventLoop) -> None:
        """Outcomes of the writer's thread are told on this loop."""
        self._loop = loop
        self._docket.bind(loop)

    def unbind(self) -> None:
        """Judge what waits; outcomes that come later are told to nobody, and what is held back for them is refused."""
        self.finish()
        self._loop = None
        for _, answer, _ in self._held.clear():
            answer(StoreClosed("stopping; nothing was recorded, try again"))
        self._docket.bind(None)

    def tell(self, raw: bytes, answer: Answer, *, ask: bool = False) -> None:
        """Into this turn. `answer` is called once, maybe before this returns."""
        told = self._told
        if not told:
            asyncio.get_running_loop().call_soon(self._end)
        told.append((raw, answer, ask))
        if len(told) >= LONGEST:
            self.finish()

    def gather(self, told: Iterable[Told]) -> None:
        """Into this turn, which the caller will finish."""
        self._told += told

    def finish(self) -> None:
        """Judge and record what was told since the last time: before anything that must come after it in the log.

        Except for what is held back: that is judged once what it waits for is there, by the ledgers, windows and packs
        of that moment, just as if it were told then, and no window has counted it yet. Nobody was answered about it:
        who wants something to come after it waits for its answer first.
        """
        self.judge()
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
        if len(self._docket):
            self._docket.commit()
            self._committed_at = stopwatch()

    def _end(self) -> None:
        """The turn is over: judge, and commit unless there are few right after others."""
        self.judge()
        loop, left = self._loop, self._committed_at + SPACING - stopwatch()
        if loop is None or left <= 0 or len(self._docket) >= FEW:
            self.finish()
        elif self._waiting is None and len(self._docket):
            self._waiting = loop.call_later(left, self.finish)

    def judge(self) -> None:
        """Judge what was told, for a caller who goes on telling: the commit is left to whoever finishes next.

        One that would become long is made by the writer's thread, beside what is judged next.
        """
        told = self._told
        if not told:
            return
        self._told = []
        now = self._house.clock()  # what comes in together comes at one moment
        self._judge(self._decoded(told, now), now)
        if len(self._docket) >= LONGEST:
            self._docket.commit(aside=True)

    def _room(self) -> int:
        """How many the record may take: what the writer's queue would refuse is refused before any window counts it."""
        store = self._house.store
        return LONGEST if store.resting else store.room - len(self._docket)

    def _decoded(self, told: Sequence[Told], now: datetime) -> list[Decoded]:
        decode = self._house.decode
        decoded = []
        for one in told:
            try:
                decoded.append((decode(one[0], now), one))
            except Exception as error:  # noqa: BLE001 - whatever one event raised, it is the answer to that one alone
                one[1](error)
        return decoded

    def _judge(self, decoded: Sequence[Decoded], now: datetime) -> None:
        """Judge each, and make its row."""
        judge, held, room = self._house.pronounce, self._held, self._room()
        judged: list[Pending] = []
        for event, told in decoded:
            raw, answer, ask = told
            try:
                if held.accounts and event.account in held.accounts:
                    held.add(event.account, told)
                elif ask:
                    answer(judge(event, now).json)
                elif not self._is_known(event, raw, answer, now):
                    if len(judged) >= room:
                        raise Overloaded("the database is behind; nothing was recorded, try again")
                    one = self._judged(event, raw, answer, now)
                    judged.append(one)
                    if one.lasting:
                        held.begin(event.account)
            except Exception as error:  # noqa: BLE001 - as above
                answer(error)
        self._record(judged)

    def _is_known(self, event: Event, raw: bytes, answer: Answer, now: datetime) -> bool:
        """Whether the event was told before; then it is answered, or will be with the other one."""
        key = (event.source, event.id)
        twin = self._settling.pending.get(key)
        if twin is not None:
            twin.twins = [*(twin.twins or ()), (raw, answer)]
            return True
        if not self._repeats.possible(key, event.time, now):
            return False
        earlier = self._house.store.reader.decided(*key)
        if earlier is not None:
            answer(repeated(earlier, raw))
        return earlier is not None

    def _judged(self, event: Event, raw: bytes, answer: Answer, now: datetime) -> Pending:
        house = self._house
        ruling = house.pronounce(event, now)
        house.counting.record(event)
        lasting = bool(ruling.effects) and house.acknowledgement(ruling, Ack.WAL) is Ack.FSYNC
        one = Pending((event.source, event.id), raw, answer, ruling, row_of(ruling), lasting=lasting)
        self._settling.pending[one.key] = one
        return one

    def _record(self, judged: Sequence[Pending]) -> None:
        """Make the rows and put them on the docket."""
        docket, house = self._docket, self._house
        for one in judged:
            try:
                if one.ruling.effects:
                    ack = house.acknowledgement(one.ruling, self._acknowledge)
                    docket.add_job(house.recording(one.ruling, one.raw, one.row), ack, one)
                else:
                    docket.add(one)
            except Exception as error:  # noqa: BLE001 - as above
                self._settled([([one], None, error)])

    def _settled(self, outcomes: list[Outcome]) -> None:
        """Answer, then go on with what was held back for it: later, since somebody may be recording just now."""
        self._settling.settle(outcomes)
        if self._held.accounts and self._loop is not None:
            for ticket, _, _ in outcomes:
                waiting: list[Pending] = ticket  # type: ignore[assignment]  # what was given with the job
                for one in waiting:
                    if one.lasting:
                        self._loop.call_soon(self._go_on, one.ruling.event.account)

    def _go_on(self, account: str) -> None:
        """Judge what was held back as if it were told now, up to the next one that holds back the rest."""
        now, waiting = self._house.clock(), self._held.end(account)
        self._judge(self._decoded(waiting[:LONGEST], now), now)
        rest = waiting[LONGEST:]
        if rest and not self._held.keep(account, rest) and self._loop is not None:
            self._loop.call_soon(self._go_on, account)
        self.finish()
