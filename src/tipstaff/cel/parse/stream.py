"""A position in the tokens of a text, and what the grammar needs to read lists and to go on after a mistake."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from tipstaff.cel.findings import Finding
from tipstaff.cel.parse.lexer import Token
from tipstaff.cel.syntax import Span

T = TypeVar("T")
_OPENING = frozenset("([{")
_CLOSING = frozenset(")]}")


class SkipError(Exception):
    """A mistake was reported; the nearest list of elements goes on after it."""


class Stream:
    """A cursor over tokens. `findings` collects what is wrong; `depth` is the nesting of expressions at the cursor."""

    def __init__(self, text: str, tokens: list[Token], findings: list[Finding]) -> None:
        self.text = text
        self.tokens = tokens
        self.findings = findings
        self.at = 0
        self.depth = 0
        self._ended = False

    @property
    def token(self) -> Token:
        """The next token."""
        return self.tokens[self.at]

    def next(self) -> Token:
        """Take the next token; the end is never passed."""
        token = self.tokens[self.at]
        if token.kind != "end":
            self.at += 1
        return token

    def accept(self, kind: str) -> bool:
        """Take the next token if it is of `kind`."""
        if self.tokens[self.at].kind != kind:
            return False
        self.at += 1
        return True

    def span_from(self, start: int) -> Span:
        """From `start` to the end of the token taken last."""
        return Span(start, max(start, self.tokens[self.at - 1].end if self.at else start))

    def report(self, message: str, span: Span, hint: str = "", code: str = "syntax") -> None:
        """Note a mistake. Only the first at the end of the text counts: the rest follow from it."""
        if span.start >= self.tokens[-1].start:
            if self._ended:
                return
            self._ended = True
        self.findings.append(Finding(code, message, Span(span.start, max(span.end, span.start + 1)), hint))

    def fail(self, message: str, hint: str = "", token: Token | None = None) -> SkipError:
        """Report at `token` (the next one when None); gives the exception to raise."""
        culprit = token or self.token
        if culprit.kind == "bad":  # said by the lexer
            return SkipError()
        self.report(message, Span(culprit.start, culprit.end), hint)
        return SkipError()

    def elements(self, closing: str, read: Callable[[], T]) -> list[T]:
        """Elements divided by commas up to `closing`; the opening bracket was just taken.

        An element with a mistake is left out. A comma may stand before `]` and `}`.
        """
        opening = self.tokens[self.at - 1]
        found: list[T] = []
        if self.accept(closing):
            return found
        while True:
            self._element(found, read, closing)
            if self.accept(closing):
                return found
            if self.token.kind == ",":
                self.at += 1
                if closing != ")" and self.accept(closing):
                    return found
                if self.token.kind == "end":
                    raise self._unclosed(opening, closing)
            else:
                raise self._unclosed(opening, closing)

    def _element(self, found: list[T], read: Callable[[], T], closing: str) -> None:
        depth = self.depth
        try:
            found.append(read())
            if self.token.kind not in (",", closing, "end"):
                raise self.fail(f"expected `{closing}` or `,`, not `{self.token.text}`")
        except SkipError:
            self.depth = depth
            self._skip((",", closing))

    def _unclosed(self, opening: Token, closing: str) -> SkipError:
        if not self._ended:
            self.report(f"`{opening.text}` is never closed", Span(opening.start, opening.end), f"add `{closing}`")
        self._ended = True
        self.at = len(self.tokens) - 1
        return SkipError()

    def _skip(self, stops: tuple[str, ...]) -> None:
        """Pass over tokens up to one of `stops` at this nesting, a bracket that closes more than it, or the end."""
        nesting = 0
        while (kind := self.token.kind) != "end" and not (nesting == 0 and kind in stops):
            nesting += (kind in _OPENING) - (kind in _CLOSING)
            if nesting < 0:
                return
            self.at += 1
