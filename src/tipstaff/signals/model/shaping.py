"""A bare text as the models read it: links become `<url>`, addresses `<mail>`, numbers keep their length."""

from __future__ import annotations

import re
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


def shaped_of(bare: str) -> str:
    """Links and addresses as `<url>` and `<mail>`, all digits alike."""
    if ("." in bare or ":" in bare) and _DOTTED.search(bare):
        bare = _URL.sub(" <url> ", bare)
    if "@" in bare:
        bare = _MAIL.sub(" <mail> ", bare)
    for digit in _DIGITS:
        bare = bare.replace(digit, "0")
    return bare


def evened(shaped: str) -> str:
    """The text with one space for each stretch of white space, and one at either end."""
    return f" {' '.join(shaped.split())} "
