"""Where an expression is being emitted: loop variables, what is known to be present, and the rules of the room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol

from msgspec import UNSET

from tipstaff.cel.check.environment import Environment
from tipstaff.cel.emit.sheet import Sheet
from tipstaff.cel.failure import CelError
from tipstaff.cel.functions.arithmetic import int_checked
from tipstaff.cel.run.access import adopt
from tipstaff.cel.syntax import Expr, Has, Ident, Select
from tipstaff.cel.types import Type
from tipstaff.cel.values import contains, equal, kind
from tipstaff.cel.walk import nodes


class UnsupportedError(Exception):
    """This expression has no generated form; the interpreter evaluates it, or the loop around it."""


class Emitter(Protocol):
    """Emits any node; given to the parts so that they need not know each other."""

    sheet: Sheet
    environment: Environment
    records: frozenset[str]

    def value(self, node: Expr, at: Context) -> str:
        """A Python expression for the node's value. Raise UnsupportedError when there is none."""
        ...

    def truth(self, node: Expr, at: Context) -> str:
        """A Python expression whose truthiness is the node's value, which must be a bool; its own value may differ."""
        ...

    def boolean(self, node: Expr, at: Context) -> str:
        """A Python expression for the node's value, which must be a bool."""
        ...


@dataclass(frozen=True, slots=True)
class Context:
    """The place of an expression. `locals`: Python names of the loop variables; `present`: members that were seen."""

    locals: tuple[tuple[str, str], ...] = ()
    present: frozenset[str] = frozenset()
    # Inside a loop over something that the author of a rule did not write down.
    unbounded: bool = False

    def local(self, node: Ident) -> str | None:
        """The Python name of a loop variable of the condition, None when it is not one."""
        if node.reference == "variable":
            return None
        return next((python for cel, python in reversed(self.locals) if cel == node.name), None)

    def knowing(self, paths: frozenset[str]) -> Context:
        """The context in which these members are known to be present."""
        return replace(self, present=self.present | paths) if paths else self

    def binding(self, name: str, python: str, *, unbounded: bool = False) -> Context:
        """The context inside a macro that binds `name`; what was known of members of an outer `name` is forgotten."""
        kept = frozenset(path for path in self.present if path.split(".")[0] != f"@{name}")
        return Context((*self.locals, (name, python)), kept, unbounded or self.unbounded)

    def outside(self) -> Context:
        """The same place, for an expression that reads no loop variable."""
        return Context(present=self.present)

    def depends(self, node: Expr) -> bool:
        """Whether the node reads a loop variable of this context."""
        if not self.locals:
            return False
        return any(isinstance(part, Ident) and self.local(part) is not None for part in nodes(node))


def presence(node: Expr) -> str:
    """How a member is called in `Context.present`: its path from a variable, or from a loop variable (`@x.note`).

    "" for a member of anything else, of which nothing can be remembered.
    """
    if isinstance(node, Ident):
        return node.name if node.reference == "variable" else f"@{node.name}"
    if isinstance(node, Select | Has):
        owner = presence(node.operand)
        return owner and f"{owner}.{node.field}"
    return ""


def missing() -> Any:
    """What stands where a member is missing."""
    raise CelError("no-such-field", "a field is missing")


def read(get: Callable[[str], object], name: str, type_: Type, broken: dict[str, CelError]) -> Any:
    """A declared variable as its type has it. A failure is kept in `broken` and raised again, not asked for again."""
    failure = broken.get(name)
    if failure is not None:
        raise CelError(failure.code, failure.message)
    try:
        return adopt(get(name), type_, name)
    except CelError as error:
        broken[name] = error
        raise


def boolean(value: object) -> bool:
    """A value whose type was not known must turn out a bool."""
    if type(value) is bool:
        return value
    raise CelError("no-matching-overload", f"a {kind(value)} where a bool belongs")


# Everything that generated code can name besides its own constants. There are no builtins.
NAMESPACE: Final[dict[str, object]] = {
    "__builtins__": {},
    "N": object(),
    "U": UNSET,
    "E": (CelError, AttributeError, TypeError, KeyError, IndexError),
    "missing": missing,
    "read": read,
    "adopt": adopt,
    "boolean": boolean,
    "equal": equal,
    "contains": contains,
    "checked": int_checked,
    "len": len,
    "float": float,
}
