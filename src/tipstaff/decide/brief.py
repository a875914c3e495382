"""A rule made ready to speak: everything about it that does not depend on the event, worked out once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from tipstaff.cel import CelError, Compiled
from tipstaff.cel.run.program import evaluate
from tipstaff.decide.facts import Facts
from tipstaff.decide.wording import Writer, shown_value, text_writer
from tipstaff.policy.rules.rule import Order, Rule
from tipstaff.vocab.decision import Effect, Obligation, Reason, RuleError
from tipstaff.vocab.verdict import Verdict

_UNTOLD: Final[Mapping[str, str]] = {
    "en": "This could not be checked, so the rule's stated fallback applies: {message}.",
    "fr": "Cette vérification n'a pas pu aboutir ; la règle prévoit alors ce repli : {message}.",
}


class Brief:
    """One rule in one version of its policy.

    Args:
        rule: as the bundle has it.
        version: the version of the policy in force.
        place: its place in the order of reasons; lower is named first.
    """

    __slots__ = ("_effects", "_evidence", "_obligations", "_words", "place", "rule", "version")

    def __init__(self, rule: Rule, version: str, place: int) -> None:
        self.rule = rule
        self.version = version
        self.place = place
        self._words: dict[str, Writer] = {name: text_writer(text, name) for name, text in rule.explain.items()}
        self._evidence = [(key, shown_value(hole)) for key, hole in rule.evidence]
        self._obligations = [(order.name, _arguments(order)) for order in rule.obligations]
        self._effects = [(order.name, _arguments(order)) for order in rule.effects]

    def reason(self, facts: Facts) -> Reason:
        """Why: in the account's language, with what was seen."""
        rule = self.rule
        words = self._words.get(facts.account.locale) or self._words["en"]
        evidence = {key: value(facts) for key, value in self._evidence}
        return Reason(
            rule.policy, self.version, rule.clause, rule.control, rule.id, rule.verdict, words(facts), evidence
        )

    def fallback(self, facts: Facts, error: CelError) -> Reason:
        """Why, when the condition could not be evaluated and its `on_error` counts."""
        rule = self.rule
        text = _UNTOLD.get(facts.account.locale, _UNTOLD["en"]).format(message=error.message)
        seen = {"error": error.code}
        return Reason(rule.policy, self.version, rule.clause, rule.control, rule.id, rule.on_error, text, seen)

    def error(self, code: str, message: str, fallback: Verdict) -> RuleError:
        """What went wrong, as it is listed."""
        rule = self.rule
        return RuleError(rule.policy, self.version, rule.clause, rule.control, rule.id, code, message, fallback)

    def until(self, facts: Facts) -> datetime | CelError | None:
        """When the same event would pass, or the restriction ends; None when the rule does not say."""
        return _evaluated(self.rule.until, facts) if self.rule.until is not None else None

    def obligations(self, facts: Facts) -> list[Obligation]:
        """What the caller must do."""
        return [Obligation(kind, self.rule.clause, _filled(args, facts)) for kind, args in self._obligations]

    def effects(self, facts: Facts) -> list[Effect]:
        """What is set in motion. Arguments are the values themselves: they go to the ledgers, not to people."""
        return [Effect(name, _filled(args, facts), self.rule.clause) for name, args in self._effects]


Argument = Callable[[Facts], object]


def _arguments(order: Order) -> list[tuple[str, Argument]]:
    return [(name, _argument(value)) for name, value in order.args]


def _argument(value: Compiled | Mapping[str, Any]) -> Argument:
    if isinstance(value, Compiled):
        return lambda facts: _evaluated(value, facts)
    writers = {language: text_writer(template, language) for language, template in value.items()}
    return lambda facts: (writers.get(facts.account.locale) or writers["en"])(facts)


def _filled(args: list[tuple[str, Argument]], facts: Facts) -> dict[str, Any]:
    values = ((name, value(facts)) for name, value in args)
    return {name: None if isinstance(value, CelError) else value for name, value in values}


def _evaluated(expression: Compiled, facts: Facts) -> Any:
    return evaluate(expression, facts)
