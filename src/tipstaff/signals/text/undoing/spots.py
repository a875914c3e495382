"""Where in a text a disguise may be: long texts are looked at only there.

An expression that is tried at every letter of a mail costs more than all that is known of it otherwise. Bytes of a
shape (`tipstaff.signals.text.shape`) are searched first, all at once; the expression is tried around what they show.
Each finder gives what trying it everywhere would give, in order, in time that grows with the text alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import re2

from tipstaff.signals.text.letters import LONG

_SINGLES = re2.compile(b"a {1,3}(?:a {1,3}){2,}a")
_BANG = ord("!")
_LOOK = 4  # letters behind a spelled-out word that decide whether it is one
_BESIDE = re2.compile(b"a0|0a|a!a")  # a letter beside a sign, in leet
_THREE = re2.compile(b"|".join(bytes([letter]) * 3 for letter in range(ord("a"), ord("z") + 1)))


def tokens(expression: re.Pattern[bytes], shape: bytes) -> Iterator[tuple[int, int]]:
    """Words of letters and signs (`Shape.in_leet`): stretches of `a` and `0`, or `a!a`, that hold both."""
    if len(shape) < LONG:
        for found in expression.finditer(shape):
            yield found.span()
        return
    done, beside = 0, _BESIDE.search(shape)
    while beside:
        first = beside.start()
        at = first + (shape[first + 1] == _BANG)
        found_here = None
        if at >= done:
            start = max(shape.rfind(b",", done, at + 1) + 1, done)
            start = max(shape.rfind(b"!", start, at) + 1, start)
            found_here = expression.match(shape, start)
        if found_here:
            done = found_here.end()
            yield found_here.span()
        # A word may end with the letter before the next sign.
        beside = _BESIDE.search(shape, max(first + 1, done - 1))


def cuts(expression: re.Pattern[str], text: str, shape: bytes) -> Iterator[re.Match[str]]:
    """Words that a sign cuts (`Shape.in_pieces`), among stretches of `a` and `*`."""
    if len(shape) < LONG:
        yield from expression.finditer(text)
        return
    at = shape.find(b"a*a")
    while at >= 0:
        start = shape.rfind(b",", 0, at) + 1
        end = shape.find(b",", at)
        end = len(shape) if end < 0 else end
        yield from _within(expression, text, start, end, 1)
        at = shape.find(b"a*a", end)


def spelled(expression: re.Pattern[str], text: str, shape: bytes) -> Iterator[re.Match[str]]:
    """Spelled-out words (`Shape.in_letters`), among single letters with up to three signs between."""
    if len(shape) < LONG:
        yield from expression.finditer(text)
        return
    found = _SINGLES.search(shape)
    while found:
        start, end = found.span()
        yield from _within(expression, text, start, end, _LOOK)
        found = _SINGLES.search(shape, end)


def runs(expression: re.Pattern[str], text: str, plain: bytes) -> Iterator[re.Match[str]]:
    """Three of a letter and more."""
    if len(plain) < LONG:
        yield from expression.finditer(text)
        return
    three = _THREE.search(plain)
    while three:
        found = expression.match(text, three.start())
        if found:
            yield found
        three = _THREE.search(plain, found.end() if found else three.start() + 1)


def _within(expression: re.Pattern[str], text: str, start: int, end: int, look: int) -> Iterator[re.Match[str]]:
    """Matches that begin from `start` on and end at `end` or before; they may look at some more letters."""
    while start < end:
        found = expression.search(text, start, min(len(text), end + look))
        if not found or found.end() > end:
            return
        yield found
        start = found.end()
