"""Binary operators: their precedence, their names in the tree, and those of other languages that people write here."""

from __future__ import annotations

from tipstaff.cel.syntax import Call, Expr, Span

PRECEDENCE = {
    "||": 1,
    "&&": 2,
    **dict.fromkeys(("==", "!=", "<", "<=", ">", ">=", "in"), 3),
    **dict.fromkeys(("+", "-"), 4),
    **dict.fromkeys(("*", "/", "%"), 5),
}
_FUNCTIONS = {sign: f"_{sign}_" for sign in PRECEDENCE} | {"in": "@in"}

# Written in the place of an operator: what is meant by it ("" when that is not clear), and the hint.
FOREIGN = {
    "and": ("&&", "write `&&`"),
    "or": ("||", "write `||`"),
    "AND": ("&&", "write `&&`"),
    "OR": ("||", "write `||`"),
    "is": ("==", "write `==`"),
    "IN": ("in", "write `in`"),
    "like": ("", "write `.contains('...')` or `.matches('...')`"),
    "contains": ("", "write `text.contains('...')`, or `'...' in list`"),
    "matches": ("", "write `text.matches('...')`"),
    "not": ("", "write `!(a in b)`"),
    "mod": ("%", "write `%`"),
}


def reduce(operands: list[Expr], operators: list[str]) -> None:
    """Replace the last operator and its operands by their call; for `&&` and `||` the whole run at the end."""
    operator = operators.pop()
    count = 2
    if operator in ("&&", "||"):
        while operators and operators[-1] == operator:
            operators.pop()
            count += 1
    run = operands[-count:]
    operands[-count:] = [_balanced(_FUNCTIONS[operator], run)]


def _balanced(function: str, run: list[Expr]) -> Expr:
    """A tree over `run` as shallow as can be; any grouping means the same."""
    while len(run) > 1:
        paired: list[Expr] = [
            _call(function, run[at], run[at + 1]) if at + 1 < len(run) else run[at] for at in range(0, len(run), 2)
        ]
        run = paired
    return run[0]


def _call(function: str, left: Expr, right: Expr) -> Call:
    return Call(span=Span(left.span.start, right.span.end), function=function, args=(left, right))
