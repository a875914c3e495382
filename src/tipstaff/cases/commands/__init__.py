"""The commands of the desk: on cases, and on the actions, strikes, reports and disclosures that belong to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tipstaff.cases.commands import actions, cases, disclosures, evidence, instructions, reports, silence, strikes
from tipstaff.ledgers.commands import Command

COMMANDS: Final[Mapping[str, Command]] = {
    command.name: command
    for command in (
        *cases.COMMANDS,
        *actions.COMMANDS,
        *strikes.COMMANDS,
        *reports.COMMANDS,
        *disclosures.COMMANDS,
        *instructions.COMMANDS,
        *evidence.COMMANDS,
        *silence.COMMANDS,
    )
}
