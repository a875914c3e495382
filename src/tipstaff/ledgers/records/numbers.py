"""Numbers that accounts use (and never own), with the declared use and the actual user behind each."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

from msgspec import UNSET, Struct, UnsetType

from tipstaff.ledgers.kind import Index, Kind
from tipstaff.ledgers.parties import normalise

NumberState = Literal["pending", "active", "noticed", "reclaimed", "disconnected", "transferred"]
# The states in which a number still serves its account.
IN_SERVICE: Final[tuple[NumberState, ...]] = ("active", "noticed")


class EndUser(Struct, frozen=True, omit_defaults=True):
    """The person or company that actually uses a number."""

    name: str
    address: str = ""
    country: str = ""


class Number(Struct, frozen=True, omit_defaults=True):
    """A number in E.164 assigned to an account. `reason` says why its state is what it is; `end_user` may be a name."""

    number: str
    account: str
    use: str = ""
    end_user: EndUser | str | UnsetType = UNSET
    assigned_at: datetime | None = None
    last_used_at: datetime | None = None
    forward_to: str = ""
    state: NumberState = "active"
    reason: str = ""

    @property
    def used_by(self) -> str:
        """The name of its end user, "" when none is declared."""
        if isinstance(self.end_user, EndUser):
            return self.end_user.name
        return self.end_user if isinstance(self.end_user, str) else ""


BY_ACCOUNT: Final = Index("by-account", ("account",))
NUMBERS: Final = Kind("numbers", Number, key=("number",), folds={"number": normalise}, indexes=(BY_ACCOUNT,))
