"""Every text of an event that may hold personal data: what it says, text files that it carries, also those in archives,
and command lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from msgspec import UNSET

from tipstaff.signals.failure import unavailable
from tipstaff.signals.media.kinds import kind_of
from tipstaff.signals.media.media import File, files_of
from tipstaff.signals.media.opening import opened
from tipstaff.signals.media.prose import decoded
from tipstaff.signals.signal import View
from tipstaff.signals.text.wording import LIMIT, says

MOST_FILES = 20
# Of what archives hold, so many texts and characters of all: beyond that it is somebody's library, not a letter. What
# opening them may cost at all is limited in `tipstaff.signals.media.limits`.
MOST_MEMBERS, MOST_INSIDE = 100, 500_000
_ARCHIVES = frozenset({"zip", "tar", "gzip", "bzip2", "xz", "7z"})


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
    return (*texts, *_inside(view)) if any(map(_packed, files or ())) else tuple(texts)


def _packed(file: File) -> bool:
    """Whether a file is an archive by its content."""
    return file.data is not None and kind_of(file.data).type in _ARCHIVES


def _inside(view: View) -> Iterator[Said]:
    """The text files in archives, and in archives in these, in order. Documents of offices are no archives here: what
    people wrote in them is cut up by their markup.
    """
    left, members = MOST_INSIDE, 0
    for piece in view.once(opened).pieces:
        if piece.container not in _ARCHIVES or not (words := decoded(piece.data, min(LIMIT, left))):
            continue
        yield Said(piece.where, words)
        left, members = left - len(words), members + 1
        if left <= 0 or members >= MOST_MEMBERS:
            return


def _command(view: View) -> list[Said]:
    """The command line of a deployment."""
    data = view.event.data
    parts = [
        data.command if data.command is not UNSET else "",
        *(data.arguments if data.arguments is not UNSET else ()),
    ]
    return [Said("command", " ".join(parts)[:LIMIT])]
