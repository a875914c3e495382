"""Does the text attack, threaten or endanger a person?"""

from __future__ import annotations

from collections.abc import Sequence

from tipstaff.cel.types import DOUBLE
from tipstaff.signals.detectors.classes.fast import fast_scores, fast_signal, why
from tipstaff.signals.detectors.classes.reading import LANGUAGES, explained, scan_of
from tipstaff.signals.signal import Finding, Signal, View

_ABUSE = ("threat", "harassment", "hate")
# What is urged on somebody else is also an attack; what somebody says of themselves is not.
_URGED = 0.8


def abusive(view: View) -> float:
    """0 to 1: the text insults or threatens whoever reads it, or attacks a group."""
    scores = fast_scores(view)
    urged = scores["selfharm"]
    return max([*map(scores.__getitem__, _ABUSE), urged if urged >= _URGED else 0.0])


def support_abuse(view: View) -> float:
    """0 to 1: like `abusive`, and contempt for the people who help counts more."""
    return round(1 - (1 - abusive(view)) * (1 - scan_of(view).score("support_abuse")), 4)


def _explain_support(view: View) -> Sequence[Finding]:
    return [*why(*_ABUSE)(view), *explained("support_abuse")(view)]


SIGNALS: tuple[Signal, ...] = (
    fast_signal("harassment", "0 to 1: insults or degrades the person who is addressed."),
    fast_signal("threat", "0 to 1: threatens somebody with violence, or blackmails."),
    fast_signal(
        "selfharm",
        "0 to 1: urges somebody to harm themselves, or gives means; about 0.4 when writers speak of their own despair.",
    ),
    Signal(
        name="text.abusive",
        type=DOUBLE,
        cost=18,
        version="3",
        languages=LANGUAGES,
        about="0 to 1: insults and threats said to the reader, or attacks on a group; the highest of its classes.",
        compute=abusive,
        explain=why(*_ABUSE, "selfharm"),
    ),
    Signal(
        name="text.support_abuse",
        type=DOUBLE,
        cost=20,
        version="2",
        languages=LANGUAGES,
        about="0 to 1: insults, threats or contempt for the people of a support desk.",
        compute=support_abuse,
        explain=_explain_support,
    ),
)
