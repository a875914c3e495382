"""What comes before a register's file is loaded: who may, and numbers as the country writes them."""

from __future__ import annotations

from collections.abc import Iterable

from tipstaff.app.house import House
from tipstaff.app.registers.loading import COMMAND
from tipstaff.ledgers.commands import COMMANDS, CommandContext
from tipstaff.ledgers.commands.rights import require_right
from tipstaff.ledgers.commands.suppressions import RegisterLoad
from tipstaff.ledgers.records.registers import Register


def require_loader(house: House, about: Register, actor: str) -> None:
    """Let through whom `register.load` is for.

    Raises:
        NotAllowed: the actor is nobody we know, or has another role.
    """
    context = CommandContext(house.clock(), actor, house.ids, house.bundle.uses, house.commander.law)
    require_right(COMMANDS[COMMAND], RegisterLoad(about.name, about.country, []), house.ledgers, context)


def international(lines: Iterable[str], code: str) -> Iterable[str]:
    """Numbers of a national form (one 0 in front) under their country's code, such as `+33`; "" leaves all as it is."""
    if not code:
        return lines
    return (code + line[1:] if line[:1] == "0" and line[1:2] != "0" else line for line in lines)
