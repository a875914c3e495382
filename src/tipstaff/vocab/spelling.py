"""Numbers and addresses of people however they are spelled, as they may be shown and kept.

`06-12-34-56-78`, `(06)12345678` and `06 12 34 56 78` are one person's as much as `0612345678` is.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from tipstaff.vocab.masking import mask_email, mask_phone, mask_within

_SCHEME: Final = re.compile(r"\A(?:tel|sms|callto|whatsapp|https?://wa\.me/|wa\.me/)[:/]*", re.IGNORECASE)
# An identifier (RFC 9562), a digest: what has the length of one is nobody's, although it may begin like a number.
_ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=[0-9]*[a-f])[0-9a-f]{24,}", re.IGNORECASE)
_FEWEST: Final = 7


def number_of(value: str) -> str | None:
    """The digits of what is a telephone number and nothing else, its plus before them; None for anything else.

    Whatever is neither letter nor digit counts as a mark between digits. Digits without marks are a number of any
    length, so that short codes are found too.
    """
    text = _SCHEME.sub("", unicodedata.normalize("NFKC", value).strip())
    if text.isdigit():
        return text
    digits = "".join(char for char in text if char.isalnum())
    if not digits.isdigit() or len(digits) < _FEWEST or _ID.fullmatch(text):
        return None
    return f"+{digits}" if "+" in text else digits


def mask_named(value: str) -> str:
    """Who is named by a number or a mail address: masked. By a name, an id or a short code: as it is."""
    number = number_of(value)
    if number is not None:
        return mask_phone(number) if len(number) >= _FEWEST else value
    if len(value.split()) == 1 and "@" in value[1:]:
        return mask_email(value)
    return value if _ID.fullmatch(value) else mask_within(unicodedata.normalize("NFKC", value))


def mask_listed(value: str) -> str:
    """What stands in a list or a message: a number alone, or a text with numbers in it."""
    return mask_named(value) if number_of(value) is not None else mask_within(value)
