"""The worst case of one evaluation of a tree, in microseconds."""

from __future__ import annotations

from tipstaff.cel.check.environment import Environment
from tipstaff.cel.syntax import (
    Bind,
    Call,
    Expr,
    Has,
    Ident,
    ListLiteral,
    Literal_,
    MapLiteral,
    Quantifier,
    Select,
)
from tipstaff.cel.walk import children
from tipstaff.cel.weigh.extent import SCALAR, Extent, largest, of_type, of_value
from tipstaff.cel.weigh.functions import call, compilation

_NODE = 0.1
_ROUND = 1.0


def weigh(tree: Expr, environment: Environment) -> float:
    """Microseconds of one evaluation at worst, with values as large as `environment.sizes` allows.

    Every branch counts, except that of a choice only the dearer does. A variable that must be computed counts once.
    """
    return _Scale(environment).weigh(tree)[0]


def dearest(tree: Expr, environment: Environment) -> tuple[float, Expr]:
    """The weight of the tree, and the smallest part of it that is by itself above the limit (else the tree)."""
    scale = _Scale(environment)
    time, _ = scale.weigh(tree)
    part, inner = tree, [tree]
    while inner:
        part = inner[0]
        inner = [child for child in children(part) if scale.times[id(child)] > environment.sizes.limit]
    return time, part


class _Scale:
    def __init__(self, environment: Environment) -> None:
        # Microseconds of each part, by identity.
        self.times: dict[int, float] = {}
        self.environment = environment
        self.sizes = environment.sizes
        self.local: dict[str, Extent] = {}
        self.read: set[str] = set()

    def weigh(self, node: Expr) -> tuple[float, Extent]:
        weighed = self._weigh(node)
        self.times[id(node)] = weighed[0]
        return weighed

    def _weigh(self, node: Expr) -> tuple[float, Extent]:
        match node:
            case Literal_():
                return _NODE, of_value(node.value)
            case Ident():
                return self._name(node)
            case Select():
                return self._field(node)
            case Has():
                return _NODE + self.weigh(node.operand)[0], SCALAR
            case Call():
                return self._call(node)
            case ListLiteral():
                return self._literal(list(node.items), len(node.items))
            case MapLiteral():
                return self._literal([part for entry in node.entries for part in entry], len(node.entries))
            case Quantifier():
                return self._quantifier(node)
            case Bind():
                return self._bind(node)

    def _name(self, node: Ident) -> tuple[float, Extent]:
        if node.reference == "local":
            return _NODE, self.local.get(node.name, SCALAR)
        time = 0.0 if node.name in self.read else self.environment.costs.get(node.name, 0.0)
        self.read.add(node.name)
        return _NODE + time, of_type(node.type, self.sizes)

    def _field(self, node: Select) -> tuple[float, Extent]:
        time, extent = self.weigh(node.operand)
        known = extent.inner if node.operand.type.name == "map" else None
        return _NODE + time, known or of_type(node.type, self.sizes, extent.room)

    def _call(self, node: Call) -> tuple[float, Extent]:
        parts = [self.weigh(part) for part in ((node.target, *node.args) if node.target is not None else node.args)]
        times = [time for time, _ in parts]
        extents = [extent for _, extent in parts]
        if node.function == "_?_:_":
            return _NODE + times[0] + max(times[1:]), largest(extents[1:])
        function = self.environment.functions.get(node.function)
        if function is not None:
            return _NODE + sum(times) + function.cost, of_type(node.type, self.sizes)
        time, extent = call(node.function, extents)
        if node.function == "matches" and not isinstance(node.args[-1], Literal_):
            time += compilation(extents[-1])
        return sum(times) + time, extent

    def _literal(self, parts: list[Expr], size: int) -> tuple[float, Extent]:
        weighed = [self.weigh(part) for part in parts]
        time = _NODE + sum(time for time, _ in weighed) + _NODE * len(parts)
        return time, Extent(size, largest([extent for _, extent in weighed]))

    def _quantifier(self, node: Quantifier) -> tuple[float, Extent]:
        time, over = self.weigh(node.range)
        element = over.inner or SCALAR
        shadowed = self.local.get(node.variable)
        self.local[node.variable] = element
        body_time, body = self.weigh(node.body)
        condition_time = self.weigh(node.condition)[0] if node.condition is not None else 0.0
        self._restore(node.variable, shadowed)
        total = time + over.size * (_ROUND + body_time + condition_time)
        if node.kind == "map":
            return total, Extent(over.size, body)
        return total, Extent(over.size, element) if node.kind == "filter" else SCALAR

    def _bind(self, node: Bind) -> tuple[float, Extent]:
        time, extent = self.weigh(node.value)
        shadowed = self.local.get(node.variable)
        self.local[node.variable] = extent
        body_time, body = self.weigh(node.body)
        self._restore(node.variable, shadowed)
        return _NODE + time + body_time, body

    def _restore(self, variable: str, shadowed: Extent | None) -> None:
        if shadowed is None:
            del self.local[variable]
        else:
            self.local[variable] = shadowed
