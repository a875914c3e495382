"""What another process wrote to the same file: a command at a terminal beside a running server, a register loaded."""

from __future__ import annotations

from tipstaff.ledgers import Ledgers
from tipstaff.ledgers.shelf import Change
from tipstaff.store import Reader

_AT_ONCE = 1000


class Hearing:
    """Follows the history of the ledgers and forgets what it made old.

    Changes of this process are among them and were forgotten before they were acknowledged; once more does no harm.
    """

    def __init__(self, reader: Reader, ledgers: Ledgers) -> None:
        self._reader = reader
        self._ledgers = ledgers
        self._heard = reader.counts().changes

    def catch_up(self) -> int:
        """Forget what changed since the last time; how many changes these were. Safe off the loop."""
        heard = 0
        while rows := self._reader.changes(self._heard, _AT_ONCE):
            self._ledgers.forget([Change(row.kind, row.key, None) for row in rows])
            self._heard = rows[-1].sequence
            heard += len(rows)
        return heard
