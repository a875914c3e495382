"""Does the text attack, threaten or endanger a person?"""

from __future__ import annotations

from tipstaff.signals.detectors.classes.reading import graded, scan_of, score_signal
from tipstaff.signals.signal import Signal, View

harassment, threat, selfharm = graded("harassment"), graded("threat"), graded("selfharm")
_ABUSE = ("threat", "harassment", "hate")
# What is urged on somebody else is also an attack; what somebody says of themselves is not.
_URGED = 0.8


def abusive(view: View) -> float:
    """0 to 1: the text insults or threatens whoever reads it, or attacks a group."""
    scan = scan_of(view)
    left = 1.0
    for of in _ABUSE:
        left *= 1 - scan.score(of)
    urged = scan.score("selfharm")
    return round(1 - left * (1 - (urged if urged >= _URGED else 0.0)), 4)


def support_abuse(view: View) -> float:
    """0 to 1: like `abusive`, and contempt for the people who help counts more."""
    return round(1 - (1 - abusive(view)) * (1 - scan_of(view).score("support_abuse")), 4)


SIGNALS: tuple[Signal, ...] = (
    score_signal(
        "text.harassment", "0 to 1: insults or degrades the person who is addressed.", harassment, "harassment"
    ),
    score_signal("text.threat", "0 to 1: threatens somebody with violence, or blackmails.", threat, "threat"),
    score_signal(
        "text.selfharm",
        "0 to 1: urges somebody to harm themselves, or gives means; about 0.4 when writers speak of their own despair.",
        selfharm,
        "selfharm",
    ),
    score_signal(
        "text.abusive",
        "0 to 1: insults and threats said to the reader, or attacks on a group.",
        abusive,
        *_ABUSE,
        "selfharm",
    ),
    score_signal(
        "text.support_abuse",
        "0 to 1: insults, threats or contempt for the people of a support desk.",
        support_abuse,
        *_ABUSE,
        "support_abuse",
    ),
)
