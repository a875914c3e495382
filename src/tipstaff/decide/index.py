"""Which rules can match: by event type, then by what their conditions demand of single members.

A rule such as `event.channel == 'sms' && ...` can be true only where the channel is `sms`. Members of which few values
are demanded (a channel, a purpose) divide the rules into buckets, one for each combination of values that occurs, each
with one generated function, made when the first event asks for it. A member of which many values are demanded (a
campaign, a template) keeps the rules of each value by themselves. So the cost of a decision depends on the rules that
can match, not on the rules that exist.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from operator import attrgetter
from typing import Any, Final

from msgspec import UNSET

from tipstaff.cel import fuse
from tipstaff.cel.types import RecordType
from tipstaff.decide.demands import NOWHERE, Candidate, Numbered, dividing, read, shared_out, values_demanded

Matcher = Callable[[Any, list[int], list[int]], None]
"""(facts, matched, failed): appends the numbers of the rules that are true, and of those that only the interpreter can
tell.
"""

FEW: Final = 32
"""A member of which at most so many values are demanded divides all rules."""
KEPT: Final = 4096
"""Buckets of one event type at most; then all are made anew as they are asked for."""

_OTHER: Final = object()


class TypeIndex:
    """The rules of one event type.

    Args:
        rules: numbered conditions.
        record: the record of the type's data.

    Attributes:
        members: attribute paths that divide the rules into buckets.
        wide: those that keep the rules of each value by themselves.
    """

    def __init__(self, rules: Sequence[Numbered], record: RecordType) -> None:
        self._record = record
        candidates = [Candidate(rule, record) for rule in rules]
        values = values_demanded(candidates)
        many = sorted(path for path in values if len(values[path]) > FEW)
        self.wide = [Wide(path, some, self._fused) for path, some in shared_out(candidates, many) if some]
        apart = {number for wide in self.wide for number in wide.numbers}
        self._candidates = [one for one in candidates if one.rule[0] not in apart]
        self.members = dividing(self._candidates, {path: some for path, some in values.items() if path not in many})
        self._known = [values[path] | {UNSET, NOWHERE} for path in self.members]
        self._read = attrgetter(*self.members) if self.members else None
        self._buckets: dict[Hashable, Matcher] = {}
        self._functions: dict[tuple[int, ...], Matcher] = {}
        self._only: Matcher | None = None

    def run(self, facts: Any, data: Any, matched: list[int], failed: list[int]) -> None:
        """Append the numbers of the rules that are true, and of those that only the interpreter can tell."""
        if self._read is None:
            (self._only or self._whole())(facts, matched, failed)
        else:
            key: Any
            try:
                key = self._read(data)
            except AttributeError:  # the object around a member is missing
                key = self._key(data)
            (self._buckets.get(key) or self._bucket(key))(facts, matched, failed)
        for wide in self.wide:
            wide.run(facts, data, matched, failed)

    def numbers(self, data: Any) -> list[int]:
        """The rules that `run` would look at."""
        members = {path: read(data, path) for path in self.members}
        near = [one.rule[0] for one in self._candidates if one.possible(members)]
        return sorted([*near, *(number for wide in self.wide for number in wide.of(data))])

    def _key(self, data: Any) -> Hashable:
        found = tuple(read(data, path) for path in self.members)
        return found if len(found) > 1 else found[0]

    def _whole(self) -> Matcher:
        self._only = self._fused([one.rule for one in self._candidates])
        return self._only

    def _bucket(self, key: Any) -> Matcher:
        """The function for a combination of values. Values that no rule demands are all alike."""
        found = key if len(self.members) > 1 else (key,)
        known = tuple(value if value in some else _OTHER for value, some in zip(found, self._known, strict=True))
        kept = known if len(known) > 1 else known[0]
        function = self._buckets.get(kept)
        if function is None:
            members = dict(zip(self.members, known, strict=True))
            rules = [one.rule for one in self._candidates if one.possible(members)]
            function = self._function(rules)
            if len(self._buckets) >= KEPT:
                self._buckets.clear()
            self._buckets[kept] = function
        return function

    def _function(self, rules: Sequence[Numbered]) -> Matcher:
        """Combinations that leave the same rules share one function."""
        numbers = tuple(number for number, _ in rules)
        function = self._functions.get(numbers)
        if function is None:
            if len(self._functions) >= KEPT:
                self._functions.clear()
            function = self._functions[numbers] = self._fused(rules)
        return function

    def _fused(self, rules: Sequence[Numbered]) -> Matcher:
        return fuse(rules, {"event": self._record}) if rules else _nothing


class Wide:
    """Rules by the value of one member."""

    def __init__(self, path: str, candidates: Sequence[Candidate], fused: Callable[[list[Numbered]], Matcher]) -> None:
        self._path = path
        self._read = attrgetter(path)
        self._fused = fused
        self.numbers = [one.rule[0] for one in candidates]
        self._rules: dict[object, list[Numbered]] = {UNSET: [], NOWHERE: [one.rule for one in candidates]}
        for one in candidates:
            demand = one.demands[path]
            for value in (*demand.values, *(() if demand.guarded else (UNSET,))):
                self._rules.setdefault(value, []).append(one.rule)
        self._functions: dict[object, Matcher] = {}

    def run(self, facts: Any, data: Any, matched: list[int], failed: list[int]) -> None:
        """Append the numbers of the rules of this event's value that are true, or failed."""
        try:
            value = self._read(data)
        except AttributeError:  # the object around it is missing
            value = NOWHERE
        if value in self._rules:
            (self._functions.get(value) or self._function(value))(facts, matched, failed)

    def _function(self, value: object) -> Matcher:
        self._functions[value] = self._fused(self._rules[value])
        return self._functions[value]

    def of(self, data: Any) -> list[int]:
        """The rules of this event's value."""
        return [number for number, _ in self._rules.get(read(data, self._path), ())]


def _nothing(_facts: Any, _matched: list[int], _failed: list[int]) -> None:
    """A bucket without rules."""
