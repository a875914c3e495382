"""`fuse`: many conditions as one function.

def fused(activation, matched, failed, r1=N):    what it looks like
    ...
    try:
        r1 = get('event') if r1 is N else r1     records are asked for when the caller has not given them
        v1 = r1.purpose                          fields that several rules read
        if v1 == 'marketing':                    a rule that cannot raise
            matched += 16,
    except E:
        everything(matched, failed)
        return
    try:
        if call('consent.held', ...):            one that can
            matched += 17,
    except E:
        failed += 17,                            the caller asks the interpreter
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Protocol, cast

from tipstaff.cel.compiled import Compiled
from tipstaff.cel.emit.certain import is_certain
from tipstaff.cel.emit.emitter import FusingEmitter
from tipstaff.cel.emit.sheet import Finished
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
    texts = [emitter.rule(condition) for _, condition in rules]
    finished = emitter.sheet.finish(texts)
    numbers = tuple(number for number, _ in rules)
    source = "\n".join(_lines(finished, numbers, records))
    return _function(source, {**emitter.sheet.namespace, "everything": partial(_everything, numbers)})


def _everything(numbers: Sequence[int], matched: list[int], failed: list[int]) -> None:
    """Where what the rules share cannot be had, all of them fail."""
    matched[:] = [number for number in matched if number not in numbers]
    failed += numbers


def _lines(finished: Finished, numbers: Sequence[int], records: Iterable[str]) -> list[str]:
    """The function's text: what rules share and those that cannot raise, then the others one by one."""
    rules = list(zip(numbers, finished.texts, strict=True))
    certain = [rule for rule in rules if is_certain(rule[1])]
    together = [*finished.loads, *(line for rule in certain for line in _hit(*rule))]
    lines = _opening(finished, records)
    if together:
        lines += ["    try:", *(f"        {line}" for line in together)]
        lines += ["    except E:", "        everything(matched, failed)", "        return"]
    for number, text in rules:
        if (number, text) not in certain:
            lines += ["    try:", *(f"        {line}" for line in _hit(number, text))]
            lines += ["    except E:", f"        failed += {number:d},"]
    return [*lines, "    return"]


def _hit(number: int, text: str) -> tuple[str, str]:
    return f"if {text}:", f"    matched += {number:d},"


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
