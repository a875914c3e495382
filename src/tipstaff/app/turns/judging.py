"""Judges what was told, in order, so that each event is judged by what those of its account before it changed.

Effects that change what conditions ask (a seat taken, a STOP, a suspension) are carried out before the next event of
their account is judged; other accounts go on, unless the effects may concern them too (an opt-out everywhere, a
suspension that counts for the accounts below): `recording.lasting` knows whom. That a case is open no condition asks:
it holds back nothing.

one that changes something ─▶ the next ones of its account wait (`held`)
                              └─▶ none came by the end of the round: the commit takes its way, and they wait for that
                              └─▶ some did: the loop commits the round, and judges one more of each account in the next;
                                  what must reach the device does so later, and nobody is answered before
                                  └─▶ unless the writer is busy: then they wait for it

So many events of one account cost a small commit each, and as many of fifty accounts a fiftieth of that; the device
is waited for once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from msgspec import Struct

from tipstaff.app.house import House
from tipstaff.app.identity import stopwatch
from tipstaff.app.recording.lasting import Lasting
from tipstaff.app.recording.records import row_of
from tipstaff.app.turns.docket import Docket
from tipstaff.app.turns.held import Held, Told
from tipstaff.app.turns.pending import Answer, Pending, Settling, give, repeated
from tipstaff.app.turns.repeats import Repeats
from tipstaff.store import Ack, Outcome
from tipstaff.vocab.errors import Overloaded
from tipstaff.vocab.event import Event

LONGEST: Final = 256
"""Events judged in one go and recorded in one commit: some milliseconds of work."""

AT_ONCE: Final = 16
"""Events of a round whose effects the loop itself carries out: some milliseconds too. Those of more the writer's thread
carries out beside it."""

BRIEF: Final = 0.003
"""Seconds after which no further round begins before other callers had their turn."""


class Round(Struct):
    """Events that are judged one after the other and recorded together.

    Attributes:
        now: when.
        room: how many the record may take.
        judged: those that are to be recorded.
        lasting: how many of them change what the next of their account is judged by.
    """

    now: datetime
    room: int
    judged: list[Pending] = []
    lasting: int = 0


class Judging:
    """Used on one event loop.

    Args:
        house: judges; its store is where records go.
        acknowledge: when a decision that asks for no more is answered.
        settling: knows what is under way, and answers.
        wake: called when events that waited can be judged, or something is to be made safe.

    Attributes:
        docket: what is judged and not recorded yet.
        held: what waits for it.
    """

    def __init__(self, house: House, acknowledge: Ack, settling: Settling, wake: Callable[[], None]) -> None:
        self.docket = Docket(house.store, acknowledge, self._settled, settling.take_unsafe)
        self.held = Held()
        self._house = house
        self._settling = settling
        self._wake = wake
        self._commits_here = acknowledge is Ack.WAL
        self._released: dict[str, None] = {}
        self._lasting = Lasting(house.ledgers)
        self._repeats = Repeats(house.clock())

    @property
    def waits(self) -> bool:
        """Whether there is something to go on with."""
        return bool(self._released)

    def judge(self, told: Sequence[Told]) -> None:
        """Judge what came in, and what waited for it as far as that goes at once."""
        held, turn = self.held, self._round()
        for event, one in self._decoded(told, turn.now):
            try:
                if held.accounts and held.holds(event.account):
                    held.add(event.account, one)
                else:
                    self._judge(event, one, turn)
            except Exception as error:  # noqa: BLE001 - whatever one event raised, it is the answer to that one alone
                give(one[1], error)
        self._record(turn)
        self.go_on()

    def go_on(self) -> None:
        """Judge what waited and need not any more as if it were told now, each account up to the next one that has the
        rest wait; round by round, until the loop has been kept long enough.

        In a round each account has its share of what may be judged yet. Who had none comes first in the next.
        """
        began, left = stopwatch(), LONGEST
        while self._released:
            accounts, self._released = self._released, {}
            turn, share, passed_over = self._round(), max(1, left // len(accounts)), []
            for account in accounts:
                if left > 0 and turn.lasting < AT_ONCE:
                    left -= self._take_up(account, turn, share)
                else:
                    passed_over.append(account)
            self._record(turn)
            self._released = dict.fromkeys(passed_over) | self._released
            if left <= 0 or stopwatch() - began >= BRIEF:
                break
        if self._released:
            self._wake()

    def _take_up(self, account: str, turn: Round, most: int) -> int:
        """Judge what waits of an account; gives how many events that were."""
        taken = 0
        while taken < most and (told := self.held.take(account)) is not None:
            taken += 1
            for event, one in self._decoded((told,), turn.now):
                try:
                    self._judge(event, one, turn)
                except Exception as error:  # noqa: BLE001 - as above
                    give(one[1], error)
        if self.held.is_released(account):
            self._release(account)
        return taken

    def _round(self) -> Round:
        """What the writer's queue would refuse is refused before any window counts it."""
        store = self._house.store
        return Round(self._house.clock(), LONGEST if store.resting else store.room - len(self.docket))

    def _decoded(self, told: Sequence[Told], now: datetime) -> list[tuple[Event, Told]]:
        decode = self._house.decode
        decoded = []
        for one in told:
            try:
                decoded.append((decode(one[0], now), one))
            except Exception as error:  # noqa: BLE001 - as above
                give(one[1], error)
        return decoded

    def _judge(self, event: Event, told: Told, turn: Round) -> None:
        raw, answer, ask = told
        if ask:
            give(answer, self._house.pronounce(event, turn.now).json)
        elif not self._is_known(event, raw, answer, turn.now):
            if len(turn.judged) >= turn.room:
                raise Overloaded("the database is behind; nothing was recorded, try again")
            one = self._judged(event, raw, answer, turn.now)
            turn.judged.append(one)
            if one.lasting:
                turn.lasting += 1
                self.held.begin(one.lasting)

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
            give(answer, repeated(earlier, raw))
        return earlier is not None

    def _judged(self, event: Event, raw: bytes, answer: Answer, now: datetime) -> Pending:
        house = self._house
        ruling = house.pronounce(event, now)
        one = Pending((event.source, event.id), raw, answer, ruling, row_of(ruling))
        if ruling.effects:
            one.lasting = self._lasting.accounts(event.account, ruling.effects)
            # Whoever is judged by it finds it committed.
            one.ack = house.acknowledgement(ruling, Ack.WAL if one.lasting else Ack.MEMORY)
        house.counting.record(event)  # nothing above may fail once it is counted
        self._settling.pending[one.key] = one
        return one

    def _record(self, turn: Round) -> None:
        """Put all on the docket; commit them here where others wait for them and the writer rests."""
        docket, house, held = self.docket, self._house, self.held
        waited_for = 0 < turn.lasting <= AT_ONCE and bool(held.waiting or self._settling.unsafe)
        soon = waited_for and self._commits_here and house.store.resting
        for one in turn.judged:
            try:
                if one.ruling.effects:
                    one.job = house.recording(one.ruling, one.raw, one.row)
                    docket.add_job(one, soon=soon and bool(one.lasting))
                else:
                    docket.add(one)
            except Exception as error:  # noqa: BLE001 - as above
                self._settled([([one], None, error)])
        if soon and held.waiting:
            docket.commit()

    def _settled(self, outcomes: list[Outcome]) -> None:
        """Answer, and let go what was held back for it."""
        try:
            self._settling.settle(outcomes)
        finally:
            self._let_go(outcomes)
        if self._settling.unsafe and any(error is None for _, _, error in outcomes):
            self._wake()  # not while the device fails: the next turn tries again

    def _let_go(self, outcomes: list[Outcome]) -> None:
        """What these had wait goes on."""
        if not self.held.accounts:
            return
        for ticket, _, _ in outcomes:
            waiting: list[Pending] = ticket  # type: ignore[assignment]  # what was given with the job
            for one in waiting:
                accounts, one.lasting = one.lasting, ()
                for account in accounts:
                    for released in self.held.release(account):
                        self._release(released)

    def _release(self, account: str) -> None:
        self._released[account] = None
        self._wake()
