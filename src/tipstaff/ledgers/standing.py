"""Answers that stand until an entry changes: what functions said, by account and day, found with one look.

Most of what rules ask is the same for an account's next event: it is in good standing, owns its sender, nobody
complained. A function says itself whether its answer stays (`LedgerFunction.holds`). While it is worked out for the
first time, its reads are watched (`Watched`): a change of what was read of the account's own drops the account's
answers, a change of anything else that was read drops all. So no answer outlives what it rests on, and a ledger that no
answer has looked at may change as often as it likes.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import UTC, date, datetime
from typing import Any, Final, Literal

from tipstaff.ledgers.kind import Kind
from tipstaff.ledgers.lately import Lately
from tipstaff.ledgers.shelf import Change

Holds = Literal["moment", "undated", "day", "always"]
"""How long an answer stands, as long as the entries stay as they are: for the event at hand; for any event, where
nothing that was found on file has a date; for any event of a day on which none of the dates lies that were found, since
time is looked at only to compare it with these; or for any event.
"""
Asked = tuple[str, tuple[Hashable, ...]]
"""(name of the function, its arguments)."""
Known = dict[Any, Any]
"""Answers for one account on one day (UTC), by what was asked. Whoever holds it may go on reading and putting: what is
forgotten is forgotten with the whole dictionary, never in it."""

_LONGEST: Final = 64
_DAYS: Final = 3


class Answers:
    """Holds about `most` answers, some 400 bytes each; when it is full it begins anew. Thread-safe.

    What is asked for the first time is not kept: most recipients are written to once, and keeping answers about them
    would cost more than it saves.
    """

    def __init__(self, most: int = 32_768) -> None:
        self._most = most
        self._kept = 0
        self._days: dict[date, dict[str, Known]] = {}
        # Kinds that answers rest on: entries of the account itself, and all others.
        self._own: set[str] = set()
        self._others: set[str] = set()
        self._asked = Lately(2 * most)

    def of(self, account: str, at: datetime) -> Known:
        """The answers for an account on the day of a moment."""
        day = at.date() if at.tzinfo is UTC else at.astimezone(UTC).date()
        accounts = self._days.get(day)
        known = accounts.get(account) if accounts is not None else None
        return self._begin(day, account) if known is None else known

    def is_repeated(self, asked: Asked) -> bool:
        """Whether it was asked before, so that it is worth keeping; from now on it was."""
        return self._asked.met(asked)

    def note(self, kind: Kind[Any], parts: tuple[str, ...], account: str) -> None:
        """An answer for an account is going to rest on this read. To be told *before* the read: a change that comes in
        between must find it.
        """
        own = kind.is_of_accounts and parts and parts[0] == account
        (self._own if own else self._others).add(kind.name)

    def keep(self, known: Known, asked: Asked, answer: object) -> None:
        """Keep an answer, unless its arguments are long: they come from outside, and nobody may fill the memory.

        Args:
            known: as `of` gave it before the answer was worked out.
            asked: what was asked.
            answer: nobody changes it.
        """
        if not all(map(_is_short, asked[1])):
            return
        self._kept += 1
        if self._kept > self._most:
            self.clear()
        known[asked] = answer

    def forget(self, changes: Iterable[Change]) -> None:
        """Drop what changes made old. Call it last, when nothing else remembers what was before."""
        for change in changes:
            if change.kind in self._others:
                self.clear()
            if change.kind in self._own:
                self._forget_account(change.key.partition(b"\0")[0])

    def clear(self) -> None:
        """Drop everything."""
        self._days = {}
        self._kept = 0

    def __len__(self) -> int:
        return sum(len(known) for accounts in list(self._days.values()) for known in list(accounts.values()))

    def _forget_account(self, name: bytes) -> None:
        if b"\1" in name:  # not as it is written in keys
            self.clear()
        for accounts in list(self._days.values()):
            accounts.pop(name.decode("utf-8", "surrogatepass"), None)

    def _begin(self, day: date, account: str) -> Known:
        if len(account) > _LONGEST:
            return {}
        if day not in self._days and len(self._days) >= _DAYS:
            self.clear()
        self._kept += 1
        return self._days.setdefault(day, {}).setdefault(account, {})


def _is_short(argument: object) -> bool:
    of = type(argument)
    if of is str:
        return len(argument) <= _LONGEST  # type: ignore[arg-type]
    if of is tuple:
        return len(argument) <= _LONGEST and all(map(_is_short, argument))  # type: ignore[arg-type, call-overload]
    return of in _PLAIN


_PLAIN: Final = frozenset({int, bool, float, type(None)})
