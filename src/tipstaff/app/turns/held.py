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
"""Of all accounts together. It takes ten accounts at their limit to come here: none alone has others refused."""

MOST_BYTES_OF_ONE: Final = 64 << 20
"""Bytes of the events of one account: six kilobytes for each that may wait, where most take less than one."""

MOST_BYTES: Final = 256 << 20
"""Of all accounts together: what a server can spare. Four accounts at their limit come here."""

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
        size: bytes of them.
    """

    def __init__(self) -> None:
        self.accounts: dict[str, deque[Told]] = {}
        self.waiting = self.size = 0
        self._sizes: Counter[str] = Counter()
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
        size = len(told[0])
        self._require_room(account, size)
        self.accounts.setdefault(account, deque()).append(told)
        self._sizes[account] += size
        self.size += size
        self.waiting += 1

    def _require_room(self, account: str, size: int) -> None:
        number, held = len(self.accounts.get(account, ())), self._sizes[account]
        if number >= MOST_OF_ONE or held + size > MOST_BYTES_OF_ONE:
            taken = f"{number} events" if number >= MOST_OF_ONE else f"{held} bytes of events"
            raise Overloaded(
                f"{taken} of this account already wait for what an earlier one changes; nothing was recorded, try again"
            )
        if self.waiting >= MOST or self.size + size > MOST_BYTES:
            taken = f"{self.waiting} events" if self.waiting >= MOST else f"{self.size} bytes of events"
            raise Overloaded(
                f"{taken} already wait for what earlier ones of their accounts change; nothing was recorded, try again"
            )

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
        size = len(told[0])
        self._sizes[account] -= size
        if waiting:
            self.accounts[account] = waiting
        else:
            del self._sizes[account]
        self.size -= size
        self.waiting -= 1
        return told

    def clear(self) -> list[Told]:
        """Everything that waited."""
        waiting = [told for account in self.accounts.values() for told in account]
        self.accounts, self.waiting, self.size = {}, 0, 0
        self._sizes, self._under_way = Counter(), Counter()
        return waiting
