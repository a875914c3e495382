"""What operators stand between: values, names, calls and what follows them, lists, maps, parentheses."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace

from tipstaff.cel.findings import Finding
from tipstaff.cel.parse.lexer import RESERVED, Token
from tipstaff.cel.parse.literals import BadLiteral, literal
from tipstaff.cel.parse.macros import expand
from tipstaff.cel.parse.stream import SkipError, Stream
from tipstaff.cel.syntax import Call, Expr, Ident, ListLiteral, Literal_, MapLiteral, Select, Span
from tipstaff.cel.types import BOOL, ERROR, NULL

_WORD_VALUES = {"true": (True, BOOL), "false": (False, BOOL), "null": (None, NULL)}


class Operands(Stream):
    """Reads one operand; what stands in its brackets is an expression again."""

    @abstractmethod
    def expression(self) -> Expr:
        """A whole expression."""

    def postfix(self) -> Expr:
        """A primary with its selections, calls and indexes."""
        start = self.token.start
        tree = self.primary()
        while True:
            if self.accept("."):
                tree = self.member(tree, start)
            elif self.accept("["):
                tree = self.index(tree, start)
            elif self.token.kind == "{" and isinstance(tree, Ident | Select):
                raise self.message_literal(tree)
            else:
                return tree

    def index(self, operand: Expr, start: int) -> Expr:
        """`operand[...]`; the bracket was taken."""
        self.refuse_optional("[?")
        indexes = self.elements("]", self.expression)
        span = self.span_from(start)
        if len(indexes) != 1:
            self.report("an index is one expression", span)
            return Literal_(span=span, value=None, type=ERROR)
        return Call(span=span, function="_[_]", args=(operand, indexes[0]))

    def member(self, operand: Expr, start: int) -> Expr:
        """What follows a dot: a field or a call."""
        self.refuse_optional(".?")
        name = self.token
        if name.kind not in ("name", "quoted") and not (name.kind == "word" and name.text in RESERVED):
            hint = f"for a field of this name write it in backticks: .`{name.text}`" if name.kind == "word" else ""
            raise self.fail("expected a field name after `.`", hint)
        self.at += 1
        if name.kind != "quoted" and self.accept("("):
            args = tuple(self.elements(")", self.expression))
            call = Call(span=self.span_from(start), function=name.text, args=args, target=operand)
            return expand(call, self.findings)
        return Select(span=self.span_from(start), operand=operand, field=name.text.strip("`"))

    def refuse_optional(self, written: str) -> None:
        """CEL's optional values (`a.?b`, `[?c]`) are an extension this language does without."""
        if self.token.kind == "?":
            raise self.fail(f"`{written}` is not part of this language", "ask with `has(...)` first")

    def message_literal(self, name: Expr) -> SkipError:
        """Report `Name{...}`."""
        written = self.text[name.span.start : name.span.end]
        message = f"`{written}{{...}}` would make a message, which conditions cannot do"
        self.report(message, name.span, "a map is written `{'key': 1}`", code="not-supported")
        return SkipError()

    def primary(self) -> Expr:
        """A literal, a name, a call, a list, a map, or an expression in parentheses."""
        token = self.next()
        kind = token.kind
        if kind == "name":
            return self.name(token, token.text)
        if kind in ("int", "float", "string", "bytes", "-"):
            return self.literal(token)
        if kind == "(":
            return self.parenthesis(token)
        if kind == "[":
            self.refuse_optional("[?")
            return ListLiteral(items=tuple(self.elements("]", self.expression)), span=self.span_from(token.start))
        if kind == "{":
            self.refuse_optional("{?")
            return MapLiteral(entries=tuple(self.elements("}", self.entry)), span=self.span_from(token.start))
        if kind == "." and self.token.kind == "name":
            return self.name(token, "." + self.next().text)
        return self.word(token)

    def word(self, token: Token) -> Expr:
        """A word that is a value; or report what stands where a value should."""
        span = Span(token.start, token.end)
        if token.kind == "word" and token.text in _WORD_VALUES:
            value, of = _WORD_VALUES[token.text]
            return Literal_(span=span, value=value, type=of)
        if token.kind == "bad":
            return Literal_(span=span, value=None, type=ERROR)
        if token.kind == "word":
            hint = "a choice is written `condition ? this : that`" if token.text in ("if", "else") else ""
            raise self.fail(f"`{token.text}` is a reserved word", hint, token)
        if token.kind == "end":
            raise self.fail("a value is missing at the end", token=token)
        self.at -= 1
        hint = "write `!=`" if token.kind == ">" and self.at and self.tokens[self.at - 1].kind == "<" else ""
        raise self.fail(f"expected a value, not `{token.text}`", hint)

    def name(self, first: Token, name: str) -> Expr:
        """A variable or a call of a function that is not a member."""
        if not self.accept("("):
            if name == "not" and self.token.kind in ("name", "word"):
                raise self.fail("`not` is not an operator", "write `!`", first)
            return Ident(span=self.span_from(first.start), name=name)
        args = tuple(self.elements(")", self.expression))
        return expand(Call(span=self.span_from(first.start), function=name, args=args), self.findings)

    def parenthesis(self, opening: Token) -> Expr:
        """One expression between parentheses, which belong to its span."""
        known = len(self.findings)
        inside = self.elements(")", self.expression)
        if len(inside) == 1 and len(self.findings) == known:
            return replace(inside[0], span=self.span_from(opening.start))
        span = self.span_from(opening.start)
        if len(self.findings) == known:
            message = "nothing between the parentheses" if not inside else "parentheses hold one expression"
            self.report(message, span, "a list is written `[a, b]`" if inside else "")
        return inside[0] if len(inside) == 1 else Literal_(span=span, value=None, type=ERROR)

    def entry(self) -> tuple[Expr, Expr]:
        """`key: value` of a map."""
        self.refuse_optional("{?")
        key = self.expression()
        if not self.accept(":"):
            raise self.fail("expected `:` after the key", "a map is written `{'key': value}`")
        return key, self.expression()

    def literal(self, token: Token) -> Expr:
        """A number, text or bytes; `token` may be the minus before a number."""
        written = self.next() if token.kind == "-" else token
        span = Span(token.start, written.end)
        try:
            value, of = literal(written.kind, written.text, negative=written is not token)
        except BadLiteral as bad:
            start = written.start + bad.offset
            culprit = Span(start, start + bad.width if bad.width else written.end)
            self.findings.append(Finding("bad-literal", bad.message, culprit, bad.hint))
            value, of = None, ERROR
        return Literal_(span=span, value=value, type=of)
