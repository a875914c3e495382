"""Colours as numbers, and whether letters of one can be read on the other."""

from __future__ import annotations

import re

from tipstaff.signals.lasting import short_ones

Colour = tuple[int, int, int]

WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
# How far two colours may be apart, per channel, and still not be told apart at reading distance. Our choice: #fafafa
# on white cannot be read, #f0f0f0 can be seen.
_NEAR = 8
# The names of CSS Color 4 that mail uses; others are unknown and never count as hidden.
_NAMES = {
    "white": WHITE, "black": BLACK, "red": (255, 0, 0), "green": (0, 128, 0), "blue": (0, 0, 255),
    "yellow": (255, 255, 0),
    "gray": (128, 128, 128), "grey": (128, 128, 128), "silver": (192, 192, 192), "navy": (0, 0, 128),
    "orange": (255, 165, 0), "purple": (128, 0, 128), "maroon": (128, 0, 0), "lime": (0, 255, 0), "aqua": (0, 255, 255),
    "cyan": (0, 255, 255), "teal": (0, 128, 128), "olive": (128, 128, 0), "fuchsia": (255, 0, 255),
    "magenta": (255, 0, 255), "snow": (255, 250, 250), "ivory": (255, 255, 240), "ghostwhite": (248, 248, 255),
    "whitesmoke": (245, 245, 245), "lightgrey": (211, 211, 211), "lightgray": (211, 211, 211),
}  # fmt: skip
_HEX = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})(?:[0-9a-f]{2}|[0-9a-f])?\Z")
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*[, ]\s*(\d{1,3})")
_CLEAR = re.compile(r"transparent\Z|(?:rgba|hsla)\([^)]*[,/]\s*0(?:\.0+)?%?\s*\)\Z")


@short_ones(1024)
def colour(text: str) -> Colour | None:
    """`white`, `#fff`, `ffffff`, `rgb(255, 255, 255)`; None when it is none that is known."""
    text = text.strip().lower()
    if text in _NAMES:
        return _NAMES[text]
    numbers = _RGB.match(text)
    if numbers:
        red, green, blue = (min(255, int(part)) for part in numbers.groups())
        return red, green, blue
    digits = _HEX.match(text)
    if not digits:
        return None
    long = digits[1] if len(digits[1]) == 6 else "".join(2 * digit for digit in digits[1])
    return int(long[:2], 16), int(long[2:4], 16), int(long[4:], 16)


def transparent(text: str) -> bool:
    """Whether nothing is painted at all."""
    return bool(_CLEAR.match(text.strip().lower()))


def alike(one: Colour, other: Colour) -> bool:
    """Whether one cannot be read on the other."""
    return all(abs(a - b) <= _NEAR for a, b in zip(one, other, strict=True))
