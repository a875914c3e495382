from __future__ import annotations

from tipstaff.ledgers.commands import COMMANDS, NAMES
from tipstaff.ledgers.functions import ACCOUNT_TYPE, FUNCTIONS
from tipstaff.ledgers.reference import commands_page, functions_page


def test_the_pages_name_every_function_member_and_command() -> None:
    functions, commands = "\n".join(functions_page()), "\n".join(commands_page())
    assert all(f"| `{function.name}(" in functions for function in FUNCTIONS)
    assert all(f"| `{member.name}" in functions for member in ACCOUNT_TYPE.members.values())
    assert all(f"`{name}`" in commands for name in {*COMMANDS, *NAMES})
    assert "| `level?` | one of opt-in, express, written, double |" in commands
    headings = [line for line in functions.splitlines() if line.startswith("## ")]
    assert len(headings) == len(set(headings)), "a noun's functions stand together"
