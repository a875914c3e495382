"""Every command and every kind of entry of an installation, gathered from the rooms that carry them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tipstaff import cases, clocks, enforce, notices
from tipstaff.app.outbox import commands as outbox
from tipstaff.ledgers.commands import COMMANDS as OF_LEDGERS
from tipstaff.ledgers.commands import NAMES, Command
from tipstaff.ledgers.kind import Kind
from tipstaff.ledgers.records.every import KINDS as KEPT_BY_LEDGERS

COMMANDS: Final[Mapping[str, Command]] = {
    **OF_LEDGERS,
    **{one.name: one for one in (*clocks.COMMANDS, *outbox.COMMANDS)},
    **cases.COMMANDS,
}
"""By name. What the contract has beyond these (`NAMES`) is not there yet."""

KINDS: Final[Mapping[str, Kind[Any]]] = {
    **KEPT_BY_LEDGERS,
    **clocks.KINDS,
    **notices.KINDS,
    **enforce.KINDS,
    **cases.KINDS,
}
"""By the name under which the store keeps them."""

__all__ = ["COMMANDS", "KINDS", "NAMES"]
