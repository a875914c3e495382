"""The disclosure: facts about an account given to an authority, on a legal basis, by two people."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, Literal

from msgspec import Struct

from tipstaff.ledgers.kind import Index, Kind

State = Literal["requested", "pending-approval", "approved", "exported"]


class Disclosure(Struct, frozen=True, omit_defaults=True):
    """One disclosure, from the request to the package that went out.

    Attributes:
        basis: the legal basis; `scope` what is to be given: names of facts, or in words.
        approvals: the people who approved, none of them the requester.
        sha256: of the package that was exported; the package itself is made anew from the record.
    """

    id: str
    account: str
    authority: str
    basis: str
    state: State = "requested"
    scope: dict[str, Any] | list[str] | str = ""
    case: str = ""
    action: str = ""
    requested_by: str = ""
    requested_at: datetime | None = None
    approvals: tuple[str, ...] = ()
    exported_by: str = ""
    exported_at: datetime | None = None
    sha256: str = ""


OF_ACCOUNT: Final = Index("account", ("account",))
DISCLOSURES: Final = Kind("disclosures", Disclosure, key=("id",), indexes=(OF_ACCOUNT,))
