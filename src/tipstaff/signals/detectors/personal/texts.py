"""Every text of an event that may hold personal data: what it says, text files that it carries, command lines."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import UNSET

from tipstaff.signals.failure import unavailable
from tipstaff.signals.media.media import files_of
from tipstaff.signals.media.prose import decoded
from tipstaff.signals.signal import View
from tipstaff.signals.text.wording import LIMIT, says

MOST_FILES = 20


class Said(NamedTuple):
    """A text and where it was found: "" for what the event says, else for example `file 2`."""

    where: str
    raw: str


def said(view: View) -> tuple[Said, ...]:
    """The texts in order, each at most 100,000 characters.

    Raises:
        CelError: `signal-unavailable`, events of this type hold no text.
    """
    event = view.event
    texts = [Said("", view.text.raw)] if says(event) else []
    if "command" in event.data.__struct_fields__:
        texts += _command(view)
    files = files_of(event)
    if not texts and files is None:
        raise unavailable(f"`{event.type}` has no text")
    for number, file in enumerate((files or ())[:MOST_FILES], 1):
        if file.data and (words := decoded(file.data, LIMIT)):
            texts.append(Said(f"file {number}", words))
    return tuple(texts)


def _command(view: View) -> list[Said]:
    """The command line of a deployment."""
    data = view.event.data
    parts = [
        data.command if data.command is not UNSET else "",
        *(data.arguments if data.arguments is not UNSET else ()),
    ]
    return [Said("command", " ".join(parts)[:LIMIT])]
