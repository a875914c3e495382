"""The rules in force for a stack of policy versions, made ready to decide."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from tipstaff.cel import Compiled
from tipstaff.cel.types import RecordType
from tipstaff.decide.brief import Brief
from tipstaff.decide.facts import Facts
from tipstaff.decide.following import Outcome
from tipstaff.decide.matching.index import TypeIndex
from tipstaff.decide.saying.form import Form
from tipstaff.policy.rules.rule import Rule

Stack = Sequence[tuple[str, str]]
"""(policy, version) pairs, the most specific policy last."""

Numbers = tuple[list[int], list[int]]
"""Of the rules that are true, and of those that only the interpreter can tell."""

Speak = Callable[[Facts, str, datetime], Any]
"""(facts, id of the record, when): the judgement at once, or the numbers where more follows than reasons."""

_REMEMBERED: Final = 10_000
_NO_RECORD: Final = RecordType("event", {})


class Program:
    """Rules, indexed. A type is made ready by `make_ready`, or when its first event comes.

    Args:
        rules: the rules of a bundle; their order does not matter.
        stack: the version of each policy that binds; rules of other policies and versions are left out.
        bundle: the hash that decisions will name.
        records: the record of each event type's data.

    Attributes:
        form: the JSON of its decisions around what events say.
        briefs: the rules in the order in which decisions name them: by verdict, the severest first; by policy, the most
            specific first; by clause, control and rule.
        speak: goes the simple way for it, once the first event has come (`pronouncing`).
    """

    def __init__(self, rules: Sequence[Rule], stack: Stack, bundle: str, records: Mapping[str, RecordType]) -> None:
        self.bundle = bundle
        self.form = Form(bundle)
        self.stack = tuple(stack)
        self._records = records
        versions = dict(self.stack)
        precedence = {policy: place for place, (policy, _) in enumerate(reversed(self.stack))}
        standing = [rule for rule in rules if rule.mode != "off" and versions.get(rule.policy, "") in rule.versions]
        standing.sort(key=lambda rule: (-rule.verdict.severity, precedence[rule.policy], rule.sort_key))
        self.briefs = [Brief(rule, versions[rule.policy], place) for place, rule in enumerate(standing)]
        self.types: dict[str, TypeIndex] = {}
        self.speak: Speak | None = None
        self._outcomes: dict[tuple[int, ...], Outcome] = {}
        self._numbers: dict[str, list[tuple[int, Compiled]]] = {}
        for brief in self.briefs:
            self._numbers.setdefault(brief.rule.type, []).append((brief.place, brief.rule.condition))

    def of_type(self, event_type: str) -> TypeIndex:
        """The index of a type's rules."""
        index = self.types.get(event_type)
        if index is None:
            record = self._records.get(event_type, _NO_RECORD)
            index = self.types[event_type] = TypeIndex(self._numbers.get(event_type, ()), record)
        return index

    def outcome(self, numbers: tuple[int, ...]) -> Outcome:
        """What follows where these rules match, from which something follows in every event alike."""
        outcome = self._outcomes.get(numbers)
        if outcome is None:
            if len(self._outcomes) >= _REMEMBERED:
                self._outcomes = {}
            some = [self.briefs[number] for number in numbers]
            outcome = Outcome.of([(brief.rule.clause, brief.version, brief.following) for brief in some])
            self._outcomes[numbers] = outcome
        return outcome

    def make_ready(self) -> None:
        """Make what runs the rules of every type, as far as nothing must be compiled: milliseconds for forty types."""
        for name in self._numbers:
            self.of_type(name).make_ready()

    def warm(self, like: Program | None = None) -> None:
        """Generate what the events so far have asked for, so that none of those to come waits for it.

        May run beside deciding, on another thread.

        Args:
            like: an earlier program: what its events asked for is generated too. After a reload this makes the new
                program as quick as the old one was.
        """
        for name in {*self.types, *(like.types if like is not None else ())}:
            self.of_type(name).warm(like.types.get(name) if like is not None else None)
