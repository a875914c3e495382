"""The HTTP door: decisions, commands, records, AuthZEN, metrics, and the process that serves them.

`application` builds the ASGI application from a `Door`; `serve` runs it. Routes are data.
"""

from tipstaff.api.application import application
from tipstaff.api.door import Door, Limits
from tipstaff.api.server import serve

__all__ = ["Door", "Limits", "application", "serve"]
