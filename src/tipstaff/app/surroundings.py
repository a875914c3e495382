"""The installation as detectors see it: joined here, since signals and ledgers do not know each other."""

from __future__ import annotations

from collections.abc import Sequence

from tipstaff.cel import CelError
from tipstaff.ledgers import Ledgers
from tipstaff.ledgers.functions.listing import list_key
from tipstaff.ledgers.ledgers import GROUP_LIMIT
from tipstaff.ledgers.records import senders
from tipstaff.ledgers.records.lists import LISTS, Listed
from tipstaff.signals import ProtectedName
from tipstaff.signals.scanners import NONE, Scanners


class FromLedgers:
    """Protected names and lists as the ledgers hold them."""

    def __init__(self, ledgers: Ledgers, scanners: Scanners = NONE) -> None:
        self._ledgers = ledgers
        self._scanners = scanners
        self._lists: dict[str, tuple[Sequence[Listed], tuple[tuple[str, str], ...]]] = {}
        self._rows: Sequence[senders.ProtectedName] = ()
        self._names: tuple[ProtectedName, ...] = ()
        # Answers of signals may rest on these, whichever account they are for.
        for kind in (senders.PROTECTED_NAMES, LISTS):
            ledgers.answers.note(kind, (), "")

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

    def entries(self, list_name: str) -> Sequence[tuple[str, str]]:
        """(value, kind) of a list; the same object as long as the ledgers give the same rows."""
        rows = self._ledgers.group(LISTS, list_name)
        if len(rows) >= GROUP_LIMIT:
            raise CelError("limit-exceeded", f"the list `{list_name}` is too long to be read whole")
        kept = self._lists.get(list_name)
        if kept is None or kept[0] is not rows:
            kept = self._lists[list_name] = (rows, tuple((row.value, row.kind) for row in rows))
        return kept[1]

    def scanners(self) -> Scanners:
        """The rules and the daemon of the settings."""
        return self._scanners
