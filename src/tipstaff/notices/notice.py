"""The notice as a record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from msgspec import Struct

from tipstaff.ledgers.kind import Index, Kind


class Words(Struct, frozen=True):
    """A notice in one language: its subject line and its text, paragraphs separated by an empty line."""

    subject: str
    body: str


class Notice(Struct, frozen=True, omit_defaults=True):
    """One message to somebody concerned. Immutable once it is written.

    Attributes:
        kind: warning, stop-request, removal, limit, suspension, termination, restoration, acknowledgement, outcome,
            evidence-request, evidence-accepted, evidence-refused, evidence-withdrawn, …
        to: the account it goes to; of a reporter, the masked address.
        clause, policy, version: the ground; `reason` what the operator adds in its own words.
        case, action, report, evidence: what it is about.
        language: the recipient's; `texts` has the words in every language.
        automated: nobody took part in what it tells of.
    """

    id: str
    kind: str
    to: str
    at: datetime
    language: str
    texts: dict[str, Words]
    account: str = ""
    clause: str = ""
    policy: str = ""
    version: str = ""
    case: str = ""
    action: str = ""
    report: str = ""
    evidence: str = ""
    reason: str = ""
    automated: bool = False


OF_ACCOUNT: Final = Index("account", ("account", "at"))
NOTICES: Final = Kind("notices", Notice, key=("id",), indexes=(OF_ACCOUNT,))
KINDS: Final[Mapping[str, Kind[Any]]] = {NOTICES.name: NOTICES}
