"""What evaluating a part costs and whether it can fail, roughly: conjuncts run in this order.

Allowed because `&&` and `||` are commutative also for errors: a part that may fail goes last, so that a decisive part
before it spares the failure. Figures are nanoseconds measured by bench/bench_cel.py, rounded; only their order counts.
"""

from __future__ import annotations

from typing import Final

from tipstaff.cel.check.environment import Environment
from tipstaff.cel.emit.context import presence
from tipstaff.cel.functions.table import FUNCTIONS
from tipstaff.cel.syntax import Bind, Call, Expr, Has, Ident, Literal_, Quantifier, Select
from tipstaff.cel.types import RecordType
from tipstaff.cel.walk import children

# What a missing field costs: an exception and an evaluation by the interpreter, times how often it is missing.
MISSING: Final = 1_500
_SELECT: Final = 15
_LOOP: Final = 250
_PER_ITEM: Final = 8
_FUNCTION: Final = 250
_FUNCTIONS: Final = {
    "_==_": 25,
    "_!=_": 25,
    "_<_": 25,
    "_<=_": 25,
    "_>_": 25,
    "_>=_": 25,
    "!_": 10,
    "_&&_": 5,
    "_||_": 5,
    "_?_:_": 15,
    "@in": 35,
    "size": 30,
    "_+_": 50,
    "_-_": 50,
    "_*_": 50,
    "_[_]": 50,
    "startsWith": 90,
    "endsWith": 90,
    "contains": 90,
    "matches": 900,
}


def price(node: Expr, environment: Environment, present: frozenset[str]) -> float:
    """Nanoseconds of one evaluation; members in `present` (by their path) are known not to be missing."""
    inside = sum(price(child, environment, present) for child in children(node))
    if isinstance(node, Literal_):
        return 5
    if isinstance(node, Ident):
        return 10 + 1000 * environment.costs.get(node.name, 0)
    if isinstance(node, Has):
        return inside + _SELECT
    if isinstance(node, Select):
        return inside + _SELECT + (MISSING if may_be_missing(node, present) else 0)
    if isinstance(node, Call):
        return inside + _call(node, environment)
    if isinstance(node, Quantifier):
        return inside * _PER_ITEM + _LOOP
    return inside + (20 if isinstance(node, Bind) else 60)


def _call(node: Call, environment: Environment) -> float:
    if node.function in FUNCTIONS or node.function in _FUNCTIONS:
        return _FUNCTIONS.get(node.function, _FUNCTION)
    declared = environment.functions.get(node.function)
    return 1000 * declared.cost if declared is not None else 1000


def may_be_missing(node: Select, present: frozenset[str]) -> bool:
    """Whether reading this member (or key) can fail."""
    if not isinstance(node.operand.type, RecordType):
        return True
    member = node.operand.type.members.get(node.field)
    return member is None or (member.optional and presence(node) not in present)
