"""Deadlines: what happens at a time unless it is called off. A clock names the command that it gives when it is due.

    set_clock ─▶ set ──due──▶ fired        the command runs in the same transaction
                  ├─cancel─▶ cancelled
                  ├─the command breaks off─▶ set, due again later
                  └─it cannot be read─▶ aside, until it can or somebody drops it (`aside`)

Clocks are entries like all others: they survive a restart, and whoever fires one first has fired it.
"""

from tipstaff.clocks.aside import Unreadable
from tipstaff.clocks.clock import CLOCKS, KINDS, Clock
from tipstaff.clocks.commands import COMMANDS
from tipstaff.clocks.running import cancel, fired, first_set, put_off, running, set_clock

__all__ = [
    "CLOCKS",
    "COMMANDS",
    "KINDS",
    "Clock",
    "Unreadable",
    "cancel",
    "fired",
    "first_set",
    "put_off",
    "running",
    "set_clock",
]
