"""From the checked tree to steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from tipstaff.cel.check.environment import Environment
from tipstaff.cel.compiled import Compiled
from tipstaff.cel.emit.access import attributes
from tipstaff.cel.emit.context import Context, UnsupportedError
from tipstaff.cel.emit.logic import places
from tipstaff.cel.emit.operators import constant_items
from tipstaff.cel.functions.table import FUNCTIONS
from tipstaff.cel.lower.calls import CALLS, asked, by_implementation
from tipstaff.cel.lower.patterns import Scans
from tipstaff.cel.lower.plan import MOST_ARGUMENTS, Plan
from tipstaff.cel.run.access import quick_types
from tipstaff.cel.syntax import Bind, Call, Expr, Has, Ident, ListLiteral, Literal_, Quantifier, Select
from tipstaff.cel.types import STRING, ListType, MapType, Member, RecordType

Names = Mapping[str, int]
"""The loop variables and bound names that can be read at a place, with the steps that give their values."""

_HERE: Final = Context()
_LOGICAL: Final = {"_&&_": "and", "_||_": "or"}
_OF_MANY: Final = {"exists": "or", "all": "and"}
# A loop over so many written-out items becomes as many conditions. What they share is still asked once.
_WRITTEN_OUT: Final = 32


class Lowering:
    """Lowers conditions into one plan.

    Args:
        records: the record variables whose values are given to the plan, in their order.
    """

    def __init__(self, records: tuple[str, ...]) -> None:
        self.plan = Plan()
        self.scans = Scans(self.plan)
        self.environment = Environment()
        self._records = records

    def condition(self, condition: Compiled) -> int:
        """The step that gives a condition's value.

        Raises:
            UnsupportedError: there is no step for some part of it.
        """
        self.environment = condition.environment
        return self.step(condition.tree, {})

    def step(self, node: Expr, names: Names) -> int:
        """The step that gives a node's value."""
        match node:
            case Literal_():
                return self.plan.constant(node.value)
            case ListLiteral():
                return self._list(node, names)
            case Ident():
                return self._ident(node, names)
            case Select():
                return self._member("member", node, names)
            case Has():
                return self._member("has", node, names)
            case Quantifier():
                return self._loop(node, names)
            case Bind():
                return self.step(node.body, {**names, node.variable: self.step(node.value, names)})
            case Call():
                return self._call(node, names)
        raise UnsupportedError(type(node).__name__)

    def _ident(self, node: Ident, names: Names) -> int:
        if node.reference == "variable":
            if node.name in self._records:
                return self.plan.add("record", self._records.index(node.name))
            return self.plan.add("variable", node.name, node.type, quick_types(node.type))
        if node.reference != "local" or node.name not in names:
            raise UnsupportedError(node.name)
        return names[node.name]

    def _member(self, kind: str, node: Select | Has, names: Names) -> int:
        owner, of = self.step(node.operand, names), node.operand.type
        if isinstance(of, MapType):
            key = self.plan.constant(node.field)
            return self.plan.add("entry" if kind == "member" else "has-entry", owner, key, on=(owner, key))
        member = of.members.get(node.field) if isinstance(of, RecordType) else None
        if member is None:
            raise UnsupportedError(node.field)
        return self._attribute(kind, owner, member)

    def _attribute(self, kind: str, owner: int, member: Member) -> int:
        *way, last = attributes(member)
        for attribute in way:
            owner = self.plan.add("member", owner, attribute, on=(owner,))
        return self.plan.add(kind, owner, last, on=(owner,))

    def _list(self, node: ListLiteral, names: Names) -> int:
        constants = constant_items(node)
        if constants is not None:
            return self.plan.constant(list(constants))
        if len(node.items) > MOST_ARGUMENTS:
            raise UnsupportedError("a long list")
        items = tuple(self.step(item, names) for item in node.items)
        return self.plan.add("call", _listed, items, on=items)

    def _loop(self, node: Quantifier, names: Names) -> int:
        constants = constant_items(node.range)
        if constants is not None and len(constants) <= _WRITTEN_OUT and node.kind in _OF_MANY:
            return self._written_out(node, constants, names)
        of = node.range.type
        over_list = isinstance(of, ListType)
        if node.kind not in ("exists", "all") or not (over_list or (isinstance(of, MapType) and of.key == STRING)):
            raise UnsupportedError(node.kind)
        items = self.step(node.range, names)
        if self.plan.looping[items] or any(self.plan.looping[one] for one in names.values()):
            raise UnsupportedError("a loop in a loop")
        body = self.step(node.body, {**names, node.variable: self.plan.local(0)})
        return self.plan.loop(node.kind, items, 0, body)

    def _written_out(self, node: Quantifier, constants: Sequence[object], names: Names) -> int:
        """Of each item by itself: `exists` is their `or`, `all` their `and`, failures included."""
        plan = self.plan
        parts = tuple(self.step(node.body, {**names, node.variable: plan.constant(item)}) for item in constants)
        return plan.add(_OF_MANY[node.kind], parts, on=parts)

    def _call(self, node: Call, names: Names) -> int:
        word = _LOGICAL.get(node.function)
        if word is not None:
            parts = tuple(self.step(part, names) for part, _ in places(node, self.environment, _HERE))
            return self.plan.add(word, parts, on=parts)
        if node.function not in FUNCTIONS and node.function not in CALLS:
            return asked(node, self, names)
        lower = CALLS.get(node.function)
        lowered = lower(node, self, names) if lower is not None else None
        return by_implementation(node, self, names) if lowered is None else lowered


def _listed(*items: object) -> list[object]:
    """A list that is written out: it fails when one of its items does."""
    return list(items)
