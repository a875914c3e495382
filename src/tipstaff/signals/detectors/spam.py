"""How much does the text read like spam? Figures: docs/models/text-spam.md."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tipstaff.cel.types import DOUBLE
from tipstaff.signals.model.bank import reasons, score_of
from tipstaff.signals.model.linear import rounded
from tipstaff.signals.signal import Finding, Signal, View

_FILE = "text_spam"
# In characters; and below this score a brief mail is honest. Chosen on the development half of the mail collection and
# on training/sentences/notices_dev.tsv.
_BRIEF, _SURE = 200, 0.1
_NUMBER = re.compile(r"\d{5,}")


def spam(view: View) -> float:
    """0 to 1, calibrated on the training collections; mail and HTML by the mail model, all else by the SMS model.

    A mail of less than 200 characters that the model of brief mails is sure to be honest is honest: the mail
    collections hold hardly any receipt or note of two lines. Of long texts the first 4,000 characters are read.
    """
    return rounded(score_of(view.text, _FILE, _head(view)))


def _head(view: View) -> str:
    event = view.event
    if not (event.type.startswith("email.") or "html" in event.data.__struct_fields__):
        return "sms"
    brief = len(view.text.raw) < _BRIEF and score_of(view.text, _FILE, "brief") < _SURE
    return "brief" if brief else "mail"


def _explain(view: View) -> Sequence[Finding]:
    """The words that speak most for spam, as written."""
    parts = reasons(view.text, _FILE, _head(view))
    return [Finding(f"{_masked(part.what)} (+{part.adds:.1f})", part.start, part.end) for part in parts]


def _masked(word: str) -> str:
    """Numbers that may be somebody's keep their last two digits."""
    return _NUMBER.sub(lambda number: "•" * (len(number[0]) - 2) + number[0][-2:], word)


SIGNALS = (
    Signal(
        name="text.spam",
        type=DOUBLE,
        cost=8,
        version="6",
        languages=("en", "fr"),
        about="0 to 1: how much the text reads like unsolicited promotion or a scam (SMS and mail).",
        compute=spam,
        explain=_explain,
    ),
)
