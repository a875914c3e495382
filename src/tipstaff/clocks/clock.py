"""The clock as a record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Literal

from msgspec import Struct

from tipstaff.ledgers.kind import Index, Kind

State = Literal["set", "fired", "cancelled", "failed"]


class Clock(Struct, frozen=True, omit_defaults=True):
    """One deadline.

    Attributes:
        kind: what it is a deadline of: `action-end`, `evidence`, `silence`.
        do, args: the command that it gives when it is due.
        account, clause: whom it concerns, and the clause that it rests on.
        due: when it gives it; where that broke off (`tries` times in a row), when it gives it again.
        started_at: when it began to run.
        ended_at: when it was fired or cancelled; `error` when its command was refused, or broke off the last time.
    """

    id: str
    kind: str
    due: datetime
    do: str
    args: dict[str, Any]
    account: str = ""
    clause: str = ""
    state: State = "set"
    started_at: datetime | None = None
    ended_at: datetime | None = None
    error: str = ""
    tries: int = 0


DUE: Final = Index("due", ("state", "due"))
CLOCKS: Final = Kind("clocks", Clock, key=("id",), indexes=(DUE,))
KINDS: Final[Mapping[str, Kind[Any]]] = {CLOCKS.name: CLOCKS}
