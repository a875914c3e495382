"""Calls: the common string tests in place, regular expressions gathered into sets, the rest by their implementation."""

from __future__ import annotations

from typing import Final

from tipstaff.cel.emit.context import Context, Emitter, UnsupportedError
from tipstaff.cel.emit.operators import OPERATORS
from tipstaff.cel.functions import table
from tipstaff.cel.functions.gaps import gaps
from tipstaff.cel.functions.patterns import check_pattern
from tipstaff.cel.functions.required import required
from tipstaff.cel.syntax import Call, Expr, Literal_
from tipstaff.cel.types import (
    BOOL,
    BYTES,
    DOUBLE,
    DURATION,
    INT,
    NULL,
    STRING,
    TIMESTAMP,
    UINT,
    ListType,
    MapType,
    Type,
)

_SMALL: Final = frozenset({BOOL, INT, UINT, DOUBLE, TIMESTAMP, DURATION, NULL})
# These look at no more than the argument, however long the text they are called on.
_SHORT_SIGHTED: Final = frozenset({"startsWith", "endsWith", "size", "_[_]"})
_IN_PLACE: Final = {"startsWith": "{0}.startswith({1})", "endsWith": "{0}.endswith({1})", "contains": "({1} in {0})"}


def standard(node: Call, emitter: Emitter, at: Context) -> str:
    """A standard function or operator."""
    operator = OPERATORS.get(node.function)
    if operator is not None:
        try:
            return operator(node, emitter, at)
        except UnsupportedError:
            return by_implementation(node, emitter, at)
    args = arguments(node)
    if at.unbounded:
        _refuse_much_work(node, args, at)
    if node.function == "size" and (args[0].type in (STRING, BYTES) or isinstance(args[0].type, ListType | MapType)):
        return f"len({emitter.value(args[0], at)})"
    if node.function == "matches":
        return matching(node, args, emitter, at)
    if node.function in _IN_PLACE and all(arg.type == STRING for arg in args):
        return _IN_PLACE[node.function].format(*(emitter.value(arg, at) for arg in args))
    if node.function == "dyn":
        return emitter.value(args[0], at)
    return by_implementation(node, emitter, at)


def arguments(node: Call) -> tuple[Expr, ...]:
    """The arguments with the target of a member call first."""
    return node.args if node.target is None else (node.target, *node.args)


def _refuse_much_work(node: Call, args: tuple[Expr, ...], at: Context) -> None:
    """In a loop over a host's list nothing long but the item is gone through; the interpreter counts such work."""
    if node.function in _SHORT_SIGHTED or not at.depends(node):
        return
    for arg in args:
        if arg.type not in _SMALL and not isinstance(arg, Literal_) and not at.depends(arg):
            raise UnsupportedError(node.function)


def by_implementation(node: Call, emitter: Emitter, at: Context) -> str:
    """A call of the implementation, or of whichever the values ask for when the types did not tell."""
    args = arguments(node)
    if at.unbounded:
        _refuse_much_work(node, args, at)
    texts = [emitter.value(arg, at) for arg in args]
    made = table.IMPLEMENTATIONS.get(node.overload)
    if made is not None and all(map(is_certain_kind, (arg.type for arg in args))):
        text = f"{emitter.sheet.constant(made.run)}({', '.join(texts)})"
    else:
        call = emitter.sheet.constant(table.dispatch(node.function, member=node.target is not None))
        text = f"{call}({', '.join(texts)})"
    return text


def is_certain_kind(of: Type) -> bool:
    """Whether the static type tells the kind of the value."""
    return of in _SMALL or of in (STRING, BYTES) or isinstance(of, ListType | MapType)


def matching(node: Call, args: tuple[Expr, ...], emitter: Emitter, at: Context) -> str:
    """`text.matches('...')`: one of the patterns that the rules ask of this text, all answered in one pass.

    Before it, a glance whether what the pattern requires is there at all; when there are many patterns, the pass is
    cheaper than the glances, and they are left out. The plainest patterns need no automaton.
    """
    text, pattern = args
    constant = pattern.value if isinstance(pattern, Literal_) else None
    if text.type != STRING or not isinstance(constant, str) or check_pattern(constant):
        return by_implementation(node, emitter, at)
    operand = emitter.value(text, at)
    needed = required(constant)
    glance = " and ".join(f"({part!a} in {operand})" for part in needed.texts)
    if needed.whole:
        return glance
    find = gaps(constant)
    if find is not None:
        first = f"{glance} and " if glance else ""
        return f"({first}{emitter.sheet.constant(find)}({operand}) is not None)"
    if at.depends(text):
        search = f"{emitter.sheet.single(constant)}({operand})"
        return f"({glance} and {search})" if glance else search
    scan, number = emitter.sheet.pattern(operand, constant)
    found = f"({number} in {emitter.sheet.share(f'{scan}({operand})', keep=bool(at.locals))})"
    return f"({emitter.sheet.glance(scan, f'{glance} and ')}{found})" if glance else found


def contextual(node: Call, emitter: Emitter, at: Context) -> str:
    """A function of the host, asked once for the same arguments."""
    args = "".join(f"{emitter.value(arg, at)}, " for arg in arguments(node))
    result = emitter.sheet.constant(node.type)
    name = ascii(node.function)
    return f"adopt(call({name}, ({args})), {result}, {name})"
