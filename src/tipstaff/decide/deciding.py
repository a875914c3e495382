"""Bundle and facts in, decision out. No clock, no I/O, no logging."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from tipstaff.cel import CelError
from tipstaff.cel.run.program import evaluate
from tipstaff.decide.brief import Brief
from tipstaff.decide.facts import Facts
from tipstaff.decide.program import Program
from tipstaff.vocab.decision import Decision, Effect, Lift, Obligation, Reason, RuleError
from tipstaff.vocab.verdict import Verdict

T = TypeVar("T")


def decide(program: Program, facts: Facts, *, id: str, at: datetime) -> Decision:  # noqa: A002 - the record's word
    """Evaluate every rule that can match and combine what they say.

    Args:
        program: rules of the versions in force; their order does not matter.
        facts: the event and lazy access to all that is known about it.
        id: of the record to be.
        at: when it is decided (UTC).
    Returns:
        The severest verdict among the rules that matched, `allow` when none did, with every rule that said more than
        allow, the severest first. An authorization in force lifts the rules that name it and is listed. A rule that
        could not be evaluated is listed in `errors` and counts with its `on_error`. Rules in shadow are listed apart.
    """
    matched: list[int] = []
    failed: list[int] = []
    event = facts.event
    program.of_type(event.type).run(facts, event.data, matched, failed)
    if not matched and not failed:
        return _silent(program, facts, id, at)
    hearing = Hearing(facts)
    for number in failed:
        hearing.ask_again(program.briefs[number])
    for number in matched:
        hearing.matched(program.briefs[number])
    return hearing.decision(program.bundle, id, at)


def _silent(program: Program, facts: Facts, decision_id: str, at: datetime) -> Decision:
    """Nothing matched: the common case."""
    return Decision(
        decision_id,
        facts.event.id,
        facts.event.account,
        Verdict.ALLOW,
        None,
        [],
        [],
        [],
        [],
        [],
        None,
        program.bundle,
        at,
    )


class Hearing:
    """Collects what the rules say about one event."""

    __slots__ = ("_effects", "_errors", "_facts", "_lifts", "_obligations", "_reasons", "_shadow", "_until")

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._reasons: list[tuple[int, int, Reason]] = []
        self._shadow: list[tuple[int, Reason]] = []
        self._errors: list[tuple[int, RuleError]] = []
        self._obligations: list[tuple[int, Obligation]] = []
        self._effects: list[tuple[int, Effect]] = []
        self._lifts: list[tuple[int, Lift]] = []
        self._until: list[tuple[Verdict, datetime | None]] = []

    def ask_again(self, brief: Brief) -> None:
        """The fast path raised: the interpreter has the last word."""
        outcome = evaluate(brief.rule.condition, self._facts)
        if outcome is True:
            self.matched(brief)
        elif isinstance(outcome, CelError):
            self._failed(brief, outcome)

    def matched(self, brief: Brief) -> None:
        """The condition is true."""
        rule = brief.rule
        if rule.unless is not None and self._lifted(brief, rule.verdict):
            return
        if rule.mode == "shadow":
            self._shadow.append((brief.place, brief.reason(self._facts)))
            return
        if rule.verdict is not Verdict.ALLOW:
            self._reasons.append((-rule.verdict.severity, brief.place, brief.reason(self._facts)))
            self._until.append((rule.verdict, self._end(brief)))
        if rule.obligations:
            self._obligations += [(brief.place, one) for one in brief.obligations(self._facts)]
        if rule.effects:
            self._effects += [(brief.place, one) for one in brief.effects(self._facts)]

    def decision(self, bundle: str, decision_id: str, at: datetime) -> Decision:
        """All of it, in an order that does not depend on the order of the rules."""
        self._reasons.sort(key=lambda one: one[:2])
        verdict = self._reasons[0][2].verdict if self._reasons else Verdict.ALLOW
        event = self._facts.event
        return Decision(
            id=decision_id,
            event=event.id,
            account=event.account,
            verdict=verdict,
            until=self._last_end(verdict),
            reasons=[reason for _, _, reason in self._reasons],
            obligations=_in_order(self._obligations),
            errors=_in_order(self._errors),
            shadow=_in_order(self._shadow),
            authorizations=_in_order(self._lifts),
            case=None,
            bundle=bundle,
            at=at,
            effects=_in_order(self._effects),
            facts=self._facts.computed(),
        )

    def _failed(self, brief: Brief, error: CelError) -> None:
        """The condition has no value: listed always, counted unless the rule is in shadow or lifted."""
        rule = brief.rule
        lifted = rule.unless is not None and self._lifted(brief, rule.on_error)
        counts = rule.mode == "live" and not lifted
        fallback = rule.on_error if counts else Verdict.ALLOW
        self._errors.append((brief.place, brief.error(error.code, error.message, fallback)))
        if fallback is not Verdict.ALLOW:
            self._reasons.append((-fallback.severity, brief.place, brief.fallback(self._facts, error)))
            self._until.append((fallback, None))

    def _lifted(self, brief: Brief, verdict: Verdict) -> bool:
        """Whether an authorization lifts the rule. One that cannot be looked up lifts nothing, and is listed."""
        rule, facts = brief.rule, self._facts
        assert rule.unless is not None
        facts.authorizations()  # what earlier rules found is theirs
        outcome = evaluate(rule.unless, facts)
        if isinstance(outcome, CelError):
            self._errors.append((brief.place, brief.error(outcome.code, outcome.message, verdict)))
            return False
        if outcome is not True:
            return False
        for authorization, use in facts.authorizations():
            self._lifts.append((brief.place, Lift(authorization, use, rule.clause, rule.id)))
        return True

    def _end(self, brief: Brief) -> datetime | None:
        end = brief.until(self._facts)
        if isinstance(end, CelError):
            self._errors.append((brief.place, brief.error(end.code, end.message, brief.rule.verdict)))
            return None
        return end

    def _last_end(self, verdict: Verdict) -> datetime | None:
        """When the last of the determining reasons ends; None when one of them has no end."""
        ends = [end for severity, end in self._until if severity is verdict]
        known = [end for end in ends if end is not None]
        return max(known) if known and len(known) == len(ends) else None


def _in_order(numbered: list[tuple[int, T]]) -> list[T]:
    return [one for _, one in sorted(numbered, key=lambda pair: pair[0])]
