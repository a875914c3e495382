"""Whether a notice that waits is still to be told."""

from __future__ import annotations

from typing import Final

from tipstaff.cases.records.evidence import EVIDENCE
from tipstaff.ledgers import Ledgers
from tipstaff.notices import Notice

REQUEST: Final = "evidence-request"


def unwanted(ledgers: Ledgers, notice: Notice) -> str:
    """Why a notice is not to be told any more; "" when it is.

    A request for evidence that was answered, judged, withdrawn or has run out meanwhile would ask again for what nobody
    waits for. It is read anew, past what is remembered: another process may have withdrawn it this moment.
    """
    if notice.kind != REQUEST:
        return ""
    entry = ledgers.shelf.entry(EVIDENCE.name, EVIDENCE.prefix((notice.evidence,)))
    if entry is None:
        return ""
    state = EVIDENCE.decode(entry).state
    return "" if state in ("requested", "delivered") else f"the request for evidence is {state}"
