"""A rule made ready to speak: everything about it that does not depend on the event, worked out once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache, partial
from typing import Any, Final

from tipstaff.cel import CelError, Compiled, evaluate
from tipstaff.decide.facts import Facts
from tipstaff.decide.following import Following, following_of
from tipstaff.decide.saying.composing import Composed, compose_reason, compose_text
from tipstaff.decide.saying.phrases import Value, given
from tipstaff.decide.saying.writing import Told, compose_told
from tipstaff.policy import Order, Rule
from tipstaff.policy.rules.rule import Words
from tipstaff.vocab.decision import Effect, Obligation, Reason, RuleError
from tipstaff.vocab.masking import mask_within
from tipstaff.vocab.verdict import Verdict

_UNTOLD: Final[Mapping[str, str]] = {
    "en": "Something needed to check this is not known; for that case the rule says: {verdict}.",
    "fr": "Un élément nécessaire à cette vérification n'est pas connu ; la règle prévoit alors : {verdict}.",
}
_VERDICTS: Final[Mapping[str, Mapping[Verdict, str]]] = {
    "en": {Verdict.ALLOW: "allow", Verdict.DEFER: "wait", Verdict.REVIEW: "have a person look", Verdict.DENY: "refuse"},
    "fr": {
        Verdict.ALLOW: "autoriser",
        Verdict.DEFER: "attendre",
        Verdict.REVIEW: "faire examiner par une personne",
        Verdict.DENY: "refuser",
    },
}


def untold(verdict: Verdict, locale: str) -> str:
    """What is said where a condition cannot be evaluated and the rule's `on_error` counts."""
    language = locale[:2] if locale[:2] in _UNTOLD else "en"
    return _UNTOLD[language].format(verdict=_VERDICTS[language][verdict])


class Brief:
    """One rule in one version of its policy.

    Args:
        rule: as the bundle has it.
        version: the version of the policy in force.
        place: its place in the order of reasons; lower is named first.

    Attributes:
        said: how its reason is given, by locale, as far as it was.
        told: the same as JSON.
        simple: it has nothing but a reason to give when it matches, and what follows in every event alike: nothing
            lifts it, nothing else depends on the event.
        following: what follows then; empty for most.
    """

    __slots__ = ("_effects", "_head", "_obligations", "following", "place", "rule", "said", "simple", "told", "version")

    def __init__(self, rule: Rule, version: str, place: int) -> None:
        self.rule = rule
        self.version = version
        self.place = place
        following = following_of(rule)
        self.following: Following = following or ()
        told = rule.mode == "live" and rule.verdict is not Verdict.ALLOW
        self.simple = told and following is not None and not (rule.unless or rule.until or rule.obligations)
        self._head = (rule.policy, version, rule.clause, rule.control, rule.id)
        self.said: dict[str, Composed] = {}
        self.told: dict[str, Told] = {}
        self._obligations = [_arguments(order) for order in rule.obligations]
        self._effects = [_arguments(order) for order in rule.effects]

    def reason(self, facts: Facts, data: Any) -> Reason:
        """Why: in the account's language, with what was seen."""
        locale = facts.account.locale
        compose, kept = self.said.get(locale) or self.learn(locale)
        reason: Reason = compose(kept, facts, data)
        return reason

    def learn(self, locale: str) -> Composed:
        """How the reason is given in a language. Made when it is first needed: most rules rarely match."""
        composed = self.said[locale] = compose_reason(self.rule, self.version, locale)
        return composed

    def learn_json(self, locale: str) -> Told:
        """How the reason is given as JSON in a language."""
        told = self.told[locale] = compose_told(self.rule, self.version, locale)
        return told

    def fallback(self, facts: Facts, error: CelError) -> Reason:
        """Why, when the condition could not be evaluated and its `on_error` counts; `errors` has what went wrong."""
        text = untold(self.rule.on_error, facts.account.locale)
        return Reason(*self._head, self.rule.on_error, text, {"error": error.code})

    def error(self, error: CelError, fallback: Verdict) -> RuleError:
        """What went wrong, as it is listed."""
        return RuleError(*self._head, error.code, mask_within(error.message), fallback)

    def until(self, facts: Facts) -> datetime | CelError | None:
        """When the same event would pass, or the restriction ends; None when the rule does not say."""
        end: datetime | CelError | None = evaluate(self.rule.until, facts) if self.rule.until is not None else None
        return end

    def obligations(self, facts: Facts, data: Any) -> tuple[list[Obligation], list[CelError]]:
        """What the caller must do. An argument that cannot be known is None there, and its failure is given too."""
        filled = [(kind, _filled(args, facts, data)) for kind, args in self._obligations]
        found = [Obligation(kind, self.rule.clause, values) for kind, (values, _) in filled]
        return found, [error for _, (_, errors) in filled for error in errors]

    def effects(self, facts: Facts, data: Any) -> tuple[list[Effect], list[CelError]]:
        """What is set in motion. Arguments are the values themselves: they go to the ledgers, not to people.

        An effect with an argument that cannot be known is not set in motion; its failure is given instead.
        """
        filled = [(name, _filled(args, facts, data)) for name, args in self._effects]
        found = [Effect(name, values, self.rule.clause) for name, (values, errors) in filled if not errors]
        return found, [error for _, (_, errors) in filled for error in errors]


_Arguments = Sequence[tuple[str, Value]]


def _arguments(order: Order) -> tuple[str, _Arguments]:
    args = [(name, given(value) if isinstance(value, Compiled) else _text(value)) for name, value in order.args]
    return order.name, args


def _text(texts: Words) -> Value:
    """A text in the account's language."""
    composed = lru_cache(maxsize=16)(partial(compose_text, texts))

    def text(facts: Facts, data: Any) -> Any:
        compose, kept = composed(facts.account.locale)
        return compose(kept, facts, data)

    return text


def _filled(args: _Arguments, facts: Facts, data: Any) -> tuple[dict[str, Any], list[CelError]]:
    values: dict[str, Any] = {}
    errors: list[CelError] = []
    for name, value in args:
        found = value(facts, data)
        if isinstance(found, CelError):
            errors.append(found)
            found = None
        values[name] = found
    return values, errors
