"""Header fields by name, whatever their case; encoded words (RFC 2047) are read out."""

from __future__ import annotations

import email.errors
import email.header
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from tipstaff.native.kernels import kernel

_KERNEL = kernel("mail")
LONGEST = 20_000
Fields = list[tuple[str, str]]
_ENCODED = re.compile(r"=\?[^?\s]{1,60}\?[bq]\?[^?]*\?=", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n]+")
_LINE = re.compile(r"\r?\n(?![ \t])")
_ODD = re.compile(r"[\t\r\n]|  ")


class Headers:
    """Header fields in the order they came.

    Args:
        fields: (name, value) pairs; values may be folded over lines and encoded.
    """

    __slots__ = ("_fields", "_values")

    def __init__(self, fields: Iterable[tuple[str, str]]) -> None:
        some = fields if isinstance(fields, list) else list(fields)
        found: Any = indexed_plainly(some) if _KERNEL is None else _KERNEL.indexed(some, LONGEST)
        self._fields: Fields = found[0]
        self._values: dict[str, list[str]] = found[1]

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> Headers:
        """Of an event, where a field that came several times is one value with a line for each."""
        apart: Fields = []
        for name, value in fields.items():
            if "\n" in value:
                apart += [(name, part) for part in _split(value)]
            else:
                apart.append((name, value))
        return cls(apart)

    def get(self, name: str, default: str = "") -> str:
        """The first field of that name, on one line and decoded."""
        values = self._values.get(name.lower())
        return decoded(values[0]) if values else default

    def every(self, name: str) -> list[str]:
        """All fields of that name."""
        return [decoded(value) for value in self.raw(name)]

    def raw(self, name: str) -> list[str]:
        """All fields of that name, as they came."""
        return self._values.get(name.lower(), [])

    @property
    def names(self) -> Collection[str]:
        """What fields there are, in lower case."""
        return self._values.keys()

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._values

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)


def indexed_plainly(given: Fields) -> tuple[Fields, dict[str, list[str]]]:
    """Fields with their names in lower case, and their values by name, without the kernel."""
    fields = [(name.strip().lower(), value[:LONGEST]) for name, value in given]
    values: dict[str, list[str]] = {}
    for name, value in fields:
        values.setdefault(name, []).append(value)
    return fields, values


def decoded(value: str) -> str:
    """A field on one line, encoded words read out; what does not decode stays as it is."""
    line = (_SPACE.sub(" ", value) if _ODD.search(value) else value).strip()
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
    if "\r" in value or "\n " in value or "\n\t" in value:
        return [part for part in _LINE.split(value) if part]
    return [part for part in value.split("\n") if part]
