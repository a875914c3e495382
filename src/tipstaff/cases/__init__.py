"""Work items for people: a case gathers decisions, reports and self-reports about one account and one clause.

    records     what a case, a report, a self-report, a disclosure and an instruction are
    opening     one open case per account, clause and category: found again, raised, or opened
    commands    what people do with them; decisions do `case.open` through the same command

A case ends in a determination by somebody, with grounds and a reason. What follows from it stands in `enforce`.
"""

from tipstaff.cases.commands import COMMANDS
from tipstaff.cases.records import KINDS

__all__ = ["COMMANDS", "KINDS"]
