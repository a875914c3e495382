"""The ledgers while an answer is worked out that may stand for other events: what is read is noted, dates included."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, TypeVar

from msgspec import Struct

from tipstaff.ledgers.kind import Index, Kind
from tipstaff.ledgers.ledgers import Ledgers
from tipstaff.ledgers.records.accounts import ACCOUNTS, Account
from tipstaff.ledgers.standing import Holds

R = TypeVar("R", bound=Struct)


class Watched(Ledgers):
    """The ledgers as one answer reads them: says beforehand what is going to be read, afterwards how long it stands.

    Args:
        ledgers: what is read.
        account, at: whose answer it is, and when.
    """

    def __init__(self, ledgers: Ledgers, account: str, at: datetime) -> None:
        self._watched = ledgers
        self._whose = account
        self._at = at
        self._tokens = ledgers._tokens
        self._shelf = ledgers._shelf
        self.filters = ledgers.filters
        self.answers = ledgers.answers
        self._dates: list[Any] = []
        self._is_bound = False

    def stands(self, holds: Holds) -> bool:
        """Whether the answer stands for other events of the day."""
        if self._is_bound:
            return False
        if holds == "day" and self._dates:
            day = self._at.astimezone(UTC).date()
            return not any(not isinstance(one, datetime) or one.astimezone(UTC).date() == day for one in self._dates)
        return holds == "always" or not self._dates

    def bind(self) -> None:
        """The answer is for this event alone."""
        self._is_bound = True

    def account(self, account_id: str) -> Account:
        """The account; that there is one says nothing yet."""
        self.answers.note(ACCOUNTS, (account_id,), self._whose)
        return self._watched.account(account_id)

    def get(self, kind: Kind[R], *parts: str) -> R | None:
        """The entry with this whole key, or None."""
        self.answers.note(kind, parts, self._whose)
        found = self._watched.get(kind, *parts)
        if found is not None:
            self._date(kind, (found,))
        return found

    def group(self, kind: Kind[R], *parts: str) -> tuple[R, ...]:
        """The entries whose key begins with these parts."""
        self.answers.note(kind, parts, self._whose)
        found = self._watched.group(kind, *parts)
        if found:
            self._date(kind, found)
        return found

    def by(self, kind: Kind[R], index: Index, *values: str) -> tuple[R, ...]:
        """The entries with these values in the fields of an index."""
        self.answers.note(kind, (), self._whose)
        found = self._watched.by(kind, index, *values)
        self._date(kind, found)
        return found

    def _date(self, kind: Kind[R], found: Iterable[R]) -> None:
        self._dates += [date for record in found for date in kind.dates(record) if date]
