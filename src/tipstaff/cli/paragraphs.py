"""Paragraphs as wide as the terminal, and never wider than lines can be read."""

from __future__ import annotations

import shutil
from typing import Final

import click

WIDEST: Final = 110
NARROWEST: Final = 30


def paragraph(text: str, first: str = "    ", rest: str | None = None) -> str:
    """A text wrapped to the terminal; where there is none, to the widest.

    Args:
        first: what stands before the first line; `rest` before the others, the same when left out.
    """
    columns = shutil.get_terminal_size((WIDEST, 24)).columns
    return click.wrap_text(text, max(NARROWEST, min(WIDEST, columns)), first, first if rest is None else rest)
