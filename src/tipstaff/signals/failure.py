"""A signal that cannot be known, as a value.

The condition language treats it like any other error: `false && unknown` is false, and a rule that hangs on it falls
back to its own `on_error`. Codes: `signal-unavailable` (what it needs is not there), `signal-too-late` (a window
that no longer reaches so far back).
"""

from __future__ import annotations

from tipstaff.cel import CelError


def unavailable(message: str) -> CelError:
    """The failure of a signal that lacks what it looks at."""
    return CelError("signal-unavailable", message)


def too_late(behind: int, lateness: int) -> CelError:
    """The failure of a window that no longer reaches back to an event."""
    message = f"the event is {behind} buckets behind the newest of its key; the window remembers {lateness}"
    return CelError("signal-too-late", message)
