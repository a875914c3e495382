"""What a style says of visibility and colour.

Hidden are: `display: none`, `visibility: hidden`, no opacity, letters of at most one pixel, boxes without size whose
overflow is cut off, boxes far outside the page, boxes clipped to nothing, and letters without colour.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from tipstaff.signals.lasting import short_ones
from tipstaff.signals.markup.colours import Colour, colour, transparent

_LENGTH = re.compile(r"(-?\d{0,8}\.?\d{0,8})\s*(px|pt|em|rem|ex|ch|mm|cm|in|vw|vh|%)?\s*(?:!important)?\Z")
_PIXELS = {
    "pt": 1.33,
    "em": 16.0,
    "rem": 16.0,
    "ex": 8.0,
    "ch": 8.0,
    "mm": 3.8,
    "cm": 38.0,
    "in": 96.0,
    "vw": 12.0,
    "vh": 8.0,
}
_BACKGROUND = re.compile(r"url\(|gradient\(")
_NOTHING_CLIPPED = re.compile(r"rect\(\s*(?:0|1px)(?:px)?[\s,]|inset\(\s*(?:50|100)%")
_FAR = -400.0
_LONGEST = 4_000


class Look(NamedTuple):
    """`hidden` says why ("" when it is not): display, visibility, opacity, size, box, off-screen, clip, colour.

    `colour` and `background` are None when nothing is said of them; `painted` when the background is a picture or a
    colour that is not known. `tiny` is an
    element of at most two pixels each way.
    """

    hidden: str = ""
    colour: Colour | None = None
    background: Colour | None = None
    painted: bool = False
    tiny: bool = False


PLAIN = Look()


@short_ones(2048)
def look(style: str) -> Look:
    """What the text of a `style` attribute says."""
    return _look(declarations(style)) if style else PLAIN


def declarations(style: str) -> dict[str, str]:
    """Property to value, in lower case; the last one of a name counts, as in a browser."""
    found = {}
    for part in style[:_LONGEST].split(";"):
        name, colon, value = part.partition(":")
        if colon:
            found[name.strip().lower()] = value.strip().lower()
    return found


def pixels(value: str) -> float | None:
    """A length in pixels, roughly; None when it is none, or a share of something else."""
    match = _LENGTH.match(value.strip())
    if not match or match[1] in ("", "-", ".", "-."):
        return None
    if match[2] == "%":
        return 0.0 if float(match[1]) == 0 else None
    return float(match[1]) * _PIXELS.get(match[2] or "px", 1.0)


def _look(said: Mapping[str, str]) -> Look:
    background = said.get("background-color") or said.get("background", "")
    painted = bool(background and _BACKGROUND.search(background)) or "background-image" in said
    known = _first_colour(background)
    return Look(
        hidden=_hidden(said),
        colour=colour(_bare(said["color"])) if "color" in said else None,
        background=known,
        painted=painted or bool(background and known is None and not transparent(background)),
        tiny=_tiny(said),
    )


def _hidden(said: Mapping[str, str]) -> str:
    if said.get("display", "").startswith("none") or said.get("mso-hide", "").startswith("all"):
        return "display"
    if said.get("visibility", "").startswith(("hidden", "collapse")):
        return "visibility"
    if _number(said.get("opacity", "1")) <= 0.02:
        return "opacity"
    size = pixels(said["font-size"]) if "font-size" in said else None
    if size is not None and 0 <= size <= 1:
        return "size"
    if _boxless(said):
        return "box"
    if _outside(said):
        return "off-screen"
    if _NOTHING_CLIPPED.search(said.get("clip", "") + said.get("clip-path", "")):
        return "clip"
    return "colour" if "color" in said and transparent(_bare(said["color"])) else ""


def _boxless(said: Mapping[str, str]) -> bool:
    """Without height or width, and what does not fit is not shown."""
    if not said.get("overflow", said.get("overflow-y", "")).startswith(("hidden", "clip")):
        return False
    return any(
        pixels(said[name]) in (0.0, 1.0) for name in ("height", "max-height", "width", "max-width") if name in said
    )


def _outside(said: Mapping[str, str]) -> bool:
    names = ["text-indent", "margin-left", "margin-top"]
    if said.get("position", "").startswith(("absolute", "fixed", "relative")):
        names += ["left", "top", "right", "bottom"]
    return any((pixels(said[name]) or 0.0) <= _FAR for name in names if name in said)


def _tiny(said: Mapping[str, str]) -> bool:
    """An element of at most two pixels each way: the size of a counting pixel."""
    sizes = [pixels(said[name]) for name in ("width", "height") if name in said]
    return len(sizes) == 2 and all(size is not None and size <= 2 for size in sizes)


def _first_colour(background: str) -> Colour | None:
    whole = colour(_bare(background)) if background else None
    if whole or not background:
        return whole
    return next((found for found in map(colour, background.split()[:6]) if found), None)


def _bare(value: str) -> str:
    return value.removesuffix("!important").strip()


def _number(value: str) -> float:
    try:
        return float(_bare(value).rstrip("%"))
    except ValueError:
        return 1.0


def over(first: Look, then: Look) -> Look:
    """Both, the second winning where it says something."""
    return Look(
        then.hidden or first.hidden,
        then.colour or first.colour,
        then.background or first.background,
        then.painted or first.painted,
        then.tiny or first.tiny,
    )
