"""How single expressions are got at: in a text, as evidence, as an argument. What most of them are, a member of the
event, is read without the interpreter.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any, Final

from msgspec import UNSET

from tipstaff.cel import CelError, Compiled, evaluate
from tipstaff.cel.syntax import Expr, Ident, Literal_, Select
from tipstaff.cel.types import RecordType
from tipstaff.decide.facts import Facts
from tipstaff.decide.saying.wording import bare, called, counted, plain, written
from tipstaff.policy import Hole

Value = Callable[[Facts, Any], Any]
"""(facts, data of the event) -> the value, or the CelError or UNSET that stands for what cannot be known."""

_WHO: Final = "event"


def value_of(expression: Compiled) -> Value:
    """How to get an expression's value. The function never raises."""
    tree = expression.tree
    if isinstance(tree, Literal_):
        constant = tree.value
        return lambda _facts, _data: constant
    path = event_path(tree)
    if path:
        return _member(attrgetter(path[0]))
    if isinstance(tree, Ident) and tree.reference == "variable":
        return _variable(tree.name)
    return lambda facts, _data: evaluate(expression, facts)


def event_path(tree: Expr) -> tuple[str, bool] | None:
    """The attributes (`client.address`) that a tree reads below the event's data, and whether one may be missing."""
    attributes: list[str] = []
    optional = False
    while isinstance(tree, Select) and isinstance(tree.operand.type, RecordType):
        member = tree.operand.type.members[tree.field]
        attributes.append(member.attribute)
        optional |= member.optional
        tree = tree.operand
    if not attributes or not isinstance(tree, Ident) or tree.name != _WHO or tree.reference != "variable":
        return None
    return ".".join(reversed(attributes)), optional


def _member(read: Callable[[Any], Any]) -> Value:
    def member(_facts: Facts, data: Any) -> Any:
        try:
            return read(data)
        except AttributeError:  # the object around it is missing
            return UNSET

    return member


def _variable(name: str) -> Value:
    def variable(facts: Facts, _data: Any) -> Any:
        try:
            return facts.get(name)
        except CelError as error:
            return error

    return variable


def said(hole: Hole, language: str) -> Value:
    """The value as it stands in a text."""
    value, kind, words = value_of(hole.expression), hole.mask, hole.words
    if hole.forms:
        forms = hole.forms
        return lambda facts, data: counted(value(facts, data), forms, language)
    if words:
        return lambda facts, data: written(called(value(facts, data), words), kind, language)
    return lambda facts, data: written(value(facts, data), kind, language)


def shown(hole: Hole) -> Value:
    """The value as evidence: JSON, masked."""
    value, of, kind = value_of(hole.expression), hole.expression.type, hole.mask
    return lambda facts, data: plain(value(facts, data), of, kind)


def given(expression: Compiled) -> Value:
    """The value as an argument of a command or an obligation; a CelError for what cannot be known."""
    if isinstance(expression.tree, Literal_):
        constant = bare(expression.tree.value)
        return lambda _facts, _data: constant
    read = value_of(expression)

    def argument(facts: Facts, data: Any) -> Any:
        found = read(facts, data)
        if found is UNSET:
            return CelError("no-such-field", f"`{expression.text}` is not there")
        return found if isinstance(found, CelError) else bare(found)

    return argument
