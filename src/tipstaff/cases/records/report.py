"""What others say: reports of third parties, and what an account says of itself."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

from msgspec import Struct

from tipstaff.ledgers.kind import Index, Kind

State = Literal["acknowledged", "duplicate", "decided"]


class Report(Struct, frozen=True, omit_defaults=True):
    """An inbound complaint from anyone. The reporter's address is not kept: a token finds their reports again.

    Attributes:
        subject: what it is about as the reporter named it (an address, a number, a page).
        reporter: masked; `reporter_token` stands for them.
        trusted: of a trusted flagger. `good_faith`: stated so. `threat_to_life`: goes before everything else.
        duplicate_of: an earlier report of the same about the same.
        right: the right that is said to be violated (copyright, trademark, privacy, …), where a right-holder reports.
        finding: what became of it, once decided.
    """

    id: str
    category: str
    text: str
    at: datetime
    account: str = ""
    subject: str = ""
    channel: str = "form"
    state: State = "acknowledged"
    case: str = ""
    severity: int = 2
    reporter: str = ""
    reporter_token: str = ""
    trusted: bool = False
    good_faith: bool = False
    threat_to_life: bool = False
    duplicate_of: str = ""
    right: str = ""
    finding: str = ""


class SelfReport(Struct, frozen=True, omit_defaults=True):
    """What an account tells of itself: suspected fraud, a breach of security."""

    id: str
    account: str
    kind: str
    text: str
    at: datetime
    case: str = ""
    channel: str = ""
    by: str = ""


BY_ID: Final = Index("id", ("id",))
REPORTS: Final = Kind("reports", Report, key=("account", "id"), groups=(1,), indexes=(BY_ID,))
SELF_REPORTS: Final = Kind("self-reports", SelfReport, key=("account", "id"), groups=(1,))
