"""Whether a type fits a declared one, and what two types have in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tipstaff.cel.declare.overloads import NUMBER
from tipstaff.cel.types import (
    DOUBLE,
    DURATION,
    DYN,
    ERROR,
    INT,
    NULL,
    TIMESTAMP,
    UINT,
    ListType,
    MapType,
    RecordType,
    Type,
    TypeType,
    TypeVariable,
    list_of,
    map_of,
    type_of,
)

_NUMBERS = (INT, UINT, DOUBLE)
# The elements of `[]` and `{}`: there are none, so they go with any type. Told apart from `dyn` by identity alone, and
# the same to everyone else.
UNDECIDED = Type("dyn")


def join(one: Type, other: Type) -> Type | None:
    """The type that both have, `dyn` winning over anything; None when they have none in common.

    Null goes with what may be absent in CEL: records, timestamps, durations.
    """
    if other is UNDECIDED or other is ERROR:
        return one
    if one is UNDECIDED or one is ERROR:
        return other
    if DYN in (one, other):
        return DYN
    if isinstance(one, ListType) and isinstance(other, ListType):
        # Not decided by equality: the elements of an empty list must not hide those of the other.
        element = join(one.element, other.element)
        return element and list_of(element)
    if isinstance(one, MapType) and isinstance(other, MapType):
        key, value = join(one.key, other.key), join(one.value, other.value)
        return map_of(key, value) if key and value else None
    if isinstance(one, TypeType) and isinstance(other, TypeType):
        return one if one == other else type_of(DYN)
    if one == other:
        return one
    if NULL in (one, other):
        present = other if one == NULL else one
        return present if isinstance(present, RecordType) or present in (TIMESTAMP, DURATION) else None
    return None


def common(types: Iterable[Type]) -> Type:
    """What values of several types have in common: dyn when nothing else."""
    found: Type | None = None
    for one in types:
        found = one if found is None else join(found, one) or DYN
    return found if found is not None else UNDECIDED


def poisoned(types: Sequence[Type], result: Type) -> bool:
    """An unknown operand makes an unknown result, unless the result is the same whatever the operand is."""
    return ERROR in types and result == DYN


@dataclass(slots=True)
class Match:
    """One attempt to fit arguments to an overload. `exact` is False once a `dyn` had to be trusted."""

    bound: dict[str, Type] = field(default_factory=dict)
    exact: bool = True

    def fits(self, declared: Type, actual: Type, *, inside: bool = False) -> bool:
        """Whether a value of `actual` may be passed where `declared` is wanted; binds type variables."""
        if isinstance(declared, TypeVariable):
            return self._binds(declared, actual)
        if DYN in (declared, actual) or actual is ERROR:
            # There is nothing inside an empty list that could be of another type.
            self.exact &= (inside and actual is UNDECIDED) or actual != DYN or declared == DYN
            return True
        if isinstance(declared, ListType) and isinstance(actual, ListType):
            return self.fits(declared.element, actual.element, inside=True)
        if isinstance(declared, MapType) and isinstance(actual, MapType):
            pairs = ((declared.key, actual.key), (declared.value, actual.value))
            return all(self.fits(*pair, inside=True) for pair in pairs)
        return declared == actual

    def _binds(self, variable: TypeVariable, actual: Type) -> bool:
        if variable == NUMBER:
            self.exact &= actual != DYN
            return actual in _NUMBERS or actual in (DYN, ERROR)
        known = self.bound.get(variable.name)
        joined = actual if known is None else join(known, actual)
        if joined is None:
            return False
        self.bound[variable.name] = joined
        return True

    def filled(self, declared: Type) -> Type:
        """`declared` with its type variables replaced by what they were bound to."""
        if isinstance(declared, TypeVariable):
            return self.bound.get(declared.name, DYN)
        if isinstance(declared, ListType):
            return list_of(self.filled(declared.element))
        if isinstance(declared, MapType):
            return map_of(self.filled(declared.key), self.filled(declared.value))
        if isinstance(declared, TypeType):
            return type_of(self.filled(declared.of))
        return declared
