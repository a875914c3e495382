"""A text as bytes, one for each character (Windows-1252): what English and French are written with, and room for the
signs of everybody else. Bytes are searched and rewritten many times faster than text."""

from __future__ import annotations

import codecs
from typing import Final

# The character of each byte; NUL where the code page has none.
WESTERN: Final = "".join(bytes([code]).decode("cp1252", "replace").replace("\ufffd", "\0") for code in range(256))
_ERRORS: Final = "tipstaff-blank"


class ForeignWord(UnicodeEncodeError):
    """The text has letters or digits that the code page has not."""


def western(text: str) -> bytes:
    """The text in Windows-1252, spaces for signs that it has not (emoji, rare punctuation).

    Raises:
        ForeignWord: there are letters or digits that it has not.
    """
    return text.encode("cp1252", _ERRORS)


def _blank(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    stretch = error.object[error.start : error.end]
    if any(letter.isalnum() for letter in stretch):
        raise ForeignWord(*error.args)
    return " " * len(stretch), error.end


codecs.register_error(_ERRORS, _blank)
