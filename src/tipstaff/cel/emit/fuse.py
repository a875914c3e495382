"""`fuse`: many conditions as one function.

def fused(activation, matched, failed):      what it looks like
    ...
    try:
        v1 = r1.purpose                      fields that several rules read
    ...
    try:
        if ((v1 == 'marketing') and ...):    one rule
            hit(17)
    except E:
        fail(17)                             the caller asks the interpreter
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, cast

from tipstaff.cel.compiled import Compiled
from tipstaff.cel.emit.emitter import FusingEmitter
from tipstaff.cel.run.activation import Activation
from tipstaff.cel.types import RecordType


class Fused(Protocol):
    """A generated function. `source` is its text."""

    source: str

    def __call__(self, activation: Activation, matched: list[int], failed: list[int]) -> None:
        """Append the number of each rule that is true to `matched`, of each that could not be told to `failed`."""
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
    lines = ["def fused(activation, matched, failed):", "    get = activation.get", "    call = activation.call"]
    lines += ["    hit = matched.append", "    fail = failed.append", "    broken = {}"]
    if finished.unset:
        lines.append(f"    {' = '.join(finished.unset)} = N")
    if finished.loads:
        lines += ["    try:", *(f"        {load}" for load in finished.loads)]
        lines += ["    except E:", "        everything(failed)", "        return"]
    for (number, _), text in zip(rules, finished.texts, strict=True):
        lines += ["    try:", f"        if {text}:", f"            hit({number:d})"]
        lines += ["    except E:", f"        fail({number:d})"]
    numbers = tuple(number for number, _ in rules)
    return _function("\n".join(lines), {**emitter.sheet.namespace, "everything": lambda to: to.extend(numbers)})


def _function(source: str, namespace: dict[str, object]) -> Fused:
    exec(compile(source, "<fused conditions>", "exec"), namespace)
    made = cast(Fused, namespace["fused"])
    made.source = source
    return made
