"""Names with dots: which part of `a.b.c` is a declared name and which are fields."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tipstaff.cel.check.environment import Environment
from tipstaff.cel.declare.standard import TYPE_NAMES
from tipstaff.cel.syntax import Expr, Ident, Select
from tipstaff.cel.types import Type, type_of

_NO_LOCALS: Mapping[str, Type] = MappingProxyType({})


def dotted(node: Expr) -> str:
    """`a.b.c` made of names and dots alone; "" when it is anything else, such as a field like `content-type`."""
    parts: list[str] = []
    while isinstance(node, Select) and node.field.isidentifier():
        parts.append(node.field)
        node = node.operand
    if not isinstance(node, Ident):
        return ""
    parts.append(node.name)
    return ".".join(reversed(parts))


class Names:
    """What is declared at one place of an expression: the environment's variables, the types, and `local`, the
    variables of the macros around it.
    """

    __slots__ = ("_environment", "local")

    def __init__(self, environment: Environment, local: Mapping[str, Type] = _NO_LOCALS) -> None:
        self._environment = environment
        self.local = local

    def inside(self, variable: str, of: Type) -> Names:
        """The names within a macro that binds `variable`."""
        return Names(self._environment, {**self.local, variable: of})

    def is_local(self, name: str) -> bool:
        """Whether a dotted name begins with a macro's variable."""
        return name.partition(".")[0] in self.local

    def declared(self, name: str, node: Ident | Select) -> Ident | None:
        """The variable, local or type that the whole of a dotted name is. A leading dot goes past locals."""
        if name in self.local:
            return Ident(span=node.span, name=name, type=self.local[name], reference="local")
        if self.is_local(name):
            return None
        name = name.removeprefix(".")
        if (of := self._environment.variables.get(name)) is not None:
            return Ident(span=node.span, name=name, type=of, reference="variable")
        if (of := TYPE_NAMES.get(name)) is not None:
            return Ident(span=node.span, name=name, type=type_of(of), reference="type")
        return None

    def known(self, name: str) -> bool:
        """Whether a dotted name, or a shorter part of it, is declared, so that the rest are fields."""
        if self.is_local(name):
            return True
        parts = name.removeprefix(".").split(".")
        whole = (".".join(parts[:count]) for count in range(len(parts), 0, -1))
        return any(part in self._environment.variables or part in TYPE_NAMES for part in whole)
