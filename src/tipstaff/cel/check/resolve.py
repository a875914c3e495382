"""Which overload a call means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tipstaff.cel.check.unify import Match
from tipstaff.cel.declare.overloads import Function, Overload
from tipstaff.cel.types import DYN, Type


@dataclass(frozen=True, slots=True)
class Resolved:
    """The overload (id "" when only the values can tell) and the type of the result."""

    overload: str
    result: Type


def resolve(overloads: Sequence[Overload], args: Sequence[Type], *, member: bool) -> Resolved | None:
    """The first overload that fits without trusting a `dyn`; else all that might, their results joined."""
    possible: list[Type] = []
    for overload in overloads:
        if overload.member is not member or not overload.takes(len(args)):
            continue
        match = Match()
        if not all(match.fits(overload.parameter(at), of) for at, of in enumerate(args)):
            continue
        result = match.filled(overload.result)
        if match.exact:
            return Resolved(overload.id, result)
        possible.append(result)
    if not possible:
        return None
    return Resolved("", possible[0] if all(result == possible[0] for result in possible) else DYN)


def accepts(function: Function, args: Sequence[Type]) -> bool:
    """Whether the host's `function` can be called with arguments of these types."""
    match = Match()
    return function.takes(len(args)) and all(map(match.fits, function.params, args))
