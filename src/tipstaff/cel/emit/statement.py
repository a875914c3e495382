"""Rules as statements: tests one inside the other, those that several rules begin with only once.

if (v9):                             a test that several rules share
    if (v13 > 95):
        matched += 200, 828,
    try:
        for x0 in v5.links:          a loop ends with the first item that tells
            if (x0.clicks > v13):
                matched += 720,
                break
    except E:                        a rule that may raise has a handler of its own
        failed += 720,
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from tipstaff.cel.emit.certain import is_certain
from tipstaff.cel.emit.loops import Loop

# Levels of shared tests one inside the other.
_DEEPEST: Final = 4


@dataclass(frozen=True, slots=True)
class Statement:
    """A condition as tests that must all hold, in the order in which they are looked at.

    Where the last test is a macro, `loop` is the same as a statement.
    """

    tests: tuple[str, ...]
    loop: Loop | None = None


@dataclass(frozen=True, slots=True)
class Branch:
    """What is left to look at of a rule. `movable`: those of its tests that may be looked at before all others."""

    number: int
    tests: tuple[str, ...]
    loop: Loop | None
    movable: frozenset[str]
    certain: bool

    def after(self, test: str) -> Branch:
        """What is left once a test has held."""
        return replace(self, tests=tuple(one for one in self.tests if one != test))


def branch(number: int, tests: Sequence[tuple[str, bool]], loop: Loop | None) -> Branch:
    """A rule whose text is finished.

    Args:
        tests: each with whether it needs none of those before it.
        loop: what must hold besides.
    """
    movable = frozenset(
        test
        for place, (test, alone) in enumerate(tests)
        if alone and is_certain(test) and (place == 0 or not _calls(test))
    )
    texts = tuple(test for test, _ in tests)
    certain = all(map(is_certain, (*texts, *(() if loop is None else (loop.items, loop.test)))))
    return Branch(number, texts, loop, movable, certain)


def _calls(test: str) -> bool:
    """Whether a test calls anything; one that does not costs too little to mind when it is looked at."""
    return any(before.isalnum() or before == "_" for before, opened in pairwise(test) if opened == "(")


def block(branches: Sequence[Branch], depth: int = 0) -> Iterator[str]:
    """The lines that look at some rules."""
    settled = [one for one in branches if not one.tests and one.loop is None]
    if settled:
        yield f"matched += {''.join(f'{one.number:d}, ' for one in settled).rstrip()}"
    rest = [one for one in branches if one.tests or one.loop is not None]
    test = _shared(rest) if depth < _DEEPEST else None
    if test is None:
        for one in rest:
            yield from _alone(one)
        return
    yield f"if {test}:"
    yield from _indented(block([one.after(test) for one in rest if test in one.movable], depth + 1))
    yield from block([one for one in rest if test not in one.movable], depth)


def _shared(branches: Sequence[Branch]) -> str | None:
    """The test that most rules share."""
    uses = Counter(test for one in branches for test in one.tests if test in one.movable)
    if not uses:
        return None
    test, count = uses.most_common(1)[0]
    return test if count > 1 else None


def _alone(one: Branch) -> Iterator[str]:
    if one.certain:
        yield from _hit(one)
        return
    yield "try:"
    yield from _indented(_hit(one))
    yield "except E:"
    yield f"    failed += {one.number:d},"


def _hit(one: Branch) -> Iterator[str]:
    lines: Iterator[str] = iter((f"matched += {one.number:d},",))
    if one.loop is not None:
        lines = _looped(one.loop, one.number)
    if one.tests:
        yield f"if {' and '.join(one.tests)}:"
        lines = _indented(lines)
    yield from lines


def _looped(loop: Loop, number: int) -> Iterator[str]:
    yield f"for {loop.variable} in {loop.items}:"
    yield f"    if {'' if loop.wanted else 'not '}{loop.test}:"
    if loop.wanted:
        yield f"        matched += {number:d},"
    yield "        break"
    if not loop.wanted:
        yield "else:"
        yield f"    matched += {number:d},"


def _indented(lines: Iterator[str]) -> Iterator[str]:
    return (f"    {line}" for line in lines)
