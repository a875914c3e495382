"""A bare text as the models read it: links become `<url>`, addresses `<mail>`, numbers keep their length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

# Longer texts are judged by their beginning: a mail says early on what it wants, and the other half of the mail
# collection is judged no worse by so much than by twice as much.
LIMIT: Final = 4_000
_URL = re.compile(
    r"https?://\S{1,2000}|www\.\S{1,2000}|\b[a-z0-9-]{1,63}\."
    r"(?:com|net|org|info|biz|co|ly|me|uk|fr|io|top|xyz|click|shop|tv|mobi|app|site|online)\b(?:/\S{0,2000})?"
)
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.]{1,200}\b")
_DOTTED = re.compile(r"[a-z0-9]\.[a-z]|://")
# Numbers are as many noughts as they have digits, up to twelve.
WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|0{1,12}|<\w+>|[£$€%!?&*:]")
_DIGITS = "123456789"
_ALIKE: Final = bytes.maketrans(_DIGITS.encode(), b"0" * len(_DIGITS))
_MARKS = (".", "://", "@")
# A full stop inside what may be a link, as the letters behind it show.
_LINKED = re.compile(r"\.(?=[a-z])|(?<=www)\.(?=\S)")
_SPACE = re.compile(r"\s")
# From so many characters on, only what may be a link or an address is looked at.
LONG: Final = 500


def shaped_of(bare: str) -> str:
    """Links and addresses as `<url>` and `<mail>`, all digits alike."""
    if len(bare) >= LONG:
        bare = _shaped_here_and_there(bare)
    else:
        if ("." in bare or ":" in bare) and _DOTTED.search(bare):
            bare = _URL.sub(" <url> ", bare)
        if "@" in bare:
            bare = _MAIL.sub(" <mail> ", bare)
    if bare.isascii():
        return bare.encode().translate(_ALIKE).decode()
    for digit in _DIGITS:
        bare = bare.replace(digit, "0")
    return bare


def _shaped_here_and_there(bare: str) -> str:
    """The same for long texts: looked at where a full stop, a scheme or an at sign stands, up to white space."""
    places = [at for mark in _MARKS if mark in bare for at in _found(bare, mark)]
    linked = any(bare[at] != "@" and _DOTTED.match(bare, max(0, at - 1) if bare[at] == "." else at) for at in places)
    pieces: list[str] = []
    done = 0
    for at in sorted(places):
        if at < done or (bare[at] == "." and not _LINKED.match(bare, at)):
            continue
        start = at
        while start > done and not bare[start - 1].isspace():
            start -= 1
        space = _SPACE.search(bare, at)
        end = space.start() if space else len(bare)
        part = _URL.sub(" <url> ", bare[start:end]) if linked else bare[start:end]
        pieces += (bare[done:start], _MAIL.sub(" <mail> ", part) if "@" in part else part)
        done = end
    return "".join([*pieces, bare[done:]])


def _found(bare: str, mark: str) -> Iterator[int]:
    at = bare.find(mark)
    while at >= 0:
        yield at
        at = bare.find(mark, at + 1)


def evened(shaped: str) -> str:
    """The text with one space for each stretch of white space, and one at either end."""
    return f" {' '.join(shaped.split())} "
