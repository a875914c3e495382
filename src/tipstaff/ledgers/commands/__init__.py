"""What people and systems change the ledgers through: the same verbs at every door, in scenarios and as effects.

    name, arguments ──▶ read (every fault at once) ──▶ may this person? ──▶ run over a draft ──▶ Answer(result, changes)

The caller writes the changes in one transaction, then has the ledgers forget what they made old.
"""

from tipstaff.ledgers.commands.command import Answer, Command, CommandContext
from tipstaff.ledgers.commands.contract import NAMES
from tipstaff.ledgers.commands.every import COMMANDS, execute

__all__ = ["COMMANDS", "NAMES", "Answer", "Command", "CommandContext", "execute"]
