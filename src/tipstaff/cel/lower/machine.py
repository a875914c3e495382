"""The plan of some rules in the kernel's hands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Protocol, cast

from msgspec import UNSET

from tipstaff.cel.compiled import Compiled
from tipstaff.cel.emit.context import NAMESPACE, UnsupportedError
from tipstaff.cel.lower.lowering import Lowering
from tipstaff.cel.run.access import adopt
from tipstaff.cel.run.activation import Activation
from tipstaff.native.kernels import kernel

_KERNEL: Final[Any] = kernel("conditions")

Numbered = tuple[int, Compiled]


class Machine(Protocol):
    """Some rules, made ready."""

    def __call__(self, activation: Activation, matched: list[int], failed: list[int], *records: object) -> None:
        """As a generated function does: append the number of each rule that is true to `matched`, of each that could
        not be told to `failed`.
        """
        ...


def machine(rules: Sequence[Numbered], records: tuple[str, ...]) -> tuple[Machine | None, list[Numbered]]:
    """What the kernel runs of some rules, None without a kernel; and the rules that it does not.

    Args:
        rules: a number for each condition; conditions must be bool or dyn.
        records: the record variables whose values are given when it runs, in their order.
    """
    if _KERNEL is None:
        return None, list(rules)
    lowering, roots, left = Lowering(records), [], []
    for number, condition in rules:
        try:
            roots.append((number, lowering.condition(condition)))
        except UnsupportedError:
            left.append((number, condition))
    lowering.scans.finish()
    made = _KERNEL.Conditions(tuple(lowering.plan.steps), tuple(roots), records, UNSET, NAMESPACE["E"], adopt)
    return (cast(Machine, made) if roots else None), left
