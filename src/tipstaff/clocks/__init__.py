"""Deadlines: what happens at a time unless it is called off. A clock names the command that it gives when it is due.

    set_clock ─▶ set ──due──▶ fired        the command runs in the same transaction
                  ├─cancel─▶ cancelled
                  └─the command breaks off─▶ set, due again later

Clocks are entries like all others: they survive a restart, and whoever fires one first has fired it.
"""

from tipstaff.clocks.clock import CLOCKS, KINDS, Clock
from tipstaff.clocks.running import cancel, fired, first_set, put_off, set_clock

__all__ = ["CLOCKS", "KINDS", "Clock", "cancel", "fired", "first_set", "put_off", "set_clock"]
