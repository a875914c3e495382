"""Windows: how many, how many different, how much, what share, since when. See docs/concepts/windows.md."""

from __future__ import annotations

from tipstaff.signals.windows.declaring.checking import read_window
from tipstaff.signals.windows.declaring.parsing import parse_window
from tipstaff.signals.windows.declaring.spec import WindowSpec
from tipstaff.signals.windows.windows import Limits, Windows

__all__ = ["Limits", "WindowSpec", "Windows", "parse_window", "read_window"]
