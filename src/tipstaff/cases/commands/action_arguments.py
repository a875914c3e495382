"""What the commands on actions are told."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct, field


class ActionPropose(Struct, frozen=True):
    """What is to be done, to whom, why, for how long. With a case, account and clause are the case's."""

    kind: str = ""
    account: str = ""
    id: str = ""
    case: str = ""
    clause: str = ""
    subject: str | dict[str, str] = ""
    object: str = ""
    until: datetime | None = None
    for_: str = field(default="", name="for")
    reason: str = ""
    category: str = ""
    decision: str = ""


class ActionName(Struct, frozen=True):
    """Which action: its id, or its kind and account or case; and why."""

    id: str = ""
    account: str = ""
    case: str = ""
    kind: str = ""
    subject: str = ""
    reason: str = ""
    until: datetime | None = None
