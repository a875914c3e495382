"""The rules of CEL's grammar, all but message literals and optional syntax, which are refused by name.

Here are expressions and their operators; `operands` has what stands between them. Binary operators are parsed with a
stack of their own instead of one function per level, so that nesting costs few Python frames. After a mistake the
parser skips to the next comma or bracket of the same nesting and goes on: several mistakes are found in one run.

Source: cel-spec, langdef.md, "Syntax".
"""

from __future__ import annotations

from tipstaff.cel.findings import Finding
from tipstaff.cel.parse.lexer import Token
from tipstaff.cel.parse.limits import MAX_DEPTH, nested_too_deeply
from tipstaff.cel.parse.operands import Operands
from tipstaff.cel.parse.operators import FOREIGN, PRECEDENCE, reduce
from tipstaff.cel.parse.stream import SkipError
from tipstaff.cel.syntax import Call, Expr, Literal_, Span
from tipstaff.cel.types import ERROR


class Grammar(Operands):
    """Reads one expression off a stream of tokens; `whole` is where to begin."""

    def whole(self) -> Expr:
        """The expression, and nothing after it."""
        if self.token.kind == "end" and not self.findings:
            self.findings.append(Finding("syntax", "there is no condition", Span(0, 1), "write one, such as `true`"))
        if self.token.kind == "end":
            return self.missing()
        try:
            tree = self.expression()
            if self.token.kind != "end":
                raise self.unexpected()
        except SkipError:
            tree = self.missing()
        return tree

    def unexpected(self) -> SkipError:
        """Report a token after a complete expression."""
        written = self.token.text
        if self.token.kind in (")", "]", "}"):
            return self.fail(f"`{written}` closes nothing", "leave it out, or open it before")
        return self.fail(f"expected an operator or the end, not `{written}`")

    def missing(self) -> Expr:
        """What stands in the tree where nothing could be read."""
        start = self.token.start
        return Literal_(span=Span(start, max(self.token.end, start + 1)), value=None, type=ERROR)

    def expression(self) -> Expr:
        """`or ? or : expression`, with the chain of alternatives read in a loop."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.findings.append(nested_too_deeply(Span(self.token.start, self.token.end)))
            self.at = len(self.tokens) - 1
            self._ended = True
            raise SkipError
        choices: list[tuple[Expr, Expr]] = []
        tree = self.binary()
        while self.accept("?"):
            then = self.binary()
            if not self.accept(":"):
                raise self.fail(
                    "expected `:`", "a choice is `condition ? this : that`; put an inner one in parentheses"
                )
            choices.append((tree, then))
            tree = self.binary()
        for condition, then in reversed(choices):
            span = Span(condition.span.start, tree.span.end)
            tree = Call(span=span, function="_?_:_", args=(condition, then, tree))
        self.depth -= 1
        return tree

    def binary(self) -> Expr:
        """A chain of operands and binary operators, by precedence, left to right."""
        operands = [self.unary()]
        operators: list[str] = []
        while operator := self.operator():
            level = PRECEDENCE[operator]
            # `&&` and `||` wait for their whole run, which is then balanced.
            while operators and PRECEDENCE[operators[-1]] >= level and not operators[-1] == operator in ("&&", "||"):
                reduce(operands, operators)
            operators.append(operator)
            operands.append(self.unary())
        while operators:
            reduce(operands, operators)
        return operands[0]

    def operator(self) -> str:
        """Take a binary operator if one stands here; "" if not."""
        token = self.token
        if token.kind in PRECEDENCE or (token.kind == "word" and token.text == "in"):
            self.at += 1
            return token.kind if token.kind in PRECEDENCE else "in"
        if token.kind == "name" and token.text in FOREIGN:
            mended, hint = FOREIGN[token.text]
            self.report(f"`{token.text}` is not an operator", Span(token.start, token.end), hint)
            if not mended:
                raise SkipError
            self.at += 1
            return mended
        return ""

    def unary(self) -> Expr:
        """`!x`, `-x`, or a member expression; a minus before a number belongs to the number."""
        signs: list[Token] = []
        while (kind := self.token.kind) in ("!", "-"):
            if kind == "-" and self.tokens[self.at + 1].kind in ("int", "float"):
                break
            signs.append(self.next())
        tree = self.postfix()
        for sign in reversed(signs):
            span = Span(sign.start, tree.span.end)
            tree = Call(span=span, function="!_" if sign.kind == "!" else "-_", args=(tree,))
        return tree
