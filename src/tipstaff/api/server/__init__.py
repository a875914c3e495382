"""The server process: one loop that answers, one writer thread that records."""

from tipstaff.api.server.process import serve

__all__ = ["serve"]
