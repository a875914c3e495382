"""Header fields by name, whatever their case; encoded words (RFC 2047) are read out."""

from __future__ import annotations

import email.errors
import email.header
import re
from collections.abc import Iterable, Iterator, Mapping

LONGEST = 20_000
_ENCODED = re.compile(r"=\?[^?\s]{1,60}\?[bq]\?[^?]*\?=", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n]+")


class Headers:
    """Header fields in the order they came.

    Args:
        fields: (name, value) pairs; values may be folded over lines and encoded.
    """

    __slots__ = ("_fields",)

    def __init__(self, fields: Iterable[tuple[str, str]]) -> None:
        self._fields = [(name.strip().lower(), value[:LONGEST]) for name, value in fields]

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> Headers:
        """Of an event, where a field that came several times is one value with a line for each."""
        return cls((name, part) for name, value in fields.items() for part in _split(value))

    def get(self, name: str, default: str = "") -> str:
        """The first field of that name, on one line and decoded."""
        return next(self._every(name), default)

    def every(self, name: str) -> list[str]:
        """All fields of that name."""
        return list(self._every(name))

    def raw(self, name: str) -> list[str]:
        """All fields of that name, as they came."""
        return [value for known, value in self._fields if known == name.lower()]

    def __contains__(self, name: str) -> bool:
        return any(known == name.lower() for known, _ in self._fields)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def _every(self, name: str) -> Iterator[str]:
        return (decoded(value) for known, value in self._fields if known == name.lower())


def decoded(value: str) -> str:
    """A field on one line, encoded words read out; what does not decode stays as it is."""
    line = _SPACE.sub(" ", value).strip()
    if "=?" not in line or not _ENCODED.search(line):
        return line
    try:
        parts = email.header.decode_header(line[:4_000])
    except (email.errors.HeaderParseError, ValueError):
        return line
    return _SPACE.sub(" ", "".join(_part(part, charset) for part, charset in parts)).strip()


def _part(part: bytes | str, charset: str | None) -> str:
    if isinstance(part, str):
        return part
    try:
        return part.decode(charset or "latin-1", "replace")
    except (LookupError, ValueError):
        return part.decode("latin-1")


def _split(value: str) -> list[str]:
    """A value of several lines: continued when a line begins with space, another field of the name otherwise."""
    return [part for part in re.split(r"\r?\n(?![ \t])", value) if part] if "\n" in value else [value]
