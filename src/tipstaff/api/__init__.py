"""The HTTP door: decisions, commands, records, AuthZEN, metrics, and the process that serves them.

`application` builds the ASGI application from a `House`; `serve` runs it. Routes are data.
"""

from tipstaff.api.application import application
from tipstaff.api.house import House, Limits

__all__ = ["House", "Limits", "application"]
