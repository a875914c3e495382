"""Every command of the ledgers, and the one way to run them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tipstaff.ledgers.commands import (
    accounts,
    authorizations,
    consents,
    lists,
    meters,
    numbers,
    puts,
    recipients,
    suppressions,
    terms,
)
from tipstaff.ledgers.commands.command import Answer, Command, CommandContext
from tipstaff.ledgers.commands.contract import NAMES
from tipstaff.ledgers.commands.rights import require_right
from tipstaff.ledgers.ledgers import Ledgers
from tipstaff.ledgers.reading import json_values, read
from tipstaff.ledgers.shelf import Shelf
from tipstaff.vocab.errors import NotFound, NotThereYet

COMMANDS: Final[Mapping[str, Command]] = {
    command.name: command
    for command in (
        *accounts.COMMANDS,
        *consents.COMMANDS,
        *suppressions.COMMANDS,
        *authorizations.COMMANDS,
        *terms.COMMANDS,
        *recipients.COMMANDS,
        *lists.COMMANDS,
        *meters.COMMANDS,
        *numbers.COMMANDS,
        *puts.COMMANDS,
    )
}


def execute(  # noqa: PLR0913 - what to run, on what, as whom, and among which commands
    name: str,
    args: Mapping[str, Any],
    ledgers: Ledgers,
    context: CommandContext,
    shelf: Shelf | None = None,
    *,
    commands: Mapping[str, Command] = COMMANDS,
) -> Answer:
    """Run a command and say what is to be written; nothing is written here.

    Args:
        args: plain values, as JSON or YAML gave them.
        ledgers: where entries are looked up.
        shelf: the open transaction, so that no other command comes between reading and writing.
        commands: every command there is; rooms above add theirs.
    Raises:
        NotThereYet: the contract has the command, its room is not built.
        NotFound: no such command, or it needs an entry that is not there.
        Invalid: the arguments have faults, all of them listed.
        NotAllowed and the other `TipstaffError`s: as the command says.
    """
    command = commands.get(name)
    if command is None:
        raise NotThereYet(name) if name in NAMES else NotFound(f"`{name}` is not a command")
    read_args = read(command.arguments, args)
    draft = ledgers.draft(shelf)
    require_right(command, read_args, draft, context)
    result = command.run(draft, read_args, context)
    return Answer(json_values(result), draft.changes, draft.outgoing)
