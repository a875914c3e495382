"""What the commands on cases are told."""

from __future__ import annotations

from msgspec import Struct

from tipstaff.cases.records.case import Desk, Ground, Outcome


class CaseOpen(Struct, frozen=True):
    """What a case is about, on which grounds, and the action that is proposed with it. Of a decision's own making, more
    of the same goes to the case that is open. `cites` are earlier cases of the account, dismissed ones too.
    """

    account: str
    clause: str = ""
    id: str = ""
    category: str = ""
    severity: int | None = None
    urgent: bool = False
    desk: Desk = "analyst"
    grounds: list[Ground] = []
    action: str = ""
    reason: str = ""
    decision: str = ""
    version: str = ""
    cites: list[str] = []


class CaseName(Struct, frozen=True):
    """Which case: its id, or account and clause; why; how grave and on which grounds, where that is known by now."""

    id: str = ""
    account: str = ""
    clause: str = ""
    grounds: list[Ground] = []
    reason: str = ""
    severity: int | None = None


class CaseDecide(Struct, frozen=True):
    """Which case, and the determination: a violation unless said otherwise, grounds, the action that follows; and
    why, in words, which nobody may leave out.
    """

    id: str = ""
    account: str = ""
    clause: str = ""
    outcome: Outcome = "violation"
    grounds: list[Ground] = []
    action: str = ""
    reason: str = ""
    severity: int | None = None
