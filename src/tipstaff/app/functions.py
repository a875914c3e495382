"""Every function that conditions may ask of what is kept, gathered from the rooms that keep it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tipstaff.cases import functions as of_cases
from tipstaff.enforce import functions as of_enforcement
from tipstaff.ledgers.functions import FUNCTIONS as OF_LEDGERS
from tipstaff.ledgers.functions import LedgerFunction

FUNCTIONS: Final[tuple[LedgerFunction, ...]] = (*OF_LEDGERS, *of_enforcement.FUNCTIONS, *of_cases.FUNCTIONS)
"""In the order of their reference."""

BY_NAME: Final[Mapping[str, LedgerFunction]] = {function.name: function for function in FUNCTIONS}
