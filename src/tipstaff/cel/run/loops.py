"""The macros: `all`, `exists`, `exists_one`, `filter`, `map` and `cel.bind`. Every iteration counts as work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tipstaff.cel.failure import CelError
from tipstaff.cel.run.access import Later
from tipstaff.cel.run.logic import not_bool
from tipstaff.cel.run.scope import Frame, Scope, Step
from tipstaff.cel.syntax import Bind, Quantifier
from tipstaff.cel.values import kind, value_of_key

# Counting a produced item by its size keeps the lists that `map` makes within memory.
_MADE_PER_UNIT = 1 << 6


def quantifier(node: Quantifier, scope: Scope) -> Step:
    """Any macro over a list, or over the keys of a map."""
    inner, slot = scope.bind(node.variable, looping=True)
    items, body = _items(scope.step(node.range)), inner.step(node.body)
    if node.kind in ("all", "exists"):
        return _search(items, slot, body, decisive=node.kind == "exists")
    if node.kind == "exists_one":
        return _exactly_one(items, slot, body)
    if node.kind == "filter":
        return _filter(items, slot, body)
    return _map(items, slot, body, None if node.condition is None else inner.step(node.condition))


def bind(node: Bind, scope: Scope) -> Step:
    """`cel.bind`: the value is computed when the body first reads it, and once."""
    value = scope.step(node.value)
    inner, slot = scope.bind(node.variable, looping=False)
    body = inner.step(node.body)

    def run(frame: Frame) -> Any:
        frame.slots[slot] = Later(value)
        return body(frame)

    return run


def _items(step: Step) -> Callable[[Frame], list[Any]]:
    """What a loop goes over, its work counted beforehand."""

    def run(frame: Frame) -> list[Any]:
        value = step(frame)
        if isinstance(value, dict):
            value = [value_of_key(key) for key in value]
        elif not isinstance(value, list | tuple):
            raise CelError("no-matching-overload", f"a loop over a {kind(value)}")
        frame.spend(len(value))
        return value if isinstance(value, list) else list(value)

    return run


def _search(items: Callable[[Frame], list[Any]], slot: int, body: Step, *, decisive: bool) -> Step:
    """`exists` looks for true, `all` for false; an item that fails counts only when none is found."""

    def run(frame: Frame) -> bool:
        failure: CelError | None = None
        for item in items(frame):
            frame.slots[slot] = item
            try:
                value = body(frame)
            except CelError as error:
                if error.code == "limit-exceeded":
                    raise
                failure = failure or error
                continue
            if type(value) is not bool:
                failure = failure or not_bool(value, "exists" if decisive else "all")
            elif value is decisive:
                return decisive
        if failure is not None:
            raise failure
        return not decisive

    return run


def _holds(value: Any, macro: str) -> bool:
    if type(value) is not bool:
        raise not_bool(value, macro)
    return value


def _exactly_one(items: Callable[[Frame], list[Any]], slot: int, body: Step) -> Step:
    """True when one item satisfies the body; any item that fails is the result."""

    def run(frame: Frame) -> bool:
        count = 0
        for item in items(frame):
            frame.slots[slot] = item
            count += _holds(body(frame), "exists_one")
        return count == 1

    return run


def _filter(items: Callable[[Frame], list[Any]], slot: int, body: Step) -> Step:
    def run(frame: Frame) -> list[Any]:
        kept = []
        for item in items(frame):
            frame.slots[slot] = item
            if _holds(body(frame), "filter"):
                kept.append(item)
        return kept

    return run


def _map(items: Callable[[Frame], list[Any]], slot: int, body: Step, condition: Step | None) -> Step:
    def run(frame: Frame) -> list[Any]:
        made = []
        for item in items(frame):
            frame.slots[slot] = item
            if condition is None or _holds(condition(frame), "map"):
                value = body(frame)
                frame.spend(len(value) // _MADE_PER_UNIT if isinstance(value, str | bytes | list | tuple | dict) else 0)
                made.append(value)
        return made

    return run
