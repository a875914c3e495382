"""Turning a tree into steps: names of loops become numbered slots, and what runs is a closure over its parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from tipstaff.cel.failure import CelError
from tipstaff.cel.run.activation import Activation
from tipstaff.cel.syntax import Expr

# Work that one evaluation may do in its loops: about one unit an iteration, plus the sizes of what is read and made.
# A unit takes up to 5 us on the reference machine.
MAX_WORK: Final = 200_000

_UNREAD: Final = object()


class Frame:
    """One evaluation: its activation, the values of loop variables, the work it may still do."""

    __slots__ = ("activation", "left", "slots", "variables")

    def __init__(self, activation: Activation, slots: int) -> None:
        self.activation = activation
        self.slots: list[Any] = [None] * slots
        self.left = MAX_WORK
        self.variables: dict[str, object] = {}

    def spend(self, work: int) -> None:
        """Count work. CelError limit-exceeded when there was too much."""
        self.left -= work
        if self.left < 0:
            raise CelError("limit-exceeded", "the condition loops over too much")

    def read(self, name: str) -> object:
        """A declared variable, asked of the activation once; a failure is remembered too."""
        value = self.variables.get(name, _UNREAD)
        if value is _UNREAD:
            try:
                value = self.activation.get(name)
            except CelError as error:
                value = error
            self.variables[name] = value
        if isinstance(value, CelError):
            raise CelError(value.code, value.message)
        return value


Step = Callable[[Frame], Any]


class Scope:
    """Where a node stands: the loop variables around it. `step` makes the closure of a node in this scope."""

    def __init__(self, makers: Mapping[type, Callable[[Any, Scope], Step]]) -> None:
        self._makers = makers
        self._names: dict[str, int] = {}
        self._counter = [0]
        self.looping = False

    def step(self, node: Expr) -> Step:
        """What evaluates the node: gives a value or raises CelError."""
        return self._makers[type(node)](node, self)

    def slot(self, name: str) -> int | None:
        """The slot of a loop variable, None when there is none of that name here."""
        return self._names.get(name)

    def bind(self, name: str, *, looping: bool) -> tuple[Scope, int]:
        """The scope inside a macro that binds `name`, and the slot of the name."""
        inner = Scope(self._makers)
        inner._counter = self._counter
        slot = self._counter[0]
        self._counter[0] += 1
        inner._names = {**self._names, name: slot}
        inner.looping = looping or self.looping
        return inner, slot

    @property
    def slots(self) -> int:
        """How many slots the scopes of this tree have used."""
        return self._counter[0]
