"""Accounts: the operator's customers, and resellers' customers below them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, Literal

from msgspec import UNSET, Struct, UnsetType, field

from tipstaff.ledgers.kind import Index, Kind

Standing = Literal["good", "limited", "suspended", "terminated"]
STANDINGS: Final[tuple[Standing, ...]] = ("good", "limited", "suspended", "terminated")


class Hours(Struct, frozen=True):
    """Service hours as declared: `mon-fri`, `09:00`, `18:00`, `Europe/Paris`. Read by `tipstaff.vocab.times.hours`."""

    from_: str = field(name="from")
    to: str
    days: str = "mon-fri"
    zone: str = "UTC"


class Account(Struct, frozen=True, omit_defaults=True):
    """A customer. `standing` is of the account as a whole, `channels` of single channels (the severer one counts).

    `country` and `locale` of an account that nobody described are FR and en, as the scenario contract says.
    `holidays` names a calendar (`FR`, `US-CA`); `facts` holds whatever else the platform knows and conditions ask.
    """

    id: str
    parent: str = ""
    name: str = ""
    country: str = "FR"
    locale: Literal["en", "fr"] = "en"
    plan: str = ""
    standing: Standing = "good"
    trial: bool = False
    created_at: datetime | UnsetType = UNSET
    purpose: str = ""
    emails: tuple[str, ...] = ()
    holidays: str = ""
    hours: Hours | UnsetType = UNSET
    facts: dict[str, Any] = {}
    channels: dict[str, Standing] = {}
    closed_at: datetime | UnsetType = UNSET


CHILDREN: Final = Index("by-parent", ("parent",))
ACCOUNTS: Final = Kind("accounts", Account, key=("id",), indexes=(CHILDREN,))


def severest(*standings: Standing) -> Standing:
    """The severest of several standings; good when there is none."""
    return max(standings, key=STANDINGS.index, default="good")
