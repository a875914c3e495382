"""Regular expressions as steps: those that ask the same text are answered in one pass, when all of them are known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from tipstaff.cel.emit.context import UnsupportedError
from tipstaff.cel.functions.gaps import gaps
from tipstaff.cel.functions.patterns import check_pattern, pattern_set
from tipstaff.cel.functions.required import required
from tipstaff.cel.lower.plan import Plan

# With more patterns than these on one text, one pass for all is cheaper than a look for what each requires.
_GLANCES: Final = 8


class _Pass:
    """All patterns on a text; made when a text first comes, since an automaton takes milliseconds to make."""

    __slots__ = ("_found", "_patterns")

    def __init__(self, patterns: tuple[str, ...]) -> None:
        self._patterns = patterns
        self._found: Callable[[str], Sequence[int]] | None = None

    def __call__(self, text: str) -> Sequence[int]:
        """The positions of those that match."""
        if self._found is None:
            self._found = pattern_set(self._patterns).found
        return self._found(text)


class _One:
    """A pattern by itself, for texts of which there are many; made when one first comes."""

    __slots__ = ("_matches", "_pattern")

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._matches: Callable[[str], bool] | None = None

    def __call__(self, text: str) -> bool:
        """Whether it matches."""
        if self._matches is None:
            self._matches = pattern_set((self._pattern,)).matches
        return self._matches(text)


class Scans:
    """The patterns of a plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._patterns: dict[int, list[str]] = {}
        self._passes: dict[int, int] = {}
        self._glanced: list[tuple[int, int, int]] = []

    def matching(self, text: int, pattern: str) -> int:
        """The step that tells whether a pattern stands anywhere in a text. Before it, whether what it requires does."""
        if check_pattern(pattern):
            raise UnsupportedError("not a pattern")
        needed, plan = required(pattern), self._plan
        glances = tuple(self._contains(text, part) for part in needed.texts)
        if needed.whole:
            return glances[0]
        find = gaps(pattern)
        if find is not None:
            search = plan.add("call", find, (text,), on=(text,))
            return self._all(*glances, plan.add("found", search, on=(search,)))
        if plan.looping[text]:
            return self._all(*glances, plan.add("call", _One(pattern), (text,), on=(text,), key=(pattern, text)))
        number = self._numbered(text, pattern)
        if not glances:
            return number
        # A step of its own, since the glances may be taken out of it again.
        both = self._all(*glances, number)
        self._glanced.append((text, both, number))
        return both

    def finish(self) -> None:
        """All patterns are there: make what goes through the texts."""
        for text, patterns in self._patterns.items():
            self._plan.steps[self._passes[text]] = ("call", _Pass(tuple(patterns)), (text,))
        for text, both, number in self._glanced:
            if len(self._patterns[text]) > _GLANCES:
                self._plan.steps[both] = ("and", (number,))

    def _numbered(self, text: int, pattern: str) -> int:
        patterns = self._patterns.setdefault(text, [])
        if pattern not in patterns:
            patterns.append(pattern)
        scan = self._passes[text] = self._plan.add("scan", text, on=(text,))
        return self._plan.add("numbered", scan, patterns.index(pattern), on=(scan,))

    def _contains(self, text: int, part: str) -> int:
        wanted = self._plan.constant(part)
        return self._plan.add("contains", text, wanted, on=(text, wanted))

    def _all(self, *parts: int) -> int:
        return self._plan.add("and", parts, on=parts)
