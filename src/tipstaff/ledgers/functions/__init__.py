"""What conditions may ask of the ledgers: `consent.held(event.to, event.channel, 'marketing')` and its siblings.

Each function is a value with its types, its cost and a docstring that becomes its reference. All answer for the event's
account at the event's time. What cannot be known is a `CelError`, never a guess.
"""

from tipstaff.ledgers.functions.account import ACCOUNT_TYPE
from tipstaff.ledgers.functions.every import BY_NAME, FUNCTIONS, call
from tipstaff.ledgers.functions.function import LedgerFunction

__all__ = ["ACCOUNT_TYPE", "BY_NAME", "FUNCTIONS", "LedgerFunction", "call"]
