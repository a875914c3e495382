"""One conformance case through each back end."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from celkit.cases import Case
from tipstaff.cel.check.environment import Environment
from tipstaff.cel.compilation import compile_as_written, compile_unchecked
from tipstaff.cel.compiled import Compiled
from tipstaff.cel.emit.fuse import fuse
from tipstaff.cel.failure import CelError
from tipstaff.cel.run.program import evaluate
from tipstaff.cel.syntax import Call, Expr, Ident, Literal_
from tipstaff.cel.types import BOOL, DYN, Type, type_of
from tipstaff.cel.values import equal, kind, value_of_key


class Bindings:
    """An activation over a plain mapping. Counts what it is asked for."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = values

    def get(self, name: str) -> object:
        if name not in self.values:
            raise CelError("unknown-name", f"`{name}` is not bound")
        return self.values[name]

    def call(self, name: str, args: tuple[object, ...]) -> object:
        raise CelError("unknown-name", f"`{name}` is not a function of {len(args)} arguments")


def compiled(case: Case) -> Compiled | None:
    """The case without folding, so that the back ends have something to do."""
    environment = Environment(case.variables)
    if case.unchecked:
        return compile_unchecked(case.text, environment)
    return compile_as_written(case.text, environment)[0]


def interpreted(case: Case) -> str:
    """What is wrong with the interpreter's answer; "" when it is right."""
    condition = compiled(case)
    if condition is None:
        return "" if case.expected[0] == "error" else "does not compile"
    return _verdict(evaluate(condition, Bindings(case.bindings)), case)


def generated(case: Case) -> tuple[str, bool]:
    """What is wrong with the answer of generated code and the interpreter behind it; whether the code alone gave it."""
    condition = compiled(case)
    if condition is None:
        return interpreted(case), False
    asked = _as_question(condition, case)
    matched: list[int] = []
    failed: list[int] = []
    fuse([(7, asked)], {})(Bindings(case.bindings), matched, failed)
    if failed:
        return _verdict(evaluate(condition, Bindings(case.bindings)), case), False
    if case.expected[0] == "error":
        return f"gave {bool(matched)} for an error", True
    return "" if matched == [7] else "gave another value", True


def _as_question(condition: Compiled, case: Case) -> Compiled:
    """A condition that is true when the expression gives the expected value: same type, equal."""
    tree = condition.tree
    of, expected = case.expected
    if of == "error":
        question = tree if tree.type in (BOOL, DYN) and not case.unchecked else _equal(tree, tree)
    else:
        name = {"type": "type", "null": "null_type"}.get(of, of)
        typed = _call("type", (tree,), type_of(DYN), "type")
        right_type = _equal(typed, Ident(span=tree.span, name=name, type=type_of(DYN), reference="type"))
        right_value = _equal(tree, _literal(tree, expected))
        question = _call("_&&_", (right_type, right_value), BOOL, "logical_and")
    return Compiled(condition.text, question, BOOL, 0.0, condition.reads, condition.place, condition.environment)


def _literal(tree: Expr, expected: Any) -> Expr:
    if isinstance(expected, Type):
        return Ident(span=tree.span, name=expected.name, type=type_of(DYN), reference="type")
    return Literal_(span=tree.span, value=expected, type=DYN)


def _equal(left: Expr, right: Expr) -> Expr:
    return _call("_==_", (left, right), BOOL, "equals")


def _call(function: str, args: tuple[Expr, ...], of: Type, overload: str) -> Expr:
    return Call(span=args[0].span, function=function, args=args, type=of, overload=overload)


def _verdict(value: Any, case: Case) -> str:
    of, expected = case.expected
    if isinstance(value, CelError):
        return "" if of == "error" else f"failed: {value}"
    if of == "error":
        return f"gave {value!r} for an error"
    return "" if same(value, expected) else f"gave {value!r}, expected {expected!r}"


def same(value: Any, expected: Any) -> bool:
    """Equal and of the same types all through."""
    if kind(value) != kind(expected):
        return False
    if isinstance(expected, float) and math.isnan(expected):
        return math.isnan(value)
    if isinstance(expected, list):
        return len(value) == len(expected) and all(map(same, value, expected))
    if isinstance(expected, dict):
        return len(value) == len(expected) and all(
            key in value and same(value[key], item) and _key_kinds(value, key) for key, item in expected.items()
        )
    return equal(value, expected)


def _key_kinds(value: Mapping[Any, Any], key: Any) -> bool:
    wanted = kind(value_of_key(key))
    return any(held == key and kind(value_of_key(held)) == wanted for held in value)
