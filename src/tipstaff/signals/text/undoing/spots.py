"""Where in a text a disguise may be: long texts are looked at only there.

An expression that is tried at every letter of a mail costs more than all that is known of it otherwise. Bytes of a
shape (`tipstaff.signals.text.shape`) are searched first, all at once; the expression is tried around what they show.
Each finder gives what trying it everywhere would give, in order, in time that grows with the text alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import re2

from tipstaff.signals.lazily import Library
from tipstaff.signals.text.letters import LONG

numpy = Library("numpy")

_SINGLES = re2.compile(b"a {1,3}(?:a {1,3}){2,}a")
_LOOK = 4  # letters behind a spelled-out word that decide whether it is one
# A letter beside a sign, in leet: `a` and `0` differ in these bits, and no other two kinds do.
_BESIDE = ord("a") ^ ord("0")


def tokens(expression: re.Pattern[bytes], shape: bytes) -> Iterator[tuple[int, int]]:
    """Words of letters and signs (`Shape.in_leet`): stretches of `a` and `0`, or `a!a`, that hold both."""
    if len(shape) < LONG:
        for found in expression.finditer(shape):
            yield found.span()
        return
    kinds = numpy.frombuffer(shape, dtype=numpy.uint8)
    mixed = (kinds[1:] ^ kinds[:-1]) == _BESIDE
    mixed[1:] |= (kinds[:-2] == ord("a")) & (kinds[1:-1] == ord("!")) & (kinds[2:] == ord("a"))
    done = 0
    for at in numpy.flatnonzero(mixed).tolist():
        if at < done:
            continue
        start = max(shape.rfind(b",", done, at + 1) + 1, done)
        start = max(shape.rfind(b"!", start, at) + 1, start)
        found_here = expression.match(shape, start)
        if found_here:
            done = found_here.end()
            yield found_here.span()


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
    codes = numpy.frombuffer(plain, dtype=numpy.uint8)
    same = codes[1:] == codes[:-1]
    done = 0
    for at in numpy.flatnonzero(same[1:] & same[:-1] & (codes[2:] >= ord("a")) & (codes[2:] <= ord("z"))).tolist():
        if at >= done:
            found = expression.match(text, at)
            if found:
                done = found.end()
                yield found


def _within(expression: re.Pattern[str], text: str, start: int, end: int, look: int) -> Iterator[re.Match[str]]:
    """Matches that begin from `start` on and end at `end` or before; they may look at some more letters."""
    while start < end:
        found = expression.search(text, start, min(len(text), end + look))
        if not found or found.end() > end:
            return
        yield found
        start = found.end()
