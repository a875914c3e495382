"""Who may run a command."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from tipstaff.ledgers.commands.command import Command, CommandContext
from tipstaff.ledgers.ledgers import Ledgers
from tipstaff.ledgers.records.people import PEOPLE, Person
from tipstaff.vocab.errors import NotAllowed


def require_right(command: Command, args: Struct, ledgers: Ledgers, context: CommandContext) -> None:
    """Let through whom the command is for.

    Raises:
        NotAllowed: the actor is nobody we know, has another role, or acts for an account that is not theirs.
    """
    person = acting_person(ledgers, context)
    if person is None or person.role in command.roles:
        return
    if not command.customers or person.role != "customer":
        raise NotAllowed(f"`{command.name}` is not for the role {person.role}")
    account: Any = getattr(args, "account", "")
    if not person.account or account != person.account:
        raise NotAllowed(f"`{person.id}` may run `{command.name}` for their own account only")


def acting_person(ledgers: Ledgers, context: CommandContext) -> Person | None:
    """The person who acts; None when it is a system.

    Raises:
        NotAllowed: nobody of that name is known.
    """
    if not context.is_person:
        return None
    person = ledgers.get(PEOPLE, context.actor)
    if person is None:
        raise NotAllowed(f"nobody called `{context.actor}` is known here; add them with `person.put`")
    return person
