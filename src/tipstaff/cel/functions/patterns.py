"""Regular expressions: RE2 only, so that a match is linear in the text whatever the pattern.

Several patterns on one text are matched in one pass as a `PatternSet`; a single one is a set of one. Long ones are only
tried on texts that hold a literal which one of them requires (`sieve`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

import re2

from tipstaff.cel.functions.sieve import Sieve, sieve_of
from tipstaff.cel.values import CelError, show

MAX_PATTERN: Final = 2_000
MAX_PATTERNS: Final = 1_000
# Memory of one set's automaton; it forgets states when it is full and goes on.
_MEMORY: Final = 16 << 20


def _options() -> re2.Options:
    options = re2.Options()
    options.log_errors = False
    options.never_capture = True
    options.max_mem = _MEMORY
    return options


@lru_cache(maxsize=2048)
def check_pattern(pattern: str) -> str:
    """What is wrong with a pattern, "" when nothing is."""
    if len(pattern) > MAX_PATTERN:
        return f"a pattern longer than {MAX_PATTERN} characters"
    try:
        re2.compile(pattern, _options())
    except re2.error as error:
        return _text_of(error)
    except UnicodeEncodeError:
        return "the pattern is not valid Unicode"
    return ""


def _text_of(error: Exception) -> str:
    cause = error.args[0] if error.args else ""
    return cause.decode(errors="replace") if isinstance(cause, bytes) else str(cause)


class PatternSet:
    """Up to 1,000 patterns matched against a text in one pass; a pattern matches anywhere unless it is anchored."""

    __slots__ = ("_match", "patterns")

    def __init__(self, patterns: Sequence[str]) -> None:
        """Raise CelError invalid-argument for a bad pattern, limit-exceeded when one alone is too large."""
        for pattern in patterns:
            fault = check_pattern(pattern)
            if fault:
                raise CelError("invalid-argument", f"{show(pattern)} is not a regular expression: {fault}")
        self.patterns = tuple(patterns)
        sieve = sieve_of(self.patterns)
        self._match = _matcher(self.patterns) if sieve is None else _Sieved(self.patterns, sieve).match

    def found(self, text: str) -> Sequence[int]:
        """The positions (in `patterns`) of those that match, in no order."""
        try:
            return self._match(text) or ()
        except UnicodeEncodeError:
            raise CelError("invalid-argument", "the text is not valid Unicode") from None

    def matches(self, text: str) -> bool:
        """Whether any of them matches."""
        return len(self.found(text)) > 0


Match = Callable[[str], Sequence[int] | None]


def _matcher(patterns: tuple[str, ...]) -> Match:
    """One automaton for all, or for halves of them when all together need too much memory."""
    try:
        if len(patterns) <= MAX_PATTERNS:
            made: Match = _compiled(patterns).Match
            return made
    except CelError:
        if len(patterns) == 1:
            raise
    half = len(patterns) // 2
    first, second = _matcher(patterns[:half]), _matcher(patterns[half:])
    return lambda text: [*(first(text) or ()), *(half + at for at in second(text) or ())]


class _Sieved:
    """Patterns of which most require a literal: all are tried where one of these stands, else only the others."""

    def __init__(self, patterns: tuple[str, ...], sieve: Sieve) -> None:
        self._all = _matcher(patterns)
        self._may_match = sieve.may_match
        self._left = sieve.left
        self._match_left = _matcher(tuple(patterns[place] for place in sieve.left)) if sieve.left else None

    def match(self, text: str) -> Sequence[int]:
        """The positions of those that match."""
        if self._may_match(text):
            return self._all(text) or ()
        if self._match_left is None:
            return ()
        return [self._left[place] for place in self._match_left(text) or ()]


def _compiled(patterns: tuple[str, ...]) -> re2.Set:
    made = re2.Set.SearchSet(_options())
    # A set too large for its memory would find nothing and say nothing. So the same set with a pattern that always
    # matches is tried first: it needs more memory than the one without.
    probe = re2.Set.SearchSet(_options())
    try:
        for pattern in patterns:
            made.Add(pattern)
            probe.Add(pattern)
        always = probe.Add("")
        made.Compile()
        probe.Compile()
    except re2.error as error:
        raise CelError("limit-exceeded", f"the patterns need too large an automaton: {_text_of(error)}") from None
    if always not in (probe.Match("") or ()):
        raise CelError("limit-exceeded", f"{len(patterns)} patterns need too large an automaton")
    return made


@lru_cache(maxsize=512)
def pattern_set(patterns: tuple[str, ...]) -> PatternSet:
    """The set of these patterns, made once: functions that are generated for the same rules share it."""
    return PatternSet(patterns)


@lru_cache(maxsize=512)
def _single(pattern: str) -> PatternSet | CelError:
    try:
        return PatternSet((pattern,))
    except CelError as error:
        return error


def matches(text: str, pattern: str) -> bool:
    """Whether the pattern matches anywhere in the text. CelError invalid-argument for a bad pattern."""
    if len(pattern) > MAX_PATTERN:
        raise CelError("invalid-argument", f"a pattern longer than {MAX_PATTERN} characters")
    compiled = _single(pattern)
    if isinstance(compiled, CelError):
        raise CelError(compiled.code, compiled.message)
    return compiled.matches(text)
