"""What conditions may ask of casework: `report.count(['spam'], 24)`."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from tipstaff.cases.records.report import OF_ACCOUNT, REPORTS
from tipstaff.cel.types import INT, STRINGS
from tipstaff.ledgers.functions.function import LedgerFunction, ledger_function
from tipstaff.ledgers.ledgers import Ledgers
from tipstaff.vocab.event import Event


@ledger_function("report.count", INT, cost=20.0, categories=STRINGS, hours=INT)
def report_count(ledgers: Ledgers, event: Event, categories: list[str], hours: int) -> int:
    """How many reports of these categories about the account came in within so many hours before the event;
    duplicates, and those that were found to be without ground, do not count.
    """
    since = event.time - timedelta(hours=hours)
    found = (one for category in categories for one in ledgers.by(REPORTS, OF_ACCOUNT, event.account, category))
    return sum(
        since < one.at <= event.time and one.state != "duplicate" and one.finding in ("", "violation") for one in found
    )


FUNCTIONS: Final[tuple[LedgerFunction, ...]] = (report_count,)
