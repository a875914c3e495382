"""Libraries that are loaded by the first event that needs them, so that starting up stays quick."""

from __future__ import annotations

import importlib
from typing import Any


class Library:
    """A module that is imported when its first attribute is read.

    A module that is not installed raises ModuleNotFoundError then; the reader turns that into a failure of the signal.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        value = getattr(importlib.import_module(self._name), attribute)
        setattr(self, attribute, value)
        return value
