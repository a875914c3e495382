"""The installation as detectors see it: joined here, since signals and ledgers do not know each other."""

from __future__ import annotations

from collections.abc import Sequence

from tipstaff.ledgers import Ledgers
from tipstaff.ledgers.functions.listing import list_key
from tipstaff.ledgers.records import senders
from tipstaff.ledgers.records.lists import LISTS
from tipstaff.signals import ProtectedName


class FromLedgers:
    """Protected names and lists as the ledgers hold them."""

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

    def listed(self, list_name: str, value: str) -> bool:
        """Whether a value stands on a list of the ledgers."""
        ledgers = self._ledgers
        return ledgers.get(LISTS, list_name, list_key(ledgers, list_name, value)) is not None
