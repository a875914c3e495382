"""Calls of standard functions (chosen by their values) and of the host's, and list and map literals."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from tipstaff.cel.functions.table import FUNCTIONS, dispatch
from tipstaff.cel.run import logic
from tipstaff.cel.run.access import adopt, unresolved_name
from tipstaff.cel.run.scope import Frame, Scope, Step
from tipstaff.cel.syntax import Call, ListLiteral, MapLiteral
from tipstaff.cel.types import Type
from tipstaff.cel.values import map_of_pairs

_LOGICAL = {
    "_&&_": logic.conjunction,
    "_||_": logic.disjunction,
    "!_": logic.negation,
    "@not_strictly_false": logic.negation,
    "_?_:_": logic.choice,
}
# Reading this many characters in a loop counts as one unit of work, making this many as well.
_READ_PER_UNIT = 1 << 10
_MADE_PER_UNIT = 1 << 6
_ITEM = 1 << 8
# The functions that look at every item of a list, and but for `in` at every entry of a map.
_GOING_THROUGH = frozenset({"@in", "_==_", "_!=_", "_+_", "join", "format", "math.greatest", "math.least"})


def call(node: Call, scope: Scope) -> Step:
    """Any call or operator."""
    logical = _LOGICAL.get(node.function)
    if logical is not None:
        return logical(node, scope)
    function, target = node.function, node.target
    if target is not None:
        parts = unresolved_name(target, scope)
        qualified = ".".join([*parts, function]) if parts else ""
        if qualified in FUNCTIONS:
            function, target = qualified, None
    args = tuple(scope.step(arg) for arg in (node.args if target is None else (target, *node.args)))
    if function in FUNCTIONS:
        return _standard(function, args, member=target is not None, looping=scope.looping)
    return _contextual(function, args, node.type)


def _standard(function: str, args: tuple[Step, ...], *, member: bool, looping: bool) -> Step:
    run = dispatch(function, member=member)
    if looping:
        return _counted(function, run, args)
    if len(args) == 1:
        only = args[0]
        return lambda frame: run(only(frame))
    if len(args) == 2:
        first, second = args
        return lambda frame: run(first(frame), second(frame))
    return lambda frame: run(*[arg(frame) for arg in args])


def _counted(function: str, call: Callable[..., Any], args: tuple[Step, ...]) -> Step:
    def run(frame: Frame) -> Any:
        values = [arg(frame) for arg in args]
        frame.spend(_size(function, values) // _READ_PER_UNIT)
        value = call(*values)
        frame.spend(_made(value))
        return value

    return run


def _size(function: str, values: Iterable[Any]) -> int:
    """The characters that a call goes through, an item of a list counting as much as some hundred of them."""
    total = sum(len(value) for value in values if isinstance(value, str | bytes))
    if function in _GOING_THROUGH:
        items = sum(len(value) for value in values if isinstance(value, list | tuple))
        entries = sum(len(value) for value in values if isinstance(value, dict)) if function != "@in" else 0
        total += (items + entries) * _ITEM
    return total


def _made(value: Any) -> int:
    return len(value) // _MADE_PER_UNIT if isinstance(value, str | bytes | list) else 0


def _contextual(function: str, args: tuple[Step, ...], result: Type) -> Step:
    def run(frame: Frame) -> Any:
        values = tuple([arg(frame) for arg in args])
        return adopt(frame.activation.call(function, values), result, function)

    return run


def list_literal(node: ListLiteral, scope: Scope) -> Step:
    """`[a, b]`: an error of any item is the result."""
    items = [scope.step(item) for item in node.items]
    return lambda frame: [item(frame) for item in items]


def map_literal(node: MapLiteral, scope: Scope) -> Step:
    """`{k: v}`: an error of any part is the result; CelError duplicate-key."""
    entries = [(scope.step(key), scope.step(value)) for key, value in node.entries]
    return lambda frame: map_of_pairs([(key(frame), value(frame)) for key, value in entries])
