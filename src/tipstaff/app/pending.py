"""Events whose record is under way, and who waits for the answer."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from tipstaff.app.house import House
from tipstaff.app.records import Recorded, same
from tipstaff.decide import Judgement
from tipstaff.pipeline import Ruling
from tipstaff.store import DecisionRow, EventKey, Outcome, Reader
from tipstaff.vocab.errors import TipstaffError

Answer = Callable[[bytes | BaseException], object]
"""Takes the decision's JSON, or why there is none. Must return at once and not raise."""

Told = Callable[[Judgement | Ruling, bytes], None]
"""Takes a ruling that was recorded just now, and its decision's JSON."""


class Pending(Struct):
    """One event under way: whom to answer, its row once it is made, and who told the same event meanwhile."""

    key: EventKey
    raw: bytes
    answer: Answer
    ruling: Judgement | Ruling
    row: DecisionRow | None = None
    twins: list[tuple[bytes, Answer]] = []


class Settling:
    """Tells everyone how their record ended. Used on one event loop.

    Args:
        house: forgets what committed changes made old.
        told: hears of every new decision.
    """

    def __init__(self, house: House, told: Told) -> None:
        self.pending: dict[EventKey, Pending] = {}
        self._house = house
        self._told = told

    @property
    def _reader(self) -> Reader:
        return self._house.store.reader

    def settle(self, outcomes: list[Outcome]) -> None:
        """Answer a whole commit. The ticket of an outcome is a list of `Pending`; its result is the `Recorded` of a
        single one, or for each the earlier row or None.
        """
        for ticket, result, error in outcomes:
            waiting: list[Pending] = ticket  # type: ignore[assignment]  # what was given with the job
            if error is not None:
                for one in waiting:
                    self._end(one, error)
            elif type(result) is Recorded:
                self._recorded(waiting[0], result)
            else:
                for one, earlier in zip(waiting, result, strict=True):
                    self._plain(one, earlier)

    def _plain(self, one: Pending, earlier: DecisionRow | None) -> None:
        if earlier is None:
            assert one.row is not None
            answer = one.row.decision
            self._told(one.ruling, answer)
            self._end(one, answer)
        else:
            self._end(one, repeated(earlier, one.raw))

    def _recorded(self, one: Pending, recorded: Recorded) -> None:
        self._house.notice(recorded.changes)
        if not recorded.earlier:
            self._told(one.ruling, recorded.answer)
        self._end(one, recorded.answer)

    def _end(self, one: Pending, answer: bytes | BaseException) -> None:
        self.pending.pop(one.key, None)
        one.answer(answer)
        for raw, twin in one.twins:
            twin(answer if raw == one.raw else self._otherwise(one.key, raw, answer))

    def _otherwise(self, key: EventKey, raw: bytes, answer: bytes | BaseException) -> bytes | BaseException:
        """The answer to the same event in other bytes."""
        row = self._reader.decided(*key)
        return answer if row is None else repeated(row, raw)


def repeated(earlier: DecisionRow, raw: bytes) -> bytes | TipstaffError:
    """The answer to an event that was told before, or the conflict."""
    try:
        return same(earlier, raw)
    except TipstaffError as error:
        return error
