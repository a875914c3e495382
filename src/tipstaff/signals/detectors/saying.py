"""Whether what an event says, in fields or in its text files, matches an expression that a control brings along.

text.says(pattern)      RE2, anywhere in the text; what matched is not kept
"""

from __future__ import annotations

from tipstaff.cel.functions.patterns import matches
from tipstaff.cel.types import BOOL, STRING
from tipstaff.signals.signal import SignalFunction, View


def says(view: View, pattern: str) -> bool:
    """Whether the pattern matches anywhere in the event's text; none matches where nothing is said."""
    raw = view.text.raw
    return bool(raw) and matches(raw, pattern)


SIGNALS = (
    SignalFunction(
        name="text.says",
        params=(STRING,),
        result=BOOL,
        cost=20,
        version="1",
        languages=(),
        about="Whether an expression (RE2) matches anywhere in what the event says; of an upload or a deployment, in "
        "its text files.",
        compute=says,
    ),
)
