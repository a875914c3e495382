"""Events that wait until what an earlier one of their account, or one that concerns everybody, changed is there."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Sequence
from typing import Final

from tipstaff.app.recording.lasting import EVERYBODY
from tipstaff.app.turns.pending import Answer
from tipstaff.vocab.errors import Overloaded

MOST_OF_ONE: Final = 10_000
"""Events that may be held back at once of one account: the largest batch that the server takes by default, so that one
that is all about one account fits."""

MOST: Final = 100_000
"""Of all accounts together. Most events take less than a kilobyte: some tens of megabytes. It takes ten accounts at
their limit to come here, so that none alone has others refused."""

Told = tuple[bytes, Answer, bool]
"""An event as it was sent, whom to answer, and whether they only ask."""


class Held:
    """Used on one event loop.

    Events wait as they were sent: by the time they are judged other packs may be in force, which decode them otherwise.

    Attributes:
        accounts: those of which events have to wait, and what waits, in the order told; those first that were taken
            from longest ago. Empty when nobody has to wait. With `EVERYBODY` in it the events of all have to, and
            nothing is kept under that name.
        waiting: how many wait.
    """

    def __init__(self) -> None:
        self.accounts: dict[str, deque[Told]] = {}
        self.waiting = 0
        self._under_way: Counter[str] = Counter()

    def begin(self, accounts: Iterable[str]) -> None:
        """Something is under way for which the events of these accounts, or of `EVERYBODY`, wait from here on."""
        for account in accounts:
            self.accounts.setdefault(account, deque())
            self._under_way[account] += 1

    def holds(self, account: str) -> bool:
        """Whether an event of the account has to wait."""
        return account in self.accounts or EVERYBODY in self.accounts

    def add(self, account: str, told: Told) -> None:
        """One more that waits.

        Raises:
            Overloaded: too many do.
        """
        waiting = self.accounts.get(account, ())
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
        self.accounts.setdefault(account, deque()).append(told)
        self.waiting += 1

    def release(self, account: str) -> Sequence[str]:
        """Something that was under way is there; gives the accounts of which events wait to be taken now."""
        self._under_way[account] -= 1
        if self._under_way[account] > 0:
            return ()
        del self._under_way[account]
        if not self.accounts.get(account):
            self.accounts.pop(account, None)
        return [one for one in (self.accounts if account == EVERYBODY else (account,)) if self.is_released(one)]

    def is_released(self, account: str) -> bool:
        """Whether events wait to be taken."""
        held = account not in self.accounts or account in self._under_way
        return not held and EVERYBODY not in self._under_way

    def take(self, account: str) -> Told | None:
        """The next event of the account; None when there is none, or one before it is under way."""
        if not self.is_released(account):
            return None
        waiting = self.accounts.pop(account)
        told = waiting.popleft()
        if waiting:
            self.accounts[account] = waiting
        self.waiting -= 1
        return told

    def clear(self) -> list[Told]:
        """Everything that waited."""
        waiting = [told for account in self.accounts.values() for told in account]
        self.accounts, self.waiting, self._under_way = {}, 0, Counter()
        return waiting
