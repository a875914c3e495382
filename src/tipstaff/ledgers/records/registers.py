"""Registers of people who must not be contacted, by name and country, each with the date it was loaded.

A load replaces the one before without touching millions of entries: each entry carries the load that listed it last,
and counts while that is the register's current load or the one being brought in pieces. So nobody drops off a register
while its next load is under way; with the last piece, those whom it no longer lists do.

A register that is loaded from a file stands in blocks instead (see `register_blocks`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from msgspec import Struct, field

from tipstaff.ledgers.kind import Kind, fold


class Register(Struct, frozen=True, omit_defaults=True):
    """A register. `loaded_at` None: no date is known, so it is stale. `load` numbers its loads from 1.

    `entries` counts what the current load listed, `staged` what the pieces of the next one have brought so far. `bits`
    is how many bits of a token name its block, 0 for a register without blocks; `loads` has the dates of the loads
    from files, by number.
    """

    name: str
    country: str
    load: int
    loaded_at: datetime | None = None
    entries: int = 0
    staged: int = 0
    bits: int = 0
    loads: dict[int, datetime] = field(default_factory=dict)

    def loaded_by(self, load: int) -> datetime | None:
        """When a load from a file was, None when nobody knows."""
        return self.loads.get(load)


class RegisterEntry(Struct, frozen=True, omit_defaults=True):
    """One recipient on one register: `since` is the date of the load that listed them first without a break."""

    recipient: str
    name: str
    country: str
    load: int
    since: datetime | None = None


REGISTERS: Final = Kind(
    "registers", Register, key=("country", "name"), groups=(2, 1, 0), folds={"country": fold, "name": fold}
)
REGISTER_ENTRIES: Final = Kind(
    "register-entries",
    RegisterEntry,
    key=("recipient", "country", "name"),
    groups=(1,),
    folds={"country": fold, "name": fold},
)
