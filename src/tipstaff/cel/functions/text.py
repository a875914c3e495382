"""Strings: the standard functions and the string extension. Positions and sizes count code points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from tipstaff.cel.functions.formatting import format_text
from tipstaff.cel.functions.implementation import MAX_ITEMS, MAX_TEXT, Implementation
from tipstaff.cel.functions.patterns import matches
from tipstaff.cel.values import CelError, kind

_UPPER: Final = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_LOWER: Final = {code: code - 32 for code in range(ord("a"), ord("z") + 1)}
# The white space of Unicode; Python's own list also has the information separators U+001C to U+001F.
_SPACE: Final = (
    "\t\n\v\f\r \x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"
)
_QUOTED: Final = str.maketrans(
    {
        "\a": r"\a",
        "\b": r"\b",
        "\f": r"\f",
        "\n": r"\n",
        "\r": r"\r",
        "\t": r"\t",
        "\v": r"\v",
        "\\": r"\\",
        '"': r"\"",
    }
)


def _within(at: int, text: str) -> int:
    if 0 <= at <= len(text):
        return at
    raise CelError("index-out-of-range", f"position {at} of a string of {len(text)}")


def char_at(text: str, at: int) -> str:
    """The character there; the position just behind the end gives the empty string."""
    return text[_within(at, text) :][:1] if at == len(text) else text[_within(at, text)]


def index_of(text: str, part: str, start: int = 0) -> int:
    """The first position of `part` at or after `start`, -1 when there is none."""
    return text.find(part, _within(start, text))


def last_index_of(text: str, part: str, last: int | None = None) -> int:
    """The last position of `part` at or before `last`, -1 when there is none."""
    return text.rfind(part) if last is None else text.rfind(part, 0, _within(last, text) + len(part))


def replace(text: str, old: str, new: str, limit: int = -1) -> str:
    """Replace the first `limit` occurrences (all when negative). CelError limit-exceeded past a million characters."""
    count = text.count(old)
    count = count if limit < 0 else min(count, limit)
    if len(text) + count * (len(new) - len(old)) > MAX_TEXT:
        raise CelError("limit-exceeded", f"a text longer than {MAX_TEXT} characters")
    return text.replace(old, new, count)


def split(text: str, separator: str, limit: int = -1) -> list[str]:
    """The parts between separators, `limit` at most (all when negative); an empty separator splits every character."""
    if limit == 0:
        return []
    if not separator:
        pieces = list(text if limit < 0 else text[: limit - 1])
        rest = "" if limit < 0 else text[limit - 1 :]
        parts = [*pieces, rest] if rest or not pieces else pieces
    else:
        parts = text.split(separator, -1 if limit < 0 else limit - 1)
    if len(parts) > MAX_ITEMS:
        raise CelError("limit-exceeded", f"a list longer than {MAX_ITEMS} items")
    return parts


def substring(text: str, start: int, end: int | None = None) -> str:
    """From `start` to before `end` (to the end of the text when not given)."""
    stop = len(text) if end is None else _within(end, text)
    if _within(start, text) > stop:
        raise CelError("index-out-of-range", f"the part from {start} to {stop} runs backwards")
    return text[start:stop]


def join(parts: Sequence[object], separator: str = "") -> str:
    """The strings of a list, the separator between them. CelError limit-exceeded beyond a million characters."""
    strings = [part for part in parts if isinstance(part, str)]
    if len(strings) != len(parts):
        other = next(part for part in parts if not isinstance(part, str))
        raise CelError("no-matching-overload", f"join of a {kind(other)}")
    if sum(map(len, strings)) + len(separator) * max(len(strings) - 1, 0) > MAX_TEXT:
        raise CelError("limit-exceeded", f"a text longer than {MAX_TEXT} characters")
    return separator.join(strings)


def _on_string(name: str, overload: str, kinds: tuple[str, ...], run: Callable[..., Any]) -> Implementation:
    return Implementation(name, overload, ("string", *kinds), run, member=True)


OVERLOADS = (
    _on_string("contains", "contains_string", ("string",), lambda text, part: part in text),
    _on_string("startsWith", "starts_with_string", ("string",), str.startswith),
    _on_string("endsWith", "ends_with_string", ("string",), str.endswith),
    Implementation("matches", "matches", ("string", "string"), matches),
    _on_string("matches", "matches_string", ("string",), matches),
    _on_string("charAt", "string_char_at_int", ("int",), char_at),
    _on_string("indexOf", "string_index_of_string", ("string",), index_of),
    _on_string("indexOf", "string_index_of_string_int", ("string", "int"), index_of),
    _on_string("lastIndexOf", "string_last_index_of_string", ("string",), last_index_of),
    _on_string("lastIndexOf", "string_last_index_of_string_int", ("string", "int"), last_index_of),
    _on_string("lowerAscii", "string_lower_ascii", (), lambda text: text.translate(_UPPER)),
    _on_string("upperAscii", "string_upper_ascii", (), lambda text: text.translate(_LOWER)),
    _on_string("replace", "string_replace_string_string", ("string", "string"), replace),
    _on_string("replace", "string_replace_string_string_int", ("string", "string", "int"), replace),
    _on_string("split", "string_split_string", ("string",), split),
    _on_string("split", "string_split_string_int", ("string", "int"), split),
    _on_string("substring", "string_substring_int", ("int",), substring),
    _on_string("substring", "string_substring_int_int", ("int", "int"), substring),
    _on_string("trim", "string_trim", (), lambda text: text.strip(_SPACE)),
    _on_string("reverse", "string_reverse", (), lambda text: text[::-1]),
    _on_string("format", "string_format", ("list",), format_text),
    Implementation("join", "list_join", ("list",), join, member=True),
    Implementation("join", "list_join_string", ("list", "string"), join, member=True),
    Implementation("strings.quote", "strings_quote", ("string",), lambda text: f'"{text.translate(_QUOTED)}"'),
)
