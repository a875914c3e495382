"""A text as detectors of numbers read it: every digit an ASCII digit, every space a space, nothing invisible between.

Characters are replaced one by one, so places stay; only invisible ones are taken out, and then each place is kept.
"""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_ASCII_DIGITS = b"0123456789"
_OTHER = re.compile(r"[^\x00-\x7f]")
_FEW = 8
_DIGIT = re.compile(r"\d")


class Plain:
    """The text to look at, made when it is first asked for: most texts have too few digits to be looked at.

    `text[i]` stands at `place(i)` of the original; `digits` is how many decimal digits, of any script, it has.
    """

    __slots__ = ("_original", "_places", "_text", "digits")

    def __init__(self, original: str) -> None:
        self._original = original
        self._places: list[int] | None = None
        self._text: str | None = None
        if original.isascii():
            code = original.encode("ascii")
            self.digits = len(code) - len(code.translate(None, _ASCII_DIGITS))
        else:
            self.digits = len(_DIGIT.findall(original))

    @property
    def text(self) -> str:
        """The original with its characters replaced."""
        if self._text is None:
            original = self._original
            self._text = original if original.isascii() else self._plain(original)
        return self._text

    def _plain(self, original: str) -> str:
        if _INVISIBLE.search(original):
            self._places = [at for at, char in enumerate(original) if not _INVISIBLE.match(char)]
            self._places.append(len(original))
            original = _INVISIBLE.sub("", original)
        others = set(_OTHER.findall(original))
        changing = [char for char in others if _ONE_FOR_ONE[ord(char)] != char]
        if len(changing) > _FEW:
            return original.translate(_ONE_FOR_ONE)
        # Mostly there are none, or a space and a dash: letters with accents stay.
        for char in changing:
            original = original.replace(char, _ONE_FOR_ONE[ord(char)])
        return original

    @property
    def same_places(self) -> bool:
        """Whether every character stands where it stood."""
        return len(self.text) == len(self._original)

    def place(self, at: int) -> int:
        """Where a character stands in the original."""
        return at if self.same_places or self._places is None else self._places[at]


class _OneForOne(dict[int, str]):
    """Every decimal digit of any script, every space and dash, full-width and styled letters to their ASCII form."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        category = unicodedata.category(char)
        plain = char
        if category == "Nd":
            plain = str(unicodedata.digit(char))
        elif category == "Zs":
            plain = " "
        elif category == "Pd":
            plain = "-"
        elif 0xFF01 <= code <= 0xFF5E or 0x1D400 <= code <= 0x1D7FF:
            plain = unicodedata.normalize("NFKC", char)
        self[code] = plain
        return plain


_ONE_FOR_ONE = _OneForOne()
