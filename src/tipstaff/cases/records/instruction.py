"""A network's written instruction: to suspend an account's channel, or to make what came over it unreadable."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

from msgspec import Struct

from tipstaff.ledgers.kind import Kind

What = Literal["suspend", "erase", "anonymise"]


class Instruction(Struct, frozen=True, omit_defaults=True):
    """One instruction as it came in, and what was done about it. `document` names or is the writing."""

    id: str
    network: str
    account: str
    instruction: What
    document: str
    at: datetime
    by: str = ""
    clause: str = ""
    action: str = ""


INSTRUCTIONS: Final = Kind("instructions", Instruction, key=("account", "id"), groups=(1,))
