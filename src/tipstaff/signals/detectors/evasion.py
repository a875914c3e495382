"""Is the text written so that filters do not read it?"""

from __future__ import annotations

from collections.abc import Sequence

from tipstaff.cel.types import STRINGS
from tipstaff.signals.signal import Finding, Signal, View


def tricks(view: View) -> list[str]:
    """The names of the tricks that folding undid, sorted; `tipstaff.signals.text.folding` says what each one is."""
    return list(view.text.tricks)


def _explain(view: View) -> Sequence[Finding]:
    return [
        Finding(f"{undone.trick}, reads {undone.reads!r}", undone.start, undone.end)
        for undone in view.text.folded.undone
    ]


SIGNALS = (
    Signal(
        name="text.evasion",
        type=STRINGS,
        cost=5,
        version="2",
        languages=(),
        about="Tricks that hide words from filters: zero-width, bidi, styled, marks, confusables, spaced, leet, "
        "repeated.",
        compute=tricks,
        explain=_explain,
    ),
)
