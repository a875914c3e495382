"""What a regular expression of RE2 requires: literal texts of which one stands in every match.

    (?i)buy [^.]* (?:replicas?|knock-?offs?)      one of {buy}, and one of {replica, knockoff, knock-off}
    (?i)cheap rolex|(?i)seed phrase               one of {cheap rolex}; or one of {seed phrase}

Literals are folded (`fold`), so that what is required is required whatever the flags say of case. Reads only what is
usual of RE2's syntax and gives up at anything else: to know less than possible is safe.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from tipstaff.cel.functions.requirement import (
    EMPTY,
    NEVER,
    UNKNOWN,
    Branch,
    Part,
    joined_of,
    literal_of,
    one_of,
    rarest,
    some_of,
)

_DEEPEST: Final = 40
_FEW_OF_A_CLASS: Final = 4
_FLAGS: Final = re.compile(r"\?[imsU]*(?:-[imsU]+)?([:)])")
_NAME: Final = re.compile(r"\?P?<\w+>")
_TIMES: Final = re.compile(r"\{(\d+)(?:,(\d*))?\}")
_PLACES: Final = frozenset("bBAz")
_KINDS: Final = frozenset("dDwWsS")
_CONTROLS: Final = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "a": "\a"}
# How patterns are written of which no word is known: no character is of this class.
_NO_CHARACTER: Final = r"^\x00-\x{10ffff}]"


@lru_cache(maxsize=2048)
def branches(pattern: str) -> Sequence[Branch] | None:
    """The ways in which a pattern can match, with what each requires; None where one of them requires nothing."""
    try:
        ways = _Reader(pattern).ways()
    except _GiveUpError:
        return None
    found = [rarest(way.sets()) for way in ways if way != NEVER]
    return found if all(found) else None


class _GiveUpError(Exception):
    """Something that this reader does not know."""


class _Reader:
    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0
        self._depth = 0

    def ways(self) -> list[Part]:
        """The branches of the whole pattern."""
        found = self._branches()
        if self._at < len(self._pattern):
            raise _GiveUpError(")")
        return found

    def _branches(self) -> list[Part]:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _GiveUpError("too deep")
        found = [self._sequence()]
        while self._takes("|"):
            found.append(self._sequence())
        self._depth -= 1
        return found

    def _sequence(self) -> Part:
        parts = []
        while self._at < len(self._pattern) and self._pattern[self._at] not in "|)":
            parts.append(self._repeated(self._one()))
        return joined_of(parts)

    def _repeated(self, part: Part) -> Part:
        while self._at < len(self._pattern):
            times = _TIMES.match(self._pattern, self._at)
            if times is not None:
                self._at = times.end()
                part = some_of(part) if int(times[1]) else UNKNOWN
            elif self._takes("?"):
                part = UNKNOWN if part.exact is None else Part(part.exact | {""})
            elif self._takes("*"):
                part = UNKNOWN
            elif self._takes("+"):
                part = some_of(part)
            else:
                break
            self._takes("?")  # as few as possible, which requires the same
        return part

    def _one(self) -> Part:
        character = self._pattern[self._at]
        self._at += 1
        if character == "(":
            return self._group()
        if character == "[":
            return self._class()
        if character == "\\":
            return self._escape()
        if character in "^$":
            return EMPTY
        if character == ".":
            return UNKNOWN
        if character in "*+?":
            raise _GiveUpError(character)
        return literal_of(character)

    def _group(self) -> Part:
        flags = _FLAGS.match(self._pattern, self._at)
        name = _NAME.match(self._pattern, self._at)
        if flags is not None:
            self._at = flags.end()
            if flags[1] == ")":
                return EMPTY
        elif name is not None:
            self._at = name.end()
        elif self._pattern.startswith("?", self._at):
            raise _GiveUpError("(?")
        part = one_of(self._branches())
        if not self._takes(")"):
            raise _GiveUpError("(")
        return part

    def _escape(self) -> Part:
        escaped = self._next()
        if escaped in _PLACES:
            return EMPTY
        if escaped in _KINDS:
            return UNKNOWN
        if escaped in _CONTROLS:
            return literal_of(_CONTROLS[escaped])
        if escaped.isalnum() or not escaped.isascii():
            raise _GiveUpError(escaped)
        return literal_of(escaped)

    def _class(self) -> Part:
        """A class of characters: each of them where they are few and written out."""
        if self._takes(_NO_CHARACTER):
            return NEVER
        known = not self._takes("^")
        members: set[str] = set()
        first = True
        while first or not self._takes("]"):
            first = False
            character = self._next()
            if character == "[" and self._pattern.startswith(":", self._at):
                end = self._pattern.find(":]", self._at + 1)
                if end < 0:
                    raise _GiveUpError("[:")
                self._at, known = end + 2, False
            elif character == "\\":
                escaped = self._next()
                known = known and not escaped.isalnum()
                members.add(escaped)
            else:
                # A range, or a hyphen that stands for itself.
                known = known and character != "-"
                members.add(character)
        if not known or len(members) > _FEW_OF_A_CLASS:
            return UNKNOWN
        return one_of([literal_of(member) for member in sorted(members)])

    def _next(self) -> str:
        if self._at >= len(self._pattern):
            raise _GiveUpError("the end")
        self._at += 1
        return self._pattern[self._at - 1]

    def _takes(self, text: str) -> bool:
        taken = self._pattern.startswith(text, self._at)
        self._at += taken * len(text)
        return taken
