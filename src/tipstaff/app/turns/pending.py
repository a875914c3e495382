"""Events whose record is under way, and who waits for the answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from msgspec import Struct

from tipstaff.app.house import House
from tipstaff.app.recording.records import Recorded, same
from tipstaff.decide import Judgement
from tipstaff.pipeline import Ruling
from tipstaff.store import Ack, DecisionRow, EventKey, Job, Outcome, Reader
from tipstaff.store.errors import StoreUnsafe
from tipstaff.vocab.errors import TipstaffError

Answer = Callable[[bytes | BaseException], object]
"""Takes the decision's JSON, or why there is none. Must return at once and not raise."""

Told = Callable[[Judgement | Ruling, bytes], None]
"""Takes a ruling that was recorded just now, and its decision's JSON."""


Ending = Recorded | DecisionRow | BaseException | None
"""What became of a record: `Recorded` with its effects, the earlier row of the same event, why not, or simply done."""


class Pending(Struct):
    """One event under way.

    Attributes:
        answer: whom to tell.
        row: its record.
        ack: how safe the record must be before anybody is told, whatever is enough for others.
        job: carries out its effects; None when it has none.
        twins: who told the same event meanwhile.
        lasting: the accounts of which the next event is judged by what its effects change.
        recorded: what became of it, where it is committed and waits to be made safe.
        flushed: the commit that it is in, or was in last, reaches the device.
    """

    key: EventKey
    raw: bytes
    answer: Answer
    ruling: Judgement | Ruling
    row: DecisionRow
    ack: Ack = Ack.MEMORY
    job: Job[Recorded] | None = None
    twins: list[tuple[bytes, Answer]] | None = None
    lasting: tuple[str, ...] = ()
    recorded: Recorded | None = None
    flushed: bool = False


class Settling:
    """Tells everyone how their record ended. Used on one event loop.

    Args:
        house: forgets what committed changes made old.
        told: hears of every new decision.

    Attributes:
        pending: the events of which nobody was told yet.
        unsafe: those of them that are committed, and must reach the device before anybody is told.
    """

    def __init__(self, house: House, told: Told) -> None:
        self.pending: dict[EventKey, Pending] = {}
        self.unsafe: list[Pending] = []
        self._house = house
        self._told = told

    @property
    def _reader(self) -> Reader:
        return self._house.store.reader

    def settle(self, outcomes: list[Outcome]) -> None:
        """Answer a whole commit. The ticket of an outcome is a list of `Pending`; its result is what became of each."""
        for ticket, result, error in outcomes:
            waiting: list[Pending] = ticket  # type: ignore[assignment]  # what was given with the job
            if error is not None:
                for one in waiting:
                    self._failed(one, error)
            else:
                for one, ending in zip(waiting, result, strict=True):
                    try:
                        if ending is None:
                            answer = one.row.decision
                            self._told(one.ruling, answer)
                            self._end(one, answer)
                        else:
                            self._settle(one, ending)
                    except Exception as raised:  # noqa: BLE001 - it is the answer to that one, and stops no other
                        self._end(one, raised)

    def take_unsafe(self) -> list[Pending]:
        """What is to be made safe; from now on that is the caller's business."""
        unsafe, self.unsafe = self.unsafe, []
        return unsafe

    def _settle(self, one: Pending, ending: Recorded | DecisionRow | BaseException) -> None:
        if isinstance(ending, Recorded):
            self._recorded(one, ending)
        elif isinstance(ending, DecisionRow):
            self._end(one, repeated(ending, one.raw))
        else:
            assert isinstance(ending, BaseException)
            self._end(one, ending)

    def _recorded(self, one: Pending, recorded: Recorded) -> None:
        self._house.notice(recorded.changes)
        if one.ack is Ack.FSYNC and not one.flushed:
            one.recorded = recorded
            self.unsafe.append(one)
            return
        if not recorded.earlier:
            self._told(one.ruling, recorded.answer)
        self._end(one, recorded.answer)

    def _failed(self, one: Pending, error: BaseException) -> None:
        """Nothing was recorded; or it is there and could not be made safe. Then who tells the event again joins it, and
        is not told either before it is.
        """
        if one.recorded is None:
            self._end(one, error)
        else:
            self._end(one, _unsafe(error))
            one.answer, one.twins, one.flushed = _nobody, None, False
            self.pending[one.key] = one
            self.unsafe.append(one)

    def _end(self, one: Pending, answer: bytes | BaseException) -> None:
        self.pending.pop(one.key, None)
        give(one.answer, answer)
        if one.twins:
            unsafe = isinstance(answer, StoreUnsafe)  # then nobody is told what the record says
            for raw, twin in one.twins:
                give(twin, answer if unsafe or raw == one.raw else self._otherwise(one.key, raw, answer))

    def _otherwise(self, key: EventKey, raw: bytes, answer: bytes | BaseException) -> bytes | BaseException:
        """The answer to the same event in other bytes, or why the record could not be read."""
        try:
            row = self._reader.decided(*key)
            return answer if row is None else repeated(row, raw)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the answer to that one alone
            return error


def _unsafe(why: BaseException) -> StoreUnsafe:
    error = StoreUnsafe("the decision is recorded, and not safe from a power cut yet; send the same event again")
    error.__cause__ = why
    return error


def give(answer: Answer, what: bytes | BaseException) -> None:
    """Answer. One that raises, though none should, is told to the loop: those after it are answered all the same."""
    try:
        answer(what)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is theirs alone
        told = {"message": "who was to hear of a decision raised", "exception": error}
        asyncio.get_running_loop().call_exception_handler(told)


def _nobody(_: bytes | BaseException) -> None:
    """Whom to tell when all were."""


def repeated(earlier: DecisionRow, raw: bytes) -> bytes | TipstaffError:
    """The answer to an event that was told before, or the conflict."""
    try:
        return same(earlier, raw)
    except TipstaffError as error:
        return error
