"""One condition from text to `Compiled`: parse, check, weigh, put constants in, fold."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tipstaff.cel.check import complaints
from tipstaff.cel.check.checker import Checker
from tipstaff.cel.check.environment import Environment
from tipstaff.cel.check.suspicions import suspicions
from tipstaff.cel.check.unify import Match
from tipstaff.cel.compiled import Compiled
from tipstaff.cel.constants import put_in
from tipstaff.cel.findings import Finding, diagnose
from tipstaff.cel.fold import fold
from tipstaff.cel.parse.limits import MAX_FINDINGS
from tipstaff.cel.parse.parser import parse
from tipstaff.cel.reads import reads
from tipstaff.cel.syntax import Call, Expr, Quantifier
from tipstaff.cel.types import BOOL, Type
from tipstaff.cel.weigh.weigh import dearest, weigh
from tipstaff.vocab.diagnostics import Diagnostic, Place

_SECOND = 1e6
_HOUR = 3600 * _SECOND
_NONE: Mapping[str, object] = MappingProxyType({})
_UNKNOWN_PLACE = Place("<condition>")


def compile_condition(
    text: str,
    environment: Environment,
    *,
    expect: Type | None = BOOL,
    constants: Mapping[str, object] = _NONE,
    place: Place = _UNKNOWN_PLACE,
) -> tuple[Compiled | None, list[Diagnostic]]:
    """Compile one expression.

    Args:
        text: the expression as written.
        environment: what it may name.
        expect: the type it must have; a `dyn` result is let through. None for any.
        constants: values of declared variables that are known now, put in their place.
        place: where the text starts, for diagnostics and decisions.

    Returns:
        The condition, or None when there is an error; and everything that was found, warnings included.
    """
    tree, findings = _checked(text, environment, expect)
    if findings:
        return None, diagnose(findings, text, place)
    tree = put_in(tree, constants)
    cost, part = dearest(tree, environment)
    findings = _too_costly(cost, part, environment) or suspicions(tree)
    if any(finding.severity == "error" for finding in findings):
        return None, diagnose(findings, text, place)
    folded, failing = fold(tree, environment)
    if folded is not tree:
        cost = weigh(folded, environment)
    return _compiled(text, folded, cost, environment, place), diagnose(findings + failing, text, place)


def compile_as_written(text: str, environment: Environment) -> tuple[Compiled | None, list[Diagnostic]]:
    """Check, but compute nothing in advance, so that the back ends can be tested on constants. Rules do not go this
    way.
    """
    tree, findings = _checked(text, environment, None)
    if findings:
        return None, diagnose(findings, text, _UNKNOWN_PLACE)
    cost, part = dearest(tree, environment)
    if findings := _too_costly(cost, part, environment):
        return None, diagnose(findings, text, _UNKNOWN_PLACE)
    return _compiled(text, tree, cost, environment), []


def _checked(text: str, environment: Environment, expect: Type | None) -> tuple[Expr, list[Finding]]:
    parsed = parse(text)
    checker = Checker(text, environment)
    tree = checker.check(parsed.tree)
    findings = [*parsed.findings, *checker.findings]
    if expect is not None and not Match().fits(expect, tree.type):
        findings.append(complaints.wrong_result(tree, expect))
    return tree, sorted(findings, key=lambda finding: finding.span.start)[:MAX_FINDINGS]


def compile_unchecked(text: str, environment: Environment) -> Compiled | None:
    """Compile without complaining of names and types: what does not fit fails when it runs. None on a syntax error.

    This is the language's unchecked evaluation. Rules never go this way.
    """
    parsed = parse(text)
    if parsed.findings:
        return None
    tree = Checker(text, environment, strict=False).check(parsed.tree)
    return _compiled(text, tree, weigh(tree, environment), environment)


def _compiled(text: str, tree: Expr, cost: float, environment: Environment, place: Place = _UNKNOWN_PLACE) -> Compiled:
    return Compiled(text, tree, tree.type, cost, reads(tree, environment), place, environment)


def _too_costly(cost: float, part: Expr, environment: Environment) -> list[Finding]:
    limit = environment.sizes.limit
    if cost <= limit:
        return []
    message = f"could take {_time(cost)} at worst; the limit is {_time(limit)}"
    return [Finding("too-costly", message, part.span, _cheaper(part))]


def _cheaper(part: Expr) -> str:
    if isinstance(part, Quantifier):
        return "it is evaluated for every element; do less for each, or go over a shorter list"
    if isinstance(part, Call) and part.function == "matches":
        return "write the pattern in the rule"
    return "the texts or lists made on the way are too large"


def _time(microseconds: float) -> str:
    if microseconds > _HOUR:
        return "hours"
    return f"{microseconds / 1000:,.0f} ms" if microseconds < _SECOND else f"{microseconds / _SECOND:,.0f} s"
