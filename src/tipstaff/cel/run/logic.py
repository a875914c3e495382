"""`&&`, `||`, `!` and `?:` over three values: true, false and an error.

Source: the logical operators of the CEL language definition. `&&` and `||` are commutative also for errors: one
decisive side hides what the other side could not tell.
"""

from __future__ import annotations

from typing import Any

from tipstaff.cel.failure import CelError
from tipstaff.cel.run.scope import Frame, Scope, Step
from tipstaff.cel.syntax import Call, Expr
from tipstaff.cel.values import kind


def parts_of(node: Expr, function: str) -> list[Expr]:
    """The operands of a run of `&&` (or `||`), however it is nested, in the order of the text."""
    found: list[Expr] = []
    waiting = [node]
    while waiting:
        top = waiting.pop()
        if isinstance(top, Call) and top.function == function:
            waiting.extend(reversed(top.args))
        else:
            found.append(top)
    return found


def not_bool(value: Any, where: str) -> CelError:
    """The error of a value that should have been a bool."""
    return CelError("no-matching-overload", f"`{where}` takes a bool, got a {kind(value)}")


def conjunction(node: Call, scope: Scope) -> Step:
    """`a && b && ...`: false if any is false, else the first error if any fails, else true."""
    return _combined([scope.step(part) for part in parts_of(node, "_&&_")], "&&", decisive=False)


def disjunction(node: Call, scope: Scope) -> Step:
    """`a || b || ...`: true if any is true, else the first error if any fails, else false."""
    return _combined([scope.step(part) for part in parts_of(node, "_||_")], "||", decisive=True)


def _combined(parts: list[Step], sign: str, *, decisive: bool) -> Step:
    def run(frame: Frame) -> bool:
        failure: CelError | None = None
        for part in parts:
            try:
                value = part(frame)
            except CelError as error:
                failure = failure or error
                continue
            if type(value) is not bool:
                failure = failure or not_bool(value, sign)
            elif value is decisive:
                return decisive
        if failure is not None:
            raise failure
        return not decisive

    return run


def negation(node: Call, scope: Scope) -> Step:
    """`!a`."""
    operand = scope.step(node.args[0])

    def run(frame: Frame) -> bool:
        value = operand(frame)
        if type(value) is not bool:
            raise not_bool(value, "!")
        return not value

    return run


def choice(node: Call, scope: Scope) -> Step:
    """`condition ? a : b`: only the chosen side is evaluated; an error of the condition is the result."""
    condition, chosen, other = (scope.step(arg) for arg in node.args)

    def run(frame: Frame) -> Any:
        value = condition(frame)
        if type(value) is not bool:
            raise not_bool(value, "?:")
        return chosen(frame) if value else other(frame)

    return run
