"""What the rules say about one event, put together."""

from __future__ import annotations

from datetime import datetime
from operator import itemgetter
from typing import Any, Final, TypeVar

from tipstaff.cel import CelError, evaluate
from tipstaff.decide.brief import Brief
from tipstaff.decide.facts import Facts
from tipstaff.vocab.decision import Decision, Effect, Lift, Obligation, Reason, RuleError
from tipstaff.vocab.verdict import Verdict

T = TypeVar("T")

_NO_TRUTH: Final = CelError("not-a-bool", "the condition gave neither true nor false")


class Hearing:
    """Collects what the rules say, in any order, and makes the decision, in the one order there is."""

    __slots__ = (
        "_data",
        "_effects",
        "_errors",
        "_facts",
        "_if_allowed",
        "_lifts",
        "_obligations",
        "_reasons",
        "_shadow",
        "_until",
    )

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._data: Any = facts.event.data
        self._reasons: list[tuple[int, int, Reason]] = []
        self._shadow: list[tuple[int, Reason]] = []
        self._errors: list[tuple[int, RuleError]] = []
        self._obligations: list[tuple[int, Obligation]] = []
        self._effects: list[tuple[int, Effect]] = []
        self._if_allowed: list[tuple[int, Effect]] = []
        self._lifts: list[tuple[int, Lift]] = []
        self._until: list[tuple[Verdict, datetime | None]] = []

    def ask_again(self, brief: Brief) -> None:
        """The fast path raised: the interpreter has the last word."""
        outcome = evaluate(brief.rule.condition, self._facts)
        if outcome is True:
            self.matched(brief)
        elif isinstance(outcome, CelError):
            self._failed(brief, outcome)
        elif outcome is not False:
            self._failed(brief, _NO_TRUTH)

    def matched(self, brief: Brief) -> None:
        """The condition is true."""
        rule = brief.rule
        if rule.unless is not None and self._lifted(brief, rule.verdict):
            return
        if rule.mode == "shadow":
            self._shadow.append((brief.place, brief.reason(self._facts, self._data)))
            return
        if rule.verdict is not Verdict.ALLOW:
            self._reasons.append((-rule.verdict.severity, brief.place, brief.reason(self._facts, self._data)))
            self._until.append((rule.verdict, self._end(brief)))
        if rule.obligations or rule.effects:
            self._follow(brief)

    def decision(self, bundle: str, decision_id: str, at: datetime) -> Decision:
        """All of it, in an order that does not depend on the order of the rules."""
        self._reasons.sort(key=lambda one: one[:2])
        verdict = self._reasons[0][2].verdict if self._reasons else Verdict.ALLOW
        effects = self._effects + self._if_allowed if verdict is Verdict.ALLOW else self._effects
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
            effects=_once(_in_order(effects)),
            facts=self._facts.computed(),
        )

    def _failed(self, brief: Brief, error: CelError) -> None:
        """The condition has no value: listed always, counted unless the rule is in shadow or lifted."""
        rule = brief.rule
        lifted = rule.unless is not None and self._lifted(brief, rule.on_error)
        fallback = Verdict.ALLOW if lifted else rule.on_error
        self._note(brief, error, fallback)
        if rule.mode == "live" and fallback is not Verdict.ALLOW:
            self._reasons.append((-fallback.severity, brief.place, brief.fallback(self._facts, error)))
            self._until.append((fallback, None))

    def _note(self, brief: Brief, error: CelError, fallback: Verdict) -> None:
        """List a failure; what a rule in shadow falls back to does not count."""
        counted = fallback if brief.rule.mode == "live" else Verdict.ALLOW
        self._errors.append((brief.place, brief.error(error, counted)))

    def _lifted(self, brief: Brief, standing: Verdict) -> bool:
        """Whether an authorization lifts the rule. One that cannot be looked up lifts nothing, and is listed."""
        rule, facts = brief.rule, self._facts
        assert rule.unless is not None
        facts.authorizations()  # what earlier rules found is theirs
        outcome = evaluate(rule.unless, facts)
        if isinstance(outcome, CelError):
            self._note(brief, outcome, standing)
        if outcome is not True:
            return False
        if rule.mode == "live":
            for authorization, use in facts.authorizations():
                self._lifts.append((brief.place, Lift(authorization, use, rule.clause, rule.id)))
        return True

    def _follow(self, brief: Brief) -> None:
        """What a match sets in motion."""
        rule, place = brief.rule, brief.place
        unknown: list[CelError] = []
        if rule.obligations:
            obligations, unknown = brief.obligations(self._facts, self._data)
            self._obligations += [(place, one) for one in obligations]
        if rule.effects:
            effects, undone = brief.effects(self._facts, self._data)
            kept = self._if_allowed if rule.when_allowed else self._effects
            kept += [(place, one) for one in effects]
            unknown = [*unknown, *undone]
        for error in unknown:
            self._note(brief, error, rule.verdict)

    def _end(self, brief: Brief) -> datetime | None:
        end = brief.until(self._facts)
        if isinstance(end, CelError):
            self._note(brief, end, brief.rule.verdict)
            return None
        return end

    def _last_end(self, verdict: Verdict) -> datetime | None:
        """When the last of the determining reasons ends; None when one of them has no end."""
        ends = [end for severity, end in self._until if severity is verdict]
        known = [end for end in ends if end is not None]
        return max(known) if known and len(known) == len(ends) else None


def _once(effects: list[Effect]) -> list[Effect]:
    """Each command with its arguments once, for the first clause that gives it: two clauses may carry one control."""
    if len(effects) < 2:
        return effects
    found: list[Effect] = []
    for effect in effects:
        if not any(effect.do == earlier.do and effect.args == earlier.args for earlier in found):
            found.append(effect)
    return found


def _in_order(numbered: list[tuple[int, T]]) -> list[T]:
    if len(numbered) < 2:
        return [one for _, one in numbered]
    return [one for _, one in sorted(numbered, key=itemgetter(0))]
