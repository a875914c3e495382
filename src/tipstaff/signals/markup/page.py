"""What a page holds, as plain values; one page per event, read when a signal first asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from msgspec import UNSET

from tipstaff.signals.failure import unavailable
from tipstaff.signals.signal import View

LIMIT = 400_000


class Anchor(NamedTuple):
    """A link: where it leads and the words it shows (an image's `alt` counts)."""

    url: str
    text: str
    hidden: str = ""


class Image(NamedTuple):
    """A picture; `width` and `height` in pixels, -1 when nothing is said. `tiny`: its style makes it at most 2 by 2."""

    url: str
    width: float
    height: float
    hidden: str
    tiny: bool = False


class Hidden(NamedTuple):
    """Words that nobody sees: why, and whether they are what a mail client shows beside the subject."""

    text: str
    why: str
    preview: bool = False


class Entry(NamedTuple):
    """An input of a form: its type and everything it is called."""

    kind: str
    names: str


@dataclass(slots=True)
class Page:
    """A page, filled by one walk. Lists are in the order of the document; all are bounded by the size of the page."""

    anchors: list[Anchor] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    frames: list[str] = field(default_factory=list)
    # Frames that nobody sees: at most 2 by 2 pixels.
    unseen_frames: list[str] = field(default_factory=list)
    metas: list[tuple[str, str]] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    pings: list[str] = field(default_factory=list)
    hidden: list[Hidden] = field(default_factory=list)
    title: str = ""
    base: str = ""
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words that are shown."""
        return " ".join(self.words)


def markup_of(view: View) -> str:
    """The `html` of the event, "" when it has none.

    Raises:
        CelError: `signal-unavailable` when events of this type have no such field.
    """
    data: Any = view.event.data
    if "html" not in data.__struct_fields__:
        raise unavailable(f"`{view.event.type}` has no HTML")
    return "" if data.html is UNSET else data.html[:LIMIT]


def line_of(markup: str, what: str) -> int:
    """The line on which something first stands, counted from 1; 0 when it does not stand there as it is."""
    at = markup.find(what) if what else -1
    return 0 if at < 0 else markup.count("\n", 0, at) + 1
