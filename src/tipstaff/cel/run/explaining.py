"""`explain`: which parts of a condition made it true, false or impossible to tell.

Only decisive parts are listed: of a false conjunction the false parts, of a true alternative the true ones. Each part
is followed by what it looked at: members, signals, ledger answers, and the item that a loop found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from msgspec import UNSET

from tipstaff.cel.failure import CelError
from tipstaff.cel.functions.table import FUNCTIONS
from tipstaff.cel.run.access import read_member
from tipstaff.cel.run.activation import Activation, Condition
from tipstaff.cel.run.logic import parts_of
from tipstaff.cel.run.program import evaluate_tree, item_that_decides
from tipstaff.cel.syntax import Bind, Call, Expr, Has, Ident, Literal_, Quantifier, Select, Span
from tipstaff.cel.types import ListType, Member, RecordType
from tipstaff.cel.walk import children, nodes

Part = tuple[Span, str, Any]
Mask = Callable[[str, object], object]
_CONSTANT: Final = "params."
_LOGICAL: Final = {"_&&_": False, "_||_": True}


def explain(condition: Condition, activation: Activation, mask: Mask | None = None) -> list[Part]:
    """The decisive parts in the order of the text: where, what the author wrote, its value (a CelError if it has none).

    `mask(kind, value)` is asked for every personal value (`Member.personal` names the kind) before it is handed out.
    """
    explainer = _Explainer(condition.text, activation, mask or (lambda _kind, value: value))
    return list(explainer.parts(condition.tree))


class _Explainer:
    def __init__(self, text: str, activation: Activation, mask: Mask) -> None:
        self._text = text
        self._activation = activation
        self._mask = mask

    def _value(self, node: Expr) -> Any:
        return evaluate_tree(node, self._activation)

    def _part(self, span: Span, value: Any) -> Part:
        return (span, self._text[span.start : span.end], value)

    def parts(self, node: Expr) -> Iterator[Part]:
        if isinstance(node, Call) and node.function in _LOGICAL:
            yield from self._combination(node)
        elif isinstance(node, Call) and node.function == "!_":
            yield from self.parts(node.args[0])
        elif isinstance(node, Call) and node.function == "_?_:_":
            yield from self._choice(node)
        elif not isinstance(node, Literal_):
            yield self._part(node.span, self._value(node))
            yield from self._looked_at(node)

    def _combination(self, node: Call) -> Iterator[Part]:
        """The parts that have the value of the whole; of an error, those that failed."""
        whole = self._value(node)
        for part in parts_of(node, node.function):
            value = self._value(part)
            if isinstance(value, CelError) if isinstance(whole, CelError) else value is whole:
                yield from self.parts(part)

    def _choice(self, node: Call) -> Iterator[Part]:
        condition, chosen, other = node.args
        yield from self.parts(condition)
        value = self._value(condition)
        if isinstance(value, bool):
            yield from self.parts(chosen if value else other)

    def _looked_at(self, node: Expr) -> Iterator[Part]:
        """What a deciding part was decided from: names, members and answers of the host, not their insides."""
        if isinstance(node, Quantifier):
            yield from self._loop(node)
            return
        if isinstance(node, Bind):
            yield from self._seen(node.value)
            return
        for child in children(node):
            yield from self._seen(child)

    def _seen(self, node: Expr) -> Iterator[Part]:
        if isinstance(node, Literal_):
            # A named constant: what was compared with is half of the answer.
            if self._text[node.span.start : node.span.end].startswith(_CONSTANT):
                yield self._part(node.span, node.value)
            return
        if isinstance(node, Ident) and node.reference == "type":
            return
        if isinstance(node, Ident | Select | Has) or (isinstance(node, Call) and node.function not in FUNCTIONS):
            if not isinstance(node.type, RecordType):
                yield self._part(node.span, self._masked(node, self._value(node)))
            return
        yield from self._looked_at(node)

    def _loop(self, node: Quantifier) -> Iterator[Part]:
        """The item that decided, else everything that was gone through."""
        decided, item = item_that_decides(node, self._activation)
        if not decided:
            first, *bodies = children(node)
            yield from self._seen(first)
            for body in bodies:
                yield from self._outside(body)
            return
        of = node.range.type.element if isinstance(node.range.type, ListType) else None
        shown = self._members(of, item) if isinstance(of, RecordType) else self._masked(node.range, item)
        yield (node.range.span, node.variable, shown)

    def _outside(self, node: Expr) -> Iterator[Part]:
        """What the body of a loop looked at besides the items that it went through."""
        if any(isinstance(inner, Ident) and inner.reference == "local" for inner in nodes(node)):
            if not isinstance(node, Quantifier | Bind):
                for child in children(node):
                    yield from self._outside(child)
        else:
            yield from self._seen(node)

    def _members(self, of: RecordType, record: Any) -> dict[str, Any]:
        """A record by its declared members, those that are there."""
        read = {name: read_member(record, member) for name, member in of.members.items()}
        return {
            name: self._mask(of.members[name].personal, value) if of.members[name].personal else value
            for name, value in read.items()
            if value is not UNSET
        }

    def _masked(self, node: Expr, value: Any) -> Any:
        member = _member(node)
        if member is None or not member.personal or isinstance(value, CelError):
            return value
        if isinstance(value, list | tuple):
            return [self._mask(member.personal, item) for item in value]
        return self._mask(member.personal, value)


def _member(node: Expr) -> Member | None:
    if isinstance(node, Select) and isinstance(node.operand.type, RecordType):
        return node.operand.type.members.get(node.field)
    return None
