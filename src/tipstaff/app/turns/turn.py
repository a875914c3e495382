"""What comes in during one turn of the event loop is judged together, recorded in one commit and answered.

told ─▶ decode each ─▶ judge each, in order (`judging`) ─▶ commit all (`docket`) ─▶ answer each (`pending`)

One step is done for all before the next one. With 64 events in a turn a decision costs an eighth less than with each
event going through on its own, and far less than with a commit for each.

Turns of a few events that follow close upon each other share a commit too: a commit of one decision writes nearly as
many pages as one of eight, and the log that they fill has to be emptied, at which everybody waits for the device. Who
comes alone is recorded at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Final

from tipstaff.app.house import House
from tipstaff.app.identity import stopwatch
from tipstaff.app.turns.held import Told
from tipstaff.app.turns.judging import LONGEST, Judging
from tipstaff.app.turns.pending import Answer, Settling, give
from tipstaff.store import Ack
from tipstaff.store.errors import StoreClosed

FEW: Final = 8
"""Fewer decisions than this may wait a little for others."""

SPACING: Final = 0.001
"""Seconds from one commit to the next of a few."""

UNSAFE: Final = 64
"""Records that may wait for the device together while more of the kind are judged."""


class Turns:
    """Gathers events and has them judged and recorded. Used on one event loop.

    Args:
        house: judges; its store is where records go.
        acknowledge: when a decision that asks for no more is answered.
        settling: knows what is under way, and answers.
    """

    def __init__(self, house: House, acknowledge: Ack, settling: Settling) -> None:
        self._settling = settling
        self._judging = Judging(house, acknowledge, settling, self._wake)
        self._docket = self._judging.docket
        self._told: list[Told] = []
        self._committed_at = 0.0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiting: asyncio.TimerHandle | None = None
        self._woken = False

    def bind(self, loop: asyncio.AbstractEventLoop) -> None:
        """Outcomes of the writer's thread are told on this loop."""
        self._loop = loop
        self._docket.bind(loop)

    def unbind(self) -> None:
        """Judge what waits; outcomes that come later are told to nobody, and what is held back for them is refused."""
        self.finish()
        self._loop = None
        for _, answer, _ in self._judging.held.clear():
            give(answer, StoreClosed("stopping; nothing was recorded, try again"))
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
        if len(self._docket):
            self._docket.commit()
            self._committed_at = stopwatch()
        self._docket.flush()
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def judge(self) -> None:
        """Judge what was told, for a caller who goes on telling: the commit is left to whoever finishes next.

        One that would become long is made by the writer's thread, beside what is judged next.
        """
        told = self._told
        if not told:
            return
        self._told = []
        self._judging.judge(told)
        if len(self._docket) >= LONGEST:
            self._docket.commit(aside=True)

    def _end(self) -> None:
        """The turn is over: judge, and commit unless there are few right after others."""
        self.judge()
        self._close()

    def _close(self) -> None:
        """Finish, now or a little later."""
        few = len(self._docket) < FEW and len(self._settling.unsafe) < UNSAFE
        left = self._committed_at + SPACING - stopwatch()
        if self._loop is None or not few or (left <= 0 and not self._judging.waits):
            self.finish()
        elif self._waiting is None and (len(self._docket) or self._settling.unsafe):
            self._waiting = self._loop.call_later(left if left > 0 else SPACING, self.finish)

    def _wake(self) -> None:
        """Something that waited can be judged, or made safe: later, since somebody may be recording just now."""
        if self._loop is not None and not self._woken:
            self._woken = True
            self._loop.call_soon(self._go_on)

    def _go_on(self) -> None:
        self._woken = False
        if self._judging.waits:
            self._judging.go_on()
            self._close()
        elif self._settling.unsafe and self._waiting is None and self._loop is not None:
            self._waiting = self._loop.call_later(SPACING, self.finish)
