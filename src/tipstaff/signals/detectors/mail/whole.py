"""How much does a whole mail, words, header, markup and links, look like spam? Figures: docs/models/mail-spam.md."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Any

from msgspec import UNSET

from tipstaff.cel.types import DOUBLE
from tipstaff.signals.detectors.mail.letter import letter_of
from tipstaff.signals.mailparse.looks import is_whole, looks_of
from tipstaff.signals.model.bank import score_of
from tipstaff.signals.model.stacked import Stacked, reasons_of, stacked, stacked_score
from tipstaff.signals.signal import Finding, Signal, View

_FILE = "mail_spam"
# `text.spam` is rounded; what is less by so little is the same.
_ROUNDED = 0.001


def spam(view: View) -> float:
    """0 to 1, calibrated on the training half of the collection; mail without its header is judged by its body alone.

    Raises:
        CelError: the event is no mail.
    """
    return round(stacked_score(_model(view), _words(view), view.once(_looks)), 4)


def _words(view: View) -> float:
    """What the model of mail says of the words; less where `text.spam` finds a brief mail honest."""
    words, told = score_of(view.text, "text_spam", "mail"), view.get("text.spam")
    return told if isinstance(told, float) and told < words - _ROUNDED else words


def _model(view: View) -> Stacked:
    return stacked(_FILE)["whole" if is_whole(view.once(letter_of).headers) else "body"]


def _looks(view: View) -> Set[str]:
    letter = view.once(letter_of)
    data: Any = view.event.data
    text, markup = (value if value is not UNSET else "" for value in (data.text, data.html))
    return looks_of(letter.headers, letter.subject, text, markup)


def _explain(view: View) -> Sequence[Finding]:
    """What speaks most for spam beside the words; for those ask `text.spam`."""
    looks = [Finding(f"{one.token} (+{one.adds:.1f})") for one in reasons_of(_model(view), view.once(_looks))]
    return [Finding(f"words: {_words(view):.2f}"), *looks]


SIGNALS = (
    Signal(
        name="mail.spam",
        type=DOUBLE,
        cost=400,
        version="1",
        languages=("en", "fr"),
        about="0 to 1: how much a whole mail, its words, header, markup and links, looks like unsolicited promotion "
        "or a scam.",
        compute=spam,
        explain=_explain,
    ),
)
