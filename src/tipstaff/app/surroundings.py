"""The installation as detectors see it: joined here, since signals and ledgers do not know each other."""

from __future__ import annotations

from collections.abc import Sequence

from tipstaff.ledgers import Ledgers
from tipstaff.ledgers.records import senders
from tipstaff.signals import ProtectedName


class FromLedgers:
    """Protected names as the ledgers hold them."""

    def __init__(self, ledgers: Ledgers) -> None:
        self._ledgers = ledgers
        self._rows: Sequence[senders.ProtectedName] = ()
        self._names: tuple[ProtectedName, ...] = ()

    def protected_names(self) -> Sequence[ProtectedName]:
        """The names in force; the same object as long as the ledgers give the same rows."""
        rows = self._ledgers.group(senders.PROTECTED_NAMES)
        if rows is not self._rows:
            self._rows = rows
            self._names = tuple(ProtectedName(row.name, row.owner, row.kind) for row in rows)
        return self._names
