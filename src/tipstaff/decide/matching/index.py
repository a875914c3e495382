"""Which rules can match: by event type, then by what their conditions demand of single members.

A rule such as `event.channel == 'sms' && ...` can be true only where the channel is `sms`. Members of which few values
are demanded (a channel, a purpose) divide the rules into buckets, one for each combination of values that occurs. A
member of which many values are demanded (a campaign, a template) keeps the rules of each value by themselves. So the
cost of a decision depends on the rules that can match, not on the rules that exist.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from operator import attrgetter
from typing import Any, Final

from msgspec import UNSET

from tipstaff.cel.types import RecordType
from tipstaff.decide.facts import Facts
from tipstaff.decide.matching.bucket import Bucket, Run
from tipstaff.decide.matching.demands import NOWHERE, Candidate, Numbered, dividing, read, shared_out, values_demanded

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
        run: appends the numbers of the rules that are true, and of those that only the interpreter can tell.
        members: attribute paths that divide the rules into buckets.
        wide: those that keep the rules of each value by themselves.
    """

    def __init__(self, rules: Sequence[Numbered], record: RecordType) -> None:
        self._record = record
        candidates = [Candidate(rule, record) for rule in rules]
        values = values_demanded(candidates)
        many = sorted(path for path in values if len(values[path]) > FEW)
        self.wide = [Wide(path, some, record) for path, some in shared_out(candidates, many) if some]
        apart = {number for wide in self.wide for number in wide.numbers}
        self._candidates = [one for one in candidates if one.rule[0] not in apart]
        self.members = dividing(self._candidates, {path: some for path, some in values.items() if path not in many})
        self._known = [values[path] | {UNSET, NOWHERE} for path in self.members]
        self._read = attrgetter(*self.members) if self.members else None
        self._buckets: dict[Hashable, Bucket] = {}
        self._same: dict[tuple[int, ...], Bucket] = {}
        alone = not self.members and not self.wide
        rules_of_all = [] if self.members else [one.rule for one in self._candidates]
        self._only = Bucket(rules_of_all, record, self._settle if alone else None)
        self.run: Run = self._only.run if alone else self._look

    def _settle(self, run: Run) -> None:
        """One function for all rules: nothing is to be looked up any longer."""
        self.run = run

    def _look(self, facts: Facts, matched: list[int], failed: list[int], data: Any) -> None:
        if self._read is None:
            self._only.run(facts, matched, failed, data)
        else:
            key: Any
            try:
                key = self._read(data)
            except AttributeError:  # the object around a member is missing
                key = self._key(data)
            (self._buckets.get(key) or self.bucket(key)).run(facts, matched, failed, data)
        for wide in self.wide:
            wide.run(facts, matched, failed, data)

    def numbers(self, data: Any) -> list[int]:
        """The rules that `run` would look at."""
        members = {path: read(data, path) for path in self.members}
        near = [one.rule[0] for one in self._candidates if one.possible(members)]
        return sorted([*near, *(number for wide in self.wide for number in wide.of(data))])

    def make_ready(self) -> None:
        """Give the kernel the rules that all events of the type are asked."""
        self._only.begin()

    def warm(self, like: TypeIndex | None = None) -> None:
        """Generate the functions of all buckets that events have asked for, here or in an earlier index of the type."""
        if like is not None and like.members == self.members:
            for key in list(like._buckets):
                self.bucket(key)
        if self._only.uses or (like is not None and (like._only.uses or like._buckets)):
            self._only.warm()
        for bucket in list(self._buckets.values()):
            bucket.warm()
        earlier = {wide.path: wide for wide in like.wide} if like is not None else {}
        for wide in self.wide:
            wide.warm(earlier.get(wide.path))

    def bucket(self, key: Any) -> Bucket:
        """The rules that a combination of values leaves. Values that no rule demands are all alike."""
        found = key if len(self.members) > 1 else (key,)
        known = tuple(value if value in some else _OTHER for value, some in zip(found, self._known, strict=True))
        kept = known if len(known) > 1 else known[0]
        bucket = self._buckets.get(kept)
        if bucket is None:
            members = dict(zip(self.members, known, strict=True))
            bucket = self._shared([one.rule for one in self._candidates if one.possible(members)])
            if len(self._buckets) >= KEPT:
                self._buckets.clear()
            self._buckets[kept] = bucket
        return bucket

    def _shared(self, rules: Sequence[Numbered]) -> Bucket:
        """Combinations that leave the same rules share one bucket."""
        numbers = tuple(number for number, _ in rules)
        if numbers not in self._same:
            if len(self._same) >= KEPT:
                self._same.clear()
            self._same[numbers] = Bucket(rules, self._record)
        return self._same[numbers]

    def _key(self, data: Any) -> Hashable:
        found = tuple(read(data, path) for path in self.members)
        return found if len(found) > 1 else found[0]


class Wide:
    """Rules by the value of one member."""

    def __init__(self, path: str, candidates: Sequence[Candidate], record: RecordType) -> None:
        self.path = path
        self._read = attrgetter(path)
        self._record = record
        self.numbers = [one.rule[0] for one in candidates]
        self._rules: dict[object, list[Numbered]] = {UNSET: [], NOWHERE: [one.rule for one in candidates]}
        for one in candidates:
            demand = one.demands[path]
            for value in (*demand.values, *(() if demand.guarded else (UNSET,))):
                self._rules.setdefault(value, []).append(one.rule)
        self._buckets: dict[object, Bucket] = {}

    def run(self, facts: Facts, matched: list[int], failed: list[int], data: Any) -> None:
        """Append the numbers of the rules of this event's value that are true, or failed."""
        try:
            value = self._read(data)
        except AttributeError:  # the object around it is missing
            value = NOWHERE
        if value in self._rules:
            (self._buckets.get(value) or self._bucket(value)).run(facts, matched, failed, data)

    def warm(self, like: Wide | None) -> None:
        """Generate the functions of all buckets that events have asked for."""
        for value in list(like._buckets) if like is not None else ():
            if value in self._rules:
                self._bucket(value)
        for bucket in list(self._buckets.values()):
            bucket.warm()

    def of(self, data: Any) -> list[int]:
        """The rules of this event's value."""
        return [number for number, _ in self._rules.get(read(data, self.path), ())]

    def _bucket(self, value: object) -> Bucket:
        if value not in self._buckets:
            self._buckets[value] = Bucket(self._rules[value], self._record)
        return self._buckets[value]
