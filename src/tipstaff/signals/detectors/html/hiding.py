"""Words that nobody sees, and the words that mail clients show beside the subject."""

from __future__ import annotations

from tipstaff.signals.detectors.html.declaring import Noted, listing
from tipstaff.signals.markup.reading import page_of
from tipstaff.signals.signal import View

# Shorter stretches are spacers, icons' names and the like.
SHORTEST = 15


def hidden(view: View) -> Noted:
    """Hidden stretches of at least fifteen characters; what mail clients show beside the subject is not among them."""
    found = view.once(page_of).hidden
    return [(one.text, one.text[:20]) for one in found if not one.preview and len(one.text) >= SHORTEST]


def _preview(view: View) -> Noted:
    return [(one.text, one.text[:20]) for one in view.once(page_of).hidden if one.preview]


def _ways(view: View) -> Noted:
    found = view.once(page_of).hidden
    return sorted({(one.why, one.text[:20]) for one in found if not one.preview and len(one.text) >= SHORTEST})


SIGNALS = (
    listing(
        "hidden",
        "Words that nobody sees, at least 15 characters each: by style, colour, size or place off the screen.",
        hidden,
    ),
    listing(
        "hidden_by", "Ways words are hidden: display, visibility, opacity, size, box, off-screen, clip, colour.", _ways
    ),
    listing("preview", "Hidden words at the very beginning, which mail clients show beside the subject.", _preview),
)
