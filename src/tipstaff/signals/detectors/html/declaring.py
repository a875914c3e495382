"""How signals of this room are declared: all are lists of words read off one page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tipstaff.cel.types import STRINGS
from tipstaff.signals.markup.page import line_of, markup_of
from tipstaff.signals.signal import Finding, Signal, View

# (what it says, what to look for in the markup to find its line)
Noted = Sequence[tuple[str, str]]


def listing(name: str, about: str, find: Callable[[View], Noted], version: str = "1") -> Signal:
    """A signal `html.<name>` whose values are the first parts of what is found, each once."""

    def compute(view: View) -> list[str]:
        return list(dict.fromkeys(value for value, _ in find(view)))

    def explain(view: View) -> Sequence[Finding]:
        markup = markup_of(view)
        return [Finding(_placed(value, line_of(markup, mark))) for value, mark in find(view)[:50]]

    return Signal(
        name=f"html.{name}",
        type=STRINGS,
        cost=10,
        version=version,
        languages=(),
        about=about,
        compute=compute,
        explain=explain,
    )


def _placed(value: str, line: int) -> str:
    words = value if len(value) <= 120 else f"{value[:119]}…"
    return f"{words} (line {line})" if line else words or "(empty)"
