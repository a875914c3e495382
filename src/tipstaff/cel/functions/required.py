"""What every match of a pattern must contain, so that most texts need no matching at all.

Reads only the plainest of RE2's syntax and gives up at anything else: to know less than possible is safe.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

# Beside letters, digits and all outside ASCII, the characters that mean themselves outside a class.
_PLAIN: Final = frozenset(" _-@/:,;!\"'#%&=<>~`")
# Escapes that match one character or a place, and have no arguments.
_CLASSES: Final = frozenset("dDwWsSbBAznrtfv")
_SHORTEST: Final = 3
_MOST: Final = 3


@dataclass(frozen=True, slots=True)
class Required:
    """`texts` all stand in every text that matches, the longest first; with `whole`, the one text is the pattern."""

    texts: tuple[str, ...] = ()
    whole: bool = False


def means_itself(character: str) -> bool:
    """Whether a character stands for itself outside a class."""
    return character in _PLAIN or character.isalnum() or not character.isascii()


@lru_cache(maxsize=2048)
def required(pattern: str) -> Required:
    """The literal texts that a match must contain, at most three of at least three characters."""
    reader = _Reader(pattern)
    runs = reader.runs()
    if runs is None:
        return Required()
    if reader.plain and runs:
        return Required((runs[0],), whole=True)
    long_enough = sorted({run for run in runs if len(run) >= _SHORTEST}, key=lambda run: (-len(run), run))
    return Required(tuple(long_enough[:_MOST]))


class _GiveUpError(Exception):
    """Something that this reader does not know."""


class _Reader:
    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0
        self._run: list[str] = []
        self._runs: list[str] = []
        # Whether nothing but characters that mean themselves was read.
        self.plain = True

    def runs(self) -> list[str] | None:
        """The runs of characters outside groups that stand in every match; None when the reader gives up."""
        try:
            while self._at < len(self._pattern):
                self._one()
        except _GiveUpError:
            return None
        self._end()
        return self._runs

    def _end(self) -> None:
        if self._run:
            self._runs.append("".join(self._run))
            self._run = []

    def _one(self) -> None:
        character = self._pattern[self._at]
        self._at += 1
        if means_itself(character):
            self._run.append(character)
            return
        if character == "\\":
            self._escape()
            return
        self.plain = False
        if character in "*?{":
            # What is before it may be absent.
            del self._run[-1:]
        self._end()
        if character == "{":
            self._skip_to("}")
        elif character == "(":
            self._group()
        elif character == "[":
            self._class()
        elif character not in "*?+.^$":
            raise _GiveUpError(character)

    def _escape(self) -> None:
        escaped = self._pattern[self._at : self._at + 1]
        self._at += 1
        if escaped.isascii() and escaped and not escaped.isalnum():
            self._run.append(escaped)
        elif escaped in _CLASSES and escaped:
            self.plain = False
            self._end()
        else:
            raise _GiveUpError(escaped)

    def _skip_to(self, end: str) -> None:
        found = self._pattern.find(end, self._at)
        if found < 0:
            raise _GiveUpError(end)
        self._at = found + 1

    def _group(self) -> None:
        """Pass over a group, whatever is in it. One that sets flags for what follows is not known."""
        if self._pattern.startswith("?", self._at) and not self._pattern.startswith("?:", self._at):
            raise _GiveUpError("flags")
        depth = 1
        while depth:
            character = self._pattern[self._at : self._at + 1]
            self._at += 1
            if not character:
                raise _GiveUpError("group")
            if character == "\\":
                if self._pattern[self._at : self._at + 1] == "Q":
                    raise _GiveUpError("quotation")
                self._at += 1
            elif character == "[":
                self._class()
            else:
                depth += (character == "(") - (character == ")")

    def _class(self) -> None:
        """Pass over a class of characters."""
        if self._pattern.startswith("^", self._at):
            self._at += 1
        if self._pattern.startswith("]", self._at):
            self._at += 1
        while True:
            character = self._pattern[self._at : self._at + 1]
            self._at += 1
            if not character:
                raise _GiveUpError("class")
            if character == "]":
                return
            if character == "\\":
                self._at += 1
            elif character == "[" and self._pattern.startswith(":", self._at):
                self._skip_to(":]")
                self._at += 1
