"""What an evaluation asks of its surroundings."""

from __future__ import annotations

from typing import Protocol

from tipstaff.cel.syntax import Expr
from tipstaff.cel.types import Type


class Activation(Protocol):
    """The values behind declared names. Asked for a name at most once per evaluation."""

    def get(self, name: str) -> object:
        """The value of a declared variable. Raise CelError when it cannot be known."""
        ...

    def call(self, name: str, args: tuple[object, ...]) -> object:
        """The value of a declared (not standard) function. Raise CelError when it cannot be known."""
        ...


class Condition(Protocol):
    """The parts of a compiled condition that running it needs."""

    @property
    def text(self) -> str:
        """The source that spans point into."""
        ...

    @property
    def tree(self) -> Expr:
        """The checked tree (an unchecked one runs too, slower)."""
        ...

    @property
    def type(self) -> Type:
        """What the condition gives."""
        ...
