"""`fuse`: many conditions as one function.

def fused(activation, matched, failed, r1=N):    what it looks like
    ...
    try:
        r1 = get('event') if r1 is N else r1     records are asked for when the caller has not given them
        v1 = r1.purpose                          fields that several rules read
        if v1 == 'marketing':                    a rule that cannot raise
            matched += 16,
        try:
            if call('consent.held', ...):        one that can
                matched += 17,
        except E:
            failed += 17,                        the caller asks the interpreter
    except E:
        everything(matched, failed)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol, cast

from tipstaff.cel.compiled import Compiled
from tipstaff.cel.emit.emitter import FusingEmitter
from tipstaff.cel.emit.sheet import Finished
from tipstaff.cel.emit.statement import Branch, Statement, block, branch
from tipstaff.cel.run.activation import Activation
from tipstaff.cel.types import RecordType


class Fused(Protocol):
    """A generated function. `source` is its text."""

    source: str

    def __call__(self, activation: Activation, matched: list[int], failed: list[int], *records: object) -> None:
        """Append the number of each rule that is true to `matched`, of each that could not be told to `failed`.

        `records` are the values of the record variables, in their order, where the caller has them at hand.
        """
        ...


def fuse(rules: Sequence[tuple[int, Compiled]], records: Mapping[str, RecordType]) -> Fused:
    """Generate the function of these rules.

    Args:
        rules: a number for each condition; conditions must be bool or dyn.
        records: the record variables that are always there; their members are loaded at the top when shared.

    Returns:
        The function. It never raises for what a condition does; a rule whose number is in neither list is false.
    """
    emitter = FusingEmitter(frozenset(records))
    statements = _once([emitter.rule(condition) for _, condition in rules])
    finished = emitter.sheet.finish([text for statement in statements for text in _texts(statement)])
    numbers = tuple(number for number, _ in rules)
    texts = iter(finished.texts)
    unguarded = emitter.sheet.is_unguarded
    branches = [_branch(number, one, texts, unguarded) for number, one in zip(numbers, statements, strict=True)]
    source = "\n".join(_lines(finished, branches, records))
    return _function(source, {**emitter.sheet.namespace, "everything": partial(_everything, numbers)})


def _once(statements: Sequence[Statement]) -> list[Statement]:
    """A macro that several rules have in common is computed once, so it stays an expression."""
    uses = Counter(test for statement in statements for test in statement.tests)
    return [replace(one, loop=None) if one.loop is not None and uses[one.tests[-1]] > 1 else one for one in statements]


def _texts(statement: Statement) -> tuple[str, ...]:
    """What is in use of a statement: with a loop, its last test is not."""
    loop = statement.loop
    return statement.tests if loop is None else (*statement.tests[:-1], loop.items, loop.test)


def _branch(number: int, statement: Statement, texts: Iterator[str], unguarded: Callable[[str], bool]) -> Branch:
    """The rule with its texts as they were finished."""
    loop = statement.loop
    raw = statement.tests if loop is None else statement.tests[:-1]
    tests = [(next(texts), unguarded(text)) for text in raw]
    return branch(number, tests, None if loop is None else replace(loop, items=next(texts), test=next(texts)))


def _everything(numbers: Sequence[int], matched: list[int], failed: list[int]) -> None:
    """Where what the rules share cannot be had, all of them fail."""
    for found in (matched, failed):
        found[:] = [number for number in found if number not in numbers]
    failed += numbers


def _lines(finished: Finished, branches: Sequence[Branch], records: Iterable[str]) -> list[str]:
    """The function's text: what rules share, then the rules."""
    lines = _opening(finished, records)
    together = [*finished.loads, *block(branches)]
    if together:
        lines += ["    try:", *(f"        {line}" for line in together)]
        lines += ["    except E:", "        everything(matched, failed)"]
    return [*lines, "    return"]


def _opening(finished: Finished, records: Iterable[str]) -> list[str]:
    """The head of the function: what the rules use, and the members that they share."""
    used = "".join((*finished.texts, *finished.loads))
    given = "".join(f", {finished.roots.get(name, f'_{number}')}=N" for number, name in enumerate(records))
    lines = [f"def fused(activation, matched, failed{given}):"]
    # `get(` loads a record, `read(get,` a variable, `call(` asks the host.
    asked = [name for name in ("get", "call") if f"{name}(" in used or f"({name}," in used]
    lines += [f"    {name} = activation.{name}" for name in asked]
    if "broken" in used:
        lines.append("    broken = {}")
    if finished.unset:
        lines.append(f"    {' = '.join(finished.unset)} = N")
    return lines


def _function(source: str, namespace: dict[str, object]) -> Fused:
    exec(compile(source, "<fused conditions>", "exec"), namespace)
    made = cast(Fused, namespace["fused"])
    made.source = source
    return made
