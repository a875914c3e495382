"""What a recorded decision says, in another language than its account's: the rule's text over the recorded values.

A text is told again only where telling it in some language gives the recorded words exactly: then the rule is the one
that spoke, and all that it named is known. Otherwise the recorded words stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from tipstaff.app.house import House
from tipstaff.cel import CelError
from tipstaff.decide.brief import untold
from tipstaff.decide.saying.composing import Composed, compose_text
from tipstaff.pipeline.showing import Names
from tipstaff.policy import Bundle, Rule
from tipstaff.store import DecisionRow
from tipstaff.vocab.decision import Decision, Reason
from tipstaff.vocab.errors import TipstaffError
from tipstaff.vocab.event import Event
from tipstaff.vocab.masking import ELLIPSIS

Place = tuple[str, str, str, str]
"""(clause, control, rule, event type): where a rule stands."""

_ENVELOPE: Final = ("event.id", "event.type", "event.time", "event.account")


class Recorded:
    """The facts of a recorded event as far as the record has them. Nothing is computed."""

    def __init__(self, house: House, event: Event, found: Mapping[str, Any], labels: Mapping[str, str]) -> None:
        self.event = event
        self.account = house.ledgers.account(event.account)
        self._found = found
        self._names = Names(labels)

    def get(self, name: str) -> object:
        """The value of a variable. Raises CelError when the record does not have it whole."""
        if name == "event":
            return self.event.data
        if name == "account":
            return self.account
        if name in _ENVELOPE:
            return getattr(self.event, name.partition(".")[2])
        return self._whole(self._names.of(name))

    def call(self, name: str, args: tuple[object, ...]) -> object:
        """The value of a function. Raises CelError when the record does not have it whole."""
        return self._whole(self._names.of((name, tuple(tuple(a) if isinstance(a, list) else a for a in args))))

    def authorizations(self) -> Sequence[tuple[str, str]]:
        """None: nothing is decided here."""
        return ()

    def computed(self) -> dict[str, Any]:
        """Nothing."""
        return {}

    def _whole(self, label: str) -> object:
        value = self._found.get(label)
        parts = value if isinstance(value, list) else [value]
        plain = all(isinstance(part, bool | int | float | str) for part in parts)
        if label not in self._found or not plain or any(ELLIPSIS in part for part in parts if isinstance(part, str)):
            raise CelError("not-recorded", f"`{label}` is not in the record")
        return value


class Retelling:
    """Tells reasons again. What it needs of a bundle is made once.

    Args:
        house: decodes events, and has the bundle in force.
    """

    def __init__(self, house: House) -> None:
        self._house = house
        self._bundle: Bundle | None = None
        self._rules: dict[Place, Rule] = {}
        self._texts: dict[tuple[Place, str], Composed] = {}

    def __call__(self, row: DecisionRow, decision: Decision, language: str) -> list[str]:
        """What each reason of a decision says in a language, in the order of `decision.reasons`."""
        bundle = self._house.bundle
        if bundle is not self._bundle:
            self._rules = {(rule.clause, rule.control, rule.id, rule.type): rule for rule in bundle.rules}
            self._texts, self._bundle = {}, bundle
        facts = self._facts(row, decision, bundle)
        if facts is None:
            return [reason.explain for reason in decision.reasons]
        return [self._told(reason, row.type, facts, language) for reason in decision.reasons]

    def _facts(self, row: DecisionRow, decision: Decision, bundle: Bundle) -> Recorded | None:
        if row.event is None or not decision.reasons:
            return None
        try:
            event = self._house.decode(row.event, row.at)
        except TipstaffError:  # the event's type is not what it was
            return None
        labels = {name: window.specification for name, window in bundle.windows.items()}
        return Recorded(self._house, event, decision.facts, labels)

    def _told(self, reason: Reason, event_type: str, facts: Recorded, language: str) -> str:
        place = (reason.clause, reason.control, reason.rule, event_type)
        rule = self._rules.get(place)
        if rule is None or language not in rule.explain:
            return reason.explain
        if "error" in reason.evidence:
            told = {one: untold(rule.on_error, one) for one in rule.explain}
        else:
            told = {one: self._in(place, rule, facts, one) for one in rule.explain}
        return told[language] if reason.explain in told.values() else reason.explain

    def _in(self, place: Place, rule: Rule, facts: Recorded, language: str) -> str:
        known = self._texts.get((place, language))
        if known is None:
            known = self._texts[place, language] = compose_text(rule.explain, language)
        made, kept = known
        text: str = made(kept, facts, facts.event.data)
        return text
