"""Text to tree."""

from __future__ import annotations

from dataclasses import dataclass

from tipstaff.cel.findings import Finding
from tipstaff.cel.parse.grammar import Grammar
from tipstaff.cel.parse.lexer import tokens_of
from tipstaff.cel.parse.limits import MAX_DEPTH, MAX_FINDINGS, nested_too_deeply
from tipstaff.cel.syntax import Expr, Literal_, Span
from tipstaff.cel.types import ERROR
from tipstaff.cel.walk import too_deep


@dataclass(frozen=True, slots=True)
class Parsed:
    """The tree of a text and what is wrong with it. Where something could not be read stands a literal of `ERROR`."""

    tree: Expr
    findings: list[Finding]


def parse(text: str) -> Parsed:
    """Parse one expression. Never raises; time is linear in the text."""
    lexed = tokens_of(text)
    grammar = Grammar(text, lexed.tokens, lexed.findings)
    tree = grammar.whole()
    if deep := too_deep(tree, MAX_DEPTH):
        grammar.findings.append(nested_too_deeply(deep))
        tree = Literal_(span=Span(0, len(text)), value=None, type=ERROR)
    findings = sorted(grammar.findings, key=lambda finding: finding.span.start)
    return Parsed(tree, findings[:MAX_FINDINGS])
