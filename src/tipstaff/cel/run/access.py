"""Constants, names and members: the only way to a host's values, and only along declared members."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from msgspec import UNSET

from tipstaff.cel.declare.standard import TYPE_NAMES
from tipstaff.cel.failure import CelError
from tipstaff.cel.nanoseconds import NanoDuration, NanoTimestamp
from tipstaff.cel.run.scope import Frame, Scope, Step
from tipstaff.cel.syntax import Expr, Has, Ident, Literal_, Select
from tipstaff.cel.types import (
    BOOL,
    BYTES,
    DOUBLE,
    DURATION,
    INT,
    STRING,
    TIMESTAMP,
    UINT,
    Member,
    RecordType,
    Type,
)
from tipstaff.cel.values import UInt, key_of, kind


class Later:
    """The value of `cel.bind`, computed when it is first read."""

    __slots__ = ("_done", "_step", "_value")

    def __init__(self, step: Step) -> None:
        self._step = step
        self._done = False
        self._value: Any = None

    def value(self, frame: Frame) -> Any:
        """The value, or the CelError it failed with, raised."""
        if not self._done:
            try:
                self._value = self._step(frame)
            except CelError as error:
                self._value = error
            self._done = True
        if isinstance(self._value, CelError):
            raise CelError(self._value.code, self._value.message)
        return self._value


def literal(node: Literal_, _scope: Scope) -> Step:
    """A constant."""
    value = node.value
    return lambda _frame: value


def ident(node: Ident, scope: Scope) -> Step:
    """A loop variable, a declared variable or the name of a type."""
    name = node.name
    if node.reference == "type":
        return _type_named(name)
    if node.reference == "variable":
        return _variable(name, node.type)
    slot = scope.slot(name)
    return _unresolved([name.removeprefix(".")], 1) if slot is None else _local(slot)


def _local(slot: int) -> Step:
    def run(frame: Frame) -> Any:
        value = frame.slots[slot]
        return value.value(frame) if type(value) is Later else value

    return run


def _type_named(name: str) -> Step:
    value = Type(name)
    return lambda _frame: value


def _variable(name: str, type_: Type) -> Step:
    fitting = _FITTING.get(type_.name, ())

    def run(frame: Frame) -> Any:
        value = frame.read(name)
        return value if type(value) in fitting and type(value) is not datetime else adopt(value, type_, name)

    return run


def adopt(value: Any, type_: Type, name: str) -> Any:
    """A host's value as the declared type has it: an int where a double or uint is declared becomes one.

    CelError no-such-field when it is missing, no-matching-overload when it is of another type than declared.
    """
    of = type(value)
    fitting = _FITTING.get(type_.name)
    if fitting is None or of in fitting:
        if value is UNSET:
            raise CelError("no-such-field", f"`{name}` is missing")
        if of is datetime and value.tzinfo is None:
            raise CelError("no-matching-overload", f"`{name}` is a time without a zone")
        return value
    if of is int and type_ == DOUBLE:
        return float(value)
    if of is int and type_ == UINT and value >= 0:
        return UInt(value)
    if value is UNSET:
        raise CelError("no-such-field", f"`{name}` is missing")
    raise CelError("no-matching-overload", f"`{name}` is a {kind(value)}, not a {type_}")


# The Python types that a value of a declared type may have; types that are not here may have any.
_FITTING: Final[Mapping[str, tuple[type, ...]]] = {
    BOOL.name: (bool,),
    INT.name: (int,),
    UINT.name: (UInt,),
    DOUBLE.name: (float,),
    STRING.name: (str,),
    BYTES.name: (bytes,),
    TIMESTAMP.name: (datetime, NanoTimestamp),
    DURATION.name: (timedelta, NanoDuration),
    "list": (list, tuple),
    "map": (dict,),
}


def quick_types(type_: Type) -> tuple[type, ...]:
    """The Python types whose values `adopt` gives back as they are, as far as that can be told by the type alone."""
    return tuple(one for one in _FITTING.get(type_.name, ()) if one is not datetime)


def path_of(node: Expr) -> str:
    """`event.client.address` of a chain of members; inner expressions are shown as `...`."""
    if isinstance(node, Select | Has):
        return f"{path_of(node.operand)}.{node.field}"
    return node.name if isinstance(node, Ident) else "..."


def select(node: Select, scope: Scope) -> Step:
    """`operand.field` of a record or map. CelError no-such-field, no-such-key."""
    dotted = unresolved_name(node, scope)
    if dotted is not None:
        return _unresolved(dotted, len(dotted))
    operand, field, path = scope.step(node.operand), node.field, path_of(node)
    member = _member_of(node.operand, field)
    if member is None:
        return lambda frame: _of_map(operand(frame), field, path)
    fitting = _FITTING.get(member.type.name, ())

    def run(frame: Frame) -> Any:
        value = read_member(operand(frame), member)
        return value if type(value) in fitting and type(value) is not datetime else adopt(value, member.type, path)

    return run


def has(node: Has, scope: Scope) -> Step:
    """`has(operand.field)`: false when the member or key is absent; the operand itself must have a value."""
    operand, field, path = scope.step(node.operand), node.field, path_of(node)
    member = _member_of(node.operand, field)
    if member is None:
        return lambda frame: field in _map(operand(frame), field, path)
    return lambda frame: read_member(operand(frame), member) is not UNSET


def _member_of(operand: Expr, field: str) -> Member | None:
    return operand.type.members.get(field) if isinstance(operand.type, RecordType) else None


def read_member(record: Any, member: Member) -> Any:
    """The raw value of a declared member, UNSET when it is missing. A record given as a dict is read by field name."""
    if type(record) is dict:
        return record.get(member.name, UNSET)
    if "." not in member.attribute:
        return getattr(record, member.attribute, UNSET)
    value = record
    for attribute in member.attribute.split("."):
        value = getattr(value, attribute, UNSET)
        if value is UNSET:
            break
    return value


def _map(value: Any, field: str, path: str) -> Any:
    if isinstance(value, dict):
        return value
    raise CelError("no-such-field", f"`{path}`: a {kind(value)} has no `{field}`")


def _of_map(value: Any, field: str, path: str) -> Any:
    entries = _map(value, field, path)
    if field in entries:
        return entries[key_of(field)]
    raise CelError("no-such-key", f"`{path}`: no key `{field}`")


def unresolved_name(node: Expr, scope: Scope) -> list[str] | None:
    """The parts of a dotted name that no checker has resolved; None for everything else."""
    parts: list[str] = []
    while isinstance(node, Select):
        parts.append(node.field)
        node = node.operand
    if not isinstance(node, Ident) or node.reference or scope.slot(node.name) is not None:
        return None
    return [node.name.removeprefix("."), *reversed(parts)]


def _unresolved(parts: list[str], longest: int) -> Step:
    """Of an unchecked tree: the longest declared name wins, the rest are members of it."""

    def run(frame: Frame) -> Any:
        for count in range(longest, 0, -1):
            name = ".".join(parts[:count])
            try:
                value = TYPE_NAMES[name] if name in TYPE_NAMES else frame.read(name)
            except CelError as error:
                if error.code != "unknown-name" or count == 1:
                    raise
                continue
            value = Type(value.name) if isinstance(value, Type) else value
            for field in parts[count:]:
                value = _of_map(value, field, ".".join(parts))
            return value
        raise CelError("unknown-name", f"`{'.'.join(parts)}` is not known")

    return run
