"""Events that wait until what an earlier one of their account changed in a ledger is there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tipstaff.app.turns.pending import Answer
from tipstaff.vocab.errors import Overloaded
from tipstaff.vocab.event import Event

MOST_OF_ONE: Final = 10_000
"""Events that may be held back at once of one account: the largest batch that the server takes by default, so that one
that is all about one account fits."""

MOST: Final = 100_000
"""Of all accounts together. Most events take less than a kilobyte: some tens of megabytes. It takes ten accounts at
their limit to come here, so that none alone has others refused."""

Told = tuple[bytes, Answer, bool]
"""An event as it was sent, whom to answer, and whether they only ask."""

Decoded = tuple[Event, Told]
"""An event as it is judged."""


class Held:
    """Used on one event loop.

    Events wait as they were sent: by the time they are judged other packs may be in force, which decode them otherwise.

    Attributes:
        accounts: those with an effect under way, and what waits for it, in the order told.
        waiting: how many wait.
    """

    def __init__(self) -> None:
        self.accounts: dict[str, list[Told]] = {}
        self.waiting = 0

    def begin(self, account: str) -> None:
        """From here on the events of the account wait."""
        self.accounts[account] = []

    def add(self, account: str, told: Told) -> None:
        """One more that waits.

        Raises:
            Overloaded: too many do.
        """
        waiting = self.accounts[account]
        if len(waiting) >= MOST_OF_ONE:
            raise Overloaded(
                f"{len(waiting)} events of this account already wait for what an earlier one of it changes; "
                "nothing was recorded, try again"
            )
        if self.waiting >= MOST:
            raise Overloaded(
                f"{self.waiting} events already wait for what earlier ones of their accounts change; "
                "nothing was recorded, try again"
            )
        waiting.append(told)
        self.waiting += 1

    def end(self, account: str) -> list[Told]:
        """What waited for the account, which waits no more."""
        waiting = self.accounts.pop(account, [])
        self.waiting -= len(waiting)
        return waiting

    def keep(self, account: str, rest: Sequence[Told]) -> bool:
        """Let these wait on, after those that wait; whether an effect is under way for which they do."""
        under_way = account in self.accounts
        self.accounts.setdefault(account, []).extend(rest)
        self.waiting += len(rest)
        return under_way

    def clear(self) -> list[Told]:
        """Everything that waited."""
        return [one for account in list(self.accounts) for one in self.end(account)]
