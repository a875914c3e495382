"""The commands of this room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tipstaff.cases.commands import cases
from tipstaff.ledgers.commands import Command

COMMANDS: Final[Mapping[str, Command]] = {command.name: command for command in (*cases.COMMANDS,)}
