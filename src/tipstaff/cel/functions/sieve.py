"""Whether one of many patterns may match a text, told by the literals that they require.

RE2 makes the automaton of long patterns as texts come: with twenty patterns of a thousand characters a message that is
unlike those before costs a tenth of a millisecond, and every message goes through memory that nothing else needs. Most
messages hold none of the literals, which a kernel tells in a microsecond. Without the kernel there is no sieve.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from tipstaff.cel.functions.literals import branches
from tipstaff.cel.functions.requirement import Either, fold
from tipstaff.native.kernels import kernel

_KERNEL: Final[Any] = kernel("literals")
# Shorter patterns have few states; in so many characters there is much to gain.
_LONG: Final = 400
_MOST: Final = 2_000
# Every place of a text that begins as so many literals do is compared with each of them: more would not be linear.
_ALIKE: Final = 96
_BEGINNING: Final = 3


class Sieve:
    """Some patterns by what they require.

    Attributes:
        left: the positions of patterns that require nothing which is known here.
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        ways = [branches(pattern) for pattern in patterns]
        self.left = tuple(place for place, some in enumerate(ways) if some is None)
        # By literal: what else is required where it stands, once for each way in which a pattern can match.
        leads: dict[str, list[Sequence[Either]]] = {}
        for first, *also in (way for some in ways for way in some or ()):
            for literal in first:
                leads.setdefault(literal, []).append(also)
        self._leads = tuple(leads.values())
        self._standing = _KERNEL.Literals(tuple(leads)).standing

    def may_match(self, text: str) -> bool:
        """Whether one of those that are not `left` may; also where the text is no valid Unicode, which they say."""
        standing = self._standing(text)
        if not standing:
            return standing is None
        folded = fold(text)
        leads = (also for literal in standing for also in self._leads[literal])
        return any(all(any(literal in folded for literal in either) for either in also) for also in leads)


def sieve_of(patterns: Sequence[str]) -> Sieve | None:
    """A sieve for these patterns, where one is worth its while."""
    if _KERNEL is None or sum(map(len, patterns)) < _LONG:
        return None
    ways = [branches(pattern) for pattern in patterns]
    known = sum(len(pattern) for pattern, some in zip(patterns, ways, strict=True) if some is not None)
    literals = {literal for some in ways for first, *_ in some or () for literal in first}
    alike = Counter(literal[:_BEGINNING] for literal in literals)
    fit = len(literals) <= _MOST and max(alike.values(), default=0) <= _ALIKE
    return Sieve(patterns) if known >= _LONG and fit else None
