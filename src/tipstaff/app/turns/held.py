"""Events that wait until what an earlier one of their account changed in a ledger is there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from tipstaff.app.turns.pending import Answer
from tipstaff.vocab.errors import Overloaded
from tipstaff.vocab.event import Event

MOST: Final = 10_000
"""Events that may be held back at once, of all accounts."""

Told = tuple[bytes, Answer, bool]
"""An event as it was sent, whom to answer, and whether they only ask."""

Decoded = tuple[Event, datetime, Told]
"""An event as it is judged, and when it came."""


class Held:
    """Used on one event loop.

    Attributes:
        accounts: those with an effect under way, and what waits for it, in the order told.
    """

    def __init__(self) -> None:
        self.accounts: dict[str, list[Decoded]] = {}
        self._waiting = 0

    def begin(self, account: str) -> None:
        """From here on the events of the account wait."""
        self.accounts[account] = []

    def add(self, event: Event, now: datetime, told: Told) -> None:
        """One more that waits.

        Raises:
            Overloaded: too many do.
        """
        if self._waiting >= MOST:
            raise Overloaded("too much waits for the database; nothing was recorded, try again")
        self.accounts[event.account].append((event, now, told))
        self._waiting += 1

    def end(self, account: str) -> list[Decoded]:
        """What waited for the account."""
        waiting = self.accounts.pop(account, [])
        self._waiting -= len(waiting)
        return waiting

    def keep(self, account: str, rest: Sequence[Decoded]) -> bool:
        """Let these wait on, after those that wait; whether an effect is under way for which they do."""
        under_way = account in self.accounts
        self.accounts.setdefault(account, []).extend(rest)
        self._waiting += len(rest)
        return under_way

    def clear(self) -> list[Decoded]:
        """Everything that waited."""
        return [one for account in list(self.accounts) for one in self.end(account)]
