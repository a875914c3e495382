"""What of an event is for a specialist's eyes only, and so is not shown here."""

from __future__ import annotations

from tipstaff.cases.records.case import CASES
from tipstaff.ledgers import Ledgers
from tipstaff.vocab.decision import Decision


def withheld(ledgers: Ledgers, decision: Decision) -> bool:
    """Whether a decision's case is at the specialists' desk: nothing of the content is shown then."""
    case = ledgers.get(CASES, decision.case) if decision.case else None
    return case is not None and case.desk == "specialist"
