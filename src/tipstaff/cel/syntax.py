"""The one tree of the condition language: built by the parser, typed by the checker, read by every back end.

Macros stay what the author wrote (`Quantifier`, `Has`, `Bind`): explanations, generated code and SQL need the meaning,
not an expanded loop. Every node has a `Span` into the source text, so that any of them can be pointed at.

The parser leaves `type`, `overload` and `reference` empty; the checker returns a new tree with them filled in:
`type` on every node, `Ident.reference` (the declared variable), `Call.overload`. A qualified name such as `text.spam`
or `consent.held(...)` leaves the checker as `Ident("text.spam")` or `Call("consent.held", target=None)`.

`Call.overload` is set only when the static types prove it: an argument whose type is `dyn` where the overload wants a
particular type leaves it empty, and the back end dispatches on the values under the same function name. A function that
the host declares (contextual, such as `consent.held`) has overload "" and a name that is never a standard one.

Runs of `&&` and of `||` are balanced by the parser, so a thousand alternatives are ten levels deep. No tree is deeper
than `parse.limits.MAX_DEPTH`, so recursive readers are safe.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tipstaff.cel.types import DYN, Type


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the source text, in characters from its start; `end` is exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """What every expression has: where it stands and, once checked, its type."""

    span: Span
    type: Type = DYN


@dataclass(frozen=True, slots=True, kw_only=True)
class Literal_(Node):
    """A constant. `value` is the run-time value (see `tipstaff.cel.values`)."""

    value: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Ident(Node):
    """A name: a variable, a comprehension variable, or a type denotation such as `int`."""

    name: str
    reference: Literal["variable", "local", "type", ""] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Select(Node):
    """`operand.field`; never a qualified name once checked."""

    operand: Expr
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Has(Node):
    """The macro `has(operand.field)`."""

    operand: Expr
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Node):
    """A function or operator call. Operators use the standard names: `_&&_`, `_||_`, `!_`, `-_`, `_+_`, `_==_`, `_<_`,
    `@in`, `_[_]`, `_?_:_`, ... A member call `x.f(y)` has `target` x. `overload` is the standard overload id
    (`add_int64`, `size_string`, ...) when the types decide it, else "" and the back end dispatches on the values.
    """

    function: str
    args: tuple[Expr, ...]
    target: Expr | None = None
    overload: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLiteral(Node):
    """`[a, b]`."""

    items: tuple[Expr, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapLiteral(Node):
    """`{k: v}`."""

    entries: tuple[tuple[Expr, Expr], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantifier(Node):
    """A macro over a list or the keys of a map: `range.all(variable, body)` and its siblings.

    `filter` keeps `range` items for which `body` holds; `map` gives `body` of each item for which `condition` holds
    (`condition` is None for the two-argument form).
    """

    kind: Literal["all", "exists", "exists_one", "filter", "map"]
    range: Expr
    variable: str
    body: Expr
    condition: Expr | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bind(Node):
    """`cel.bind(variable, value, body)`."""

    variable: str
    value: Expr
    body: Expr


Expr = Literal_ | Ident | Select | Has | Call | ListLiteral | MapLiteral | Quantifier | Bind
