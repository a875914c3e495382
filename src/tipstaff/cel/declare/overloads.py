"""How a function is declared: the standard ones by overloads, the host's own by one signature."""

from __future__ import annotations

from dataclasses import dataclass

from tipstaff.cel.types import BOOL, Type, TypeVariable

# Any number: int, uint, double, in any mixture.
NUMBER = TypeVariable("number")


@dataclass(frozen=True, slots=True)
class Overload:
    """One way to call a function. For a member call (`x.f(y)`) the target is the first parameter.

    `variadic` lets the last parameter repeat any number of times.
    """

    id: str
    params: tuple[Type, ...]
    result: Type = BOOL
    member: bool = False
    variadic: bool = False

    def takes(self, count: int) -> bool:
        """Whether it can be called with `count` arguments, the target included."""
        return count == len(self.params) or (self.variadic and count > len(self.params))

    def parameter(self, index: int) -> Type:
        """The type of the argument at `index` (the target is 0)."""
        return self.params[min(index, len(self.params) - 1)]


@dataclass(frozen=True, slots=True)
class Function:
    """A function that the host provides, such as `consent.held`; called through the activation by its name.

    `cost` is the time of one call in microseconds on the reference machine, at worst. `about` is one line for people
    who write rules. `optional` trailing parameters may be left out.
    """

    name: str
    params: tuple[Type, ...]
    result: Type
    cost: float = 1.0
    about: str = ""
    optional: int = 0

    def takes(self, count: int) -> bool:
        """Whether it can be called with `count` arguments."""
        return len(self.params) - self.optional <= count <= len(self.params)
