"""What conditions may ask of casework: `report.count(['spam'], 24)`."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from tipstaff.cases.records.report import REPORTS
from tipstaff.cel.types import INT, STRINGS
from tipstaff.ledgers.functions.function import LedgerFunction, ledger_function
from tipstaff.ledgers.ledgers import Ledgers
from tipstaff.vocab.event import Event

_STANDING: Final = ("", "violation")


@ledger_function("report.count", INT, holds="undated", cost=3.0, categories=STRINGS, hours=INT)
def report_count(ledgers: Ledgers, event: Event, categories: list[str], hours: int) -> int:
    """How many different reporters told of the account, in these categories, within so many hours before the event.
    All who give no name count as one; reports that were found to be without ground do not count.
    """
    since = event.time - timedelta(hours=hours)
    found = ledgers.group(REPORTS, event.account)
    counted = (one for one in found if one.category in categories and since < one.at <= event.time)
    return len({one.reporter_token for one in counted if one.finding in _STANDING})


FUNCTIONS: Final[tuple[LedgerFunction, ...]] = (report_count,)
