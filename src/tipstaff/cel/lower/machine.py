"""The plan of some rules in the kernel's hands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple, Protocol, cast

from msgspec import UNSET

from tipstaff.cel.compiled import Compiled
from tipstaff.cel.emit.context import NAMESPACE, UnsupportedError
from tipstaff.cel.lower.lowering import Lowering
from tipstaff.cel.lower.plan import Step
from tipstaff.cel.run.access import adopt
from tipstaff.cel.run.activation import Activation
from tipstaff.cel.syntax import Expr
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
    plan = _plan(rules, records)
    roots = tuple((number, step) for (number, _), step in zip(rules, plan.roots, strict=True) if step is not None)
    left = [rule for rule, step in zip(rules, plan.roots, strict=True) if step is None]
    made = _KERNEL.Conditions(plan.steps, roots, records, UNSET, NAMESPACE["E"], adopt) if roots else None
    return cast("Machine | None", made), left


class _Planned(NamedTuple):
    """What was made of some trees, and the trees, so that their ids are given to no others meanwhile."""

    trees: tuple[Expr, ...]
    steps: tuple[Step, ...]
    roots: tuple[int | None, ...]


# After a reload most conditions are the very ones they were, under other numbers.
_REMEMBERED: Final = 512
_planned: dict[tuple[object, ...], _Planned] = {}


def _plan(rules: Sequence[Numbered], records: tuple[str, ...]) -> _Planned:
    trees = tuple(condition.tree for _, condition in rules)
    key = (records, *map(id, trees))
    known = _planned.get(key)
    if known is None:
        lowering = Lowering(records)
        roots = tuple(_lowered(lowering, condition) for _, condition in rules)
        lowering.scans.finish()
        known = _Planned(trees, tuple(lowering.plan.steps), roots)
        if len(_planned) >= _REMEMBERED:
            _planned.clear()
        _planned[key] = known
    return known


def _lowered(lowering: Lowering, condition: Compiled) -> int | None:
    try:
        return lowering.condition(condition)
    except UnsupportedError:
        return None
