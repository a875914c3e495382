"""What a condition may name: declared variables and functions, besides the standard ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tipstaff.cel.declare.overloads import Function
from tipstaff.cel.declare.standard import STANDARD
from tipstaff.cel.types import Type


@dataclass(frozen=True, slots=True)
class Sizes:
    """What the cost bound assumes of values that are only known at run time, and the bound itself.

    `text` in characters (or bytes), `items` in elements of a list or map, `event` in bytes of everything in one event,
    which bounds what its lists can hold together; `limit` in microseconds of one evaluation at worst on the reference
    machine. A larger event is judged too, in linear time per match and with a bounded number of loops; only this bound
    does not hold for it.
    """

    text: int = 100_000
    items: int = 1_000
    event: int = 1_000_000
    limit: float = 100_000.0


DEFAULT_SIZES = Sizes()


class Environment:
    """The declared variables (dotted names are allowed) and functions. Never changes; derive with `with_variables`.

    Args:
        variables: name to type. Of two that fit, the longest name wins: `event.id` before member `id` of `event`.
        functions: the host's; a standard name is refused with `ValueError`.
        costs: microseconds to obtain a variable (a signal) when it is not simply there, by name.
        sizes: assumptions and limit of the cost bound.
    """

    __slots__ = ("_functions", "_variables", "costs", "sizes")

    def __init__(
        self,
        variables: Mapping[str, Type] | None = None,
        functions: Iterable[Function] = (),
        *,
        costs: Mapping[str, float] | None = None,
        sizes: Sizes = DEFAULT_SIZES,
    ) -> None:
        self._variables: Mapping[str, Type] = MappingProxyType(dict(variables or {}))
        self._functions = MappingProxyType({function.name: _own(function) for function in functions})
        self.costs: Mapping[str, float] = MappingProxyType(dict(costs or {}))
        self.sizes = sizes

    @property
    def variables(self) -> Mapping[str, Type]:
        """Every declared variable."""
        return self._variables

    @property
    def functions(self) -> Mapping[str, Function]:
        """Every function of the host, by name."""
        return self._functions

    def with_variables(self, variables: Mapping[str, Type], *, costs: Mapping[str, float] | None = None) -> Environment:
        """A copy that knows `variables` too (they win over earlier ones); cheap, some microseconds."""
        derived = object.__new__(Environment)
        derived._variables = MappingProxyType({**self._variables, **variables})
        derived._functions = self._functions
        derived.costs = MappingProxyType({**self.costs, **costs}) if costs else self.costs
        derived.sizes = self.sizes
        return derived


def _own(function: Function) -> Function:
    if function.name in STANDARD:
        raise ValueError(f"`{function.name}` is a standard function and cannot be declared again")
    return function
