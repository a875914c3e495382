"""How much does the text read like spam? Figures: docs/models/text-spam.md."""

from __future__ import annotations

from functools import lru_cache

from tipstaff.cel.types import DOUBLE
from tipstaff.signals.model.linear import Linear, read_heads
from tipstaff.signals.shipped import DATA
from tipstaff.signals.signal import Signal, View


def spam(view: View) -> float:
    """0 to 1, calibrated on the training collections; mail and HTML by the mail head, all else by the SMS head."""
    text = view.text
    long_form = view.event.type.startswith("email.") or hasattr(view.event.data, "html")
    return round(_heads()["mail" if long_form else "sms"].score(text.raw, text.folded.text), 4)


@lru_cache(maxsize=1)
def _heads() -> dict[str, Linear]:
    return read_heads((DATA / "text_spam.bin").read_bytes())


SIGNALS = (
    Signal(
        name="text.spam",
        type=DOUBLE,
        cost=60,
        version="1",
        languages=("en", "fr"),
        about="0 to 1: how much the text reads like unsolicited promotion or a scam (SMS and mail).",
        compute=spam,
    ),
)
