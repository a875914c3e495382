"""What a condition demands of members of the event, and where that leaves its rule out.

A rule is left out only where its condition is certainly false. Where a member is missing the condition may fail
instead, and failures must not vanish: then only the rules that ask `has(...)` first are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from msgspec import UNSET

from tipstaff.cel import Compiled, conjuncts, literal_equalities, readable_path
from tipstaff.cel.syntax import Has
from tipstaff.cel.types import RecordType

Numbered = tuple[int, Compiled]

MEMBERS: Final = 3
"""At most so many members divide the rules."""
COMBINATIONS: Final = 128
"""Into at most so many buckets: each is a function to generate, and should be asked for often."""
WORTHWHILE: Final = 8.0
"""A look at an event's members costs about as much as three cheap rules; another bucket wants a function of its own."""
SHARE: Final = 0.2
"""And at least this share of the rules."""

_UNHEARD_OF: Final = object()
NOWHERE: Final = object()
"""Stands for the value of a member whose object is missing itself: there even `has(...)` fails."""


class Demand:
    """What a rule demands of a member: one of `values`. `guarded`: where it is missing, the condition is false."""

    __slots__ = ("guarded", "values")

    def __init__(self, values: frozenset[object], *, guarded: bool) -> None:
        self.values = values
        self.guarded = guarded

    def admits(self, value: object) -> bool:
        """Whether the rule must be looked at where the member has this value."""
        if value is UNSET:
            return not self.guarded
        return value is NOWHERE or value in self.values


class Candidate:
    """A rule's number and condition, and its demands by attribute path below the event's data."""

    __slots__ = ("demands", "rule")

    def __init__(self, rule: Numbered, record: RecordType) -> None:
        self.rule = rule
        tree = rule[1].tree
        guards = {_attributes(readable_path(part), record) for part in conjuncts(tree) if isinstance(part, Has)}
        asked = ((_attributes(path, record), values) for path, values in literal_equalities(tree).items())
        self.demands = {path: Demand(values, guarded=path in guards) for path, values in asked if path}

    def possible(self, values: Mapping[str, object]) -> bool:
        """Whether it must be looked at where members have these values."""
        return all(demand.admits(values[path]) for path, demand in self.demands.items() if path in values)


def read(data: Any, path: str) -> Any:
    """The member at an attribute path; `UNSET` when it is missing, a mark of its own when an object around it is."""
    *around, last = path.split(".")
    for attribute in around:
        data = getattr(data, attribute)
        if data is UNSET:
            return NOWHERE
    return getattr(data, last)


def _attributes(path: str, record: RecordType) -> str:
    """`event.from.address` as the attributes below the data, `from_.address`; "" for what is not in the data."""
    root, *names = path.split(".")
    attributes = []
    inside: object = record
    for name in names:
        member = inside.members.get(name) if isinstance(inside, RecordType) else None
        if member is None:
            return ""
        attributes.append(member.attribute)
        inside = member.type
    return ".".join(attributes) if root == "event" else ""


def values_demanded(candidates: Iterable[Candidate]) -> dict[str, frozenset[object]]:
    """Every value demanded of each member."""
    found: dict[str, set[object]] = {}
    for one in candidates:
        for path, demand in one.demands.items():
            found.setdefault(path, set()).update(demand.values)
    return {path: frozenset(values) for path, values in found.items()}


def shared_out(candidates: Iterable[Candidate], paths: Sequence[str]) -> list[tuple[str, list[Candidate]]]:
    """Each rule under the first path it demands something of."""
    shared: dict[str, list[Candidate]] = {path: [] for path in paths}
    for one in candidates:
        path = next((path for path in paths if path in one.demands), None)
        if path is not None:
            shared[path].append(one)
    return list(shared.items())


def dividing(candidates: Sequence[Candidate], values: Mapping[str, frozenset[object]]) -> list[str]:
    """The members worth dividing the rules by: those that spare an event many of them and make few buckets.

    A member's values fall into classes that leave the same rules; all values that no rule demands are one. What it
    spares is reckoned as if each class came equally often.
    """
    enough = max(WORTHWHILE, SHARE * len(candidates))
    weighed = [(path, *_classes(candidates, path, some)) for path, some in sorted(values.items())]
    chosen: list[str] = []
    buckets = 1
    for path, spared, classes in sorted(weighed, key=lambda one: -one[1]):
        if spared >= enough and buckets * classes <= COMBINATIONS and len(chosen) < MEMBERS:
            chosen.append(path)
            buckets *= classes
    return sorted(chosen)


def _classes(candidates: Sequence[Candidate], path: str, values: frozenset[object]) -> tuple[float, int]:
    """How many rules a member spares an event on average, and how many classes its values fall into."""
    demanding = [one for one in candidates if path in one.demands]
    left = {
        frozenset(number for number, one in enumerate(demanding) if one.demands[path].admits(value))
        for value in (*values, UNSET, _UNHEARD_OF)
    }
    return sum(len(demanding) - len(some) for some in left) / len(left), len(left)
