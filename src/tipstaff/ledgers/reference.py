"""The reference pages of functions and commands, written from the declarations themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

import msgspec

from tipstaff.ledgers.commands import COMMANDS, NAMES, Command
from tipstaff.ledgers.functions import ACCOUNT_TYPE, FUNCTIONS, LedgerFunction
from tipstaff.ledgers.reading import expected


def functions_page(functions: Sequence[LedgerFunction] = FUNCTIONS) -> Iterator[str]:
    """Every function that conditions may ask of what is kept, by noun, then the members of `account`."""
    yield "# Functions of the ledgers\n"
    yield "All answer for the event's account at the event's time. What cannot be known is an error, and the rule falls"
    yield "back to its `on_error`. The cost is microseconds of a repeated look-up; it counts towards a rule's limit.\n"
    for noun, some in groupby(functions, key=lambda function: function.name.partition(".")[0]):
        yield f"## {noun}\n\n| function | cost | answers |\n|---|---|---|"
        for function in some:
            yield f"| `{_cell(function.signature)}` | {function.cost:g} | {_cell(function.about)} |"
        yield ""
    yield "## The variable `account`\n\n| member | type |\n|---|---|"
    for member in ACCOUNT_TYPE.members.values():
        yield f"| `{member.name}{'?' if member.optional else ''}` | {_cell(str(member.type))} |"


def commands_page(commands: Mapping[str, Command] = COMMANDS) -> Iterator[str]:
    """Every command of the contract: those that are there with their arguments, the others by name."""
    yield "# Commands\n"
    yield "People and systems change state through these, with the same names at every door. Arguments are checked"
    yield "whole: an answer with faults lists every one of them. A `?` marks an argument that may be left out.\n"
    for command in sorted(commands.values(), key=lambda command: command.name):
        yield from _command(command)
    later = sorted(name for name in NAMES if name not in commands)
    yield "## Not there yet\n\n" + ", ".join(f"`{name}`" for name in later)


def _command(command: Command) -> Iterator[str]:
    yield f"## `{command.name}`\n\n{command.about}\n"
    roles = ", ".join(sorted(command.roles)) + (", customer (own account)" if command.customers else "")
    yield f"Roles: {roles}.\n\n| argument | is |\n|---|---|"
    for field in msgspec.structs.fields(command.arguments):
        yield f"| `{field.encode_name}{'' if field.required else '?'}` | {_cell(expected(field.type))} |"
    yield ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
