"""What one call of a standard function costs, and how large its result is, given its operands.

Times are microseconds on the reference machine and rounded up generously: this is a bound, not a forecast. They were
fitted to the slower of the two back ends. A pattern written out in the rule is compiled once; one that comes from the
event is compiled at every call.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tipstaff.cel.functions.patterns import MAX_PATTERN
from tipstaff.cel.weigh.extent import SCALAR, Extent, largest

CALL = 2.0
_COPY = 0.002
_EQUAL = 0.0002
_FIND = 0.0005
_SCAN = 0.01
_ELEMENT = 0.2
_MATCH = 0.03
_PATTERN = 2.0
_CALENDAR = 5.0
_NUMBER_TEXT = 400

Weigher = Callable[[Sequence[Extent]], tuple[float, Extent]]


def call(function: str, operands: Sequence[Extent]) -> tuple[float, Extent]:
    """Microseconds of one call without those of its operands, and the extent of the result."""
    weigher = _WEIGHERS.get(function)
    if weigher is None:
        return CALL, SCALAR
    time, extent = weigher(operands)
    return CALL + time, extent


def compilation(pattern: Extent) -> float:
    """Microseconds to compile a pattern that is only known at run time."""
    return _PATTERN * min(pattern.size, MAX_PATTERN)


def _compare(operands: Sequence[Extent]) -> tuple[float, Extent]:
    least = min(operands, key=lambda extent: extent.total)
    per = _ELEMENT if least.inner is not None else _EQUAL
    return per * least.total, SCALAR


def _membership(operands: Sequence[Extent]) -> tuple[float, Extent]:
    item, among = operands
    compared = min(item.total, among.inner.total if among.inner is not None else item.total)
    return among.size * (_ELEMENT + _EQUAL * compared), SCALAR


def _concatenation(operands: Sequence[Extent]) -> tuple[float, Extent]:
    covering = largest(operands)
    extent = Extent(sum(operand.size for operand in operands), covering.inner)
    return _COPY * extent.size, extent


def _scan(operands: Sequence[Extent]) -> tuple[float, Extent]:
    return _SCAN * operands[0].size, SCALAR


def _find(operands: Sequence[Extent]) -> tuple[float, Extent]:
    return _FIND * operands[0].size, SCALAR


def _match(operands: Sequence[Extent]) -> tuple[float, Extent]:
    return _MATCH * operands[0].size, SCALAR


def _rewritten(operands: Sequence[Extent]) -> tuple[float, Extent]:
    """A text of at most the same size."""
    return _SCAN * operands[0].size, Extent(operands[0].size)


def _quoted(operands: Sequence[Extent]) -> tuple[float, Extent]:
    return _SCAN * operands[0].size, Extent(2 * operands[0].size + 2)


def _replaced(operands: Sequence[Extent]) -> tuple[float, Extent]:
    """An empty needle matches between all characters, so that the replacement can come once more than they."""
    size = operands[0].size + (operands[0].size + 1) * operands[2].size
    return _SCAN * size, Extent(size)


def _split(operands: Sequence[Extent]) -> tuple[float, Extent]:
    size = operands[0].size
    return _SCAN * size, Extent(size + 1, Extent(size))


def _joined(operands: Sequence[Extent]) -> tuple[float, Extent]:
    items = operands[0]
    between = operands[1].size if len(operands) > 1 else 0
    size = items.size * (between + (items.inner.size if items.inner else 0))
    return _ELEMENT * items.size + _COPY * size, Extent(size)


def _formatted(operands: Sequence[Extent]) -> tuple[float, Extent]:
    # Each placeholder takes one element; a placeholder is two characters at least.
    size = operands[0].size + 2 * operands[1].total + _NUMBER_TEXT * min(operands[1].size, operands[0].size / 2)
    return _SCAN * size + _ELEMENT * operands[1].total, Extent(size)


def _as_text(operands: Sequence[Extent]) -> tuple[float, Extent]:
    size = max(operands[0].size, _NUMBER_TEXT)
    return _SCAN * size, Extent(size)


def _as_bytes(operands: Sequence[Extent]) -> tuple[float, Extent]:
    return _SCAN * operands[0].size, Extent(4 * operands[0].size)


def _calendar(_: Sequence[Extent]) -> tuple[float, Extent]:
    return _CALENDAR, SCALAR


def _extreme(operands: Sequence[Extent]) -> tuple[float, Extent]:
    return _ELEMENT * sum(operand.size for operand in operands), SCALAR


def _element(operands: Sequence[Extent]) -> tuple[float, Extent]:
    return 0.0, operands[0].inner or SCALAR


def _same(operands: Sequence[Extent]) -> tuple[float, Extent]:
    return 0.0, operands[0]


_WEIGHERS: Mapping[str, Weigher] = {
    **dict.fromkeys(("_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_"), _compare),
    "@in": _membership,
    "_+_": _concatenation,
    "_[_]": _element,
    "dyn": _same,
    **dict.fromkeys(("contains", "startsWith", "endsWith"), _find),
    **dict.fromkeys(("indexOf", "lastIndexOf", "int", "uint", "double"), _scan),
    "matches": _match,
    **dict.fromkeys(("lowerAscii", "upperAscii", "trim", "reverse", "substring", "charAt"), _rewritten),
    "replace": _replaced,
    "split": _split,
    "join": _joined,
    "format": _formatted,
    "string": _as_text,
    **dict.fromkeys(("strings.quote", "base64.encode"), _quoted),
    **dict.fromkeys(("bytes", "base64.decode"), _as_bytes),
    **dict.fromkeys(
        (
            "timestamp",
            "duration",
            "getFullYear",
            "getMonth",
            "getDayOfYear",
            "getDayOfMonth",
            "getDate",
            "getDayOfWeek",
            "getHours",
            "getMinutes",
            "getSeconds",
            "getMilliseconds",
        ),
        _calendar,
    ),
    **dict.fromkeys(("math.greatest", "math.least"), _extreme),
}
