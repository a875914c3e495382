"""Which rules can match: by event type, then by literal values that a condition asks for.

A rule such as `event.channel == 'sms' && ...` can be true only where the channel is `sms`. Rules that ask the same
member for different values are put into buckets by value, so that an event touches one bucket and not its neighbours:
the cost of a decision depends on the rules that can match, not on the rules that exist. What asks for nothing stands in
the base.

Where the member is missing, a condition on it may fail instead of being false, so the rules of all its buckets are
looked at, but for those that ask `has(...)` first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any, Final

from msgspec import UNSET

from tipstaff.cel import Compiled, conjuncts, literal_equalities, readable_path
from tipstaff.cel.emit.fuse import Fused, fuse
from tipstaff.cel.syntax import Has
from tipstaff.cel.types import RecordType

# A bucket look-up costs about as much as looking at this many rules, so a path must spare more than that.
WORTHWHILE: Final = 6

Numbered = tuple[int, Compiled]


class Bucket:
    """Some rules of one event type, made into one function when the first event asks for them."""

    __slots__ = ("_record", "_rules", "run")

    def __init__(self, rules: Sequence[Numbered], record: RecordType) -> None:
        self._rules = rules
        self._record = record
        self.run: Fused | Callable[[Any, list[int], list[int]], None] = self._first if rules else _nothing

    @property
    def numbers(self) -> list[int]:
        """The rules in it."""
        return [number for number, _ in self._rules]

    def _first(self, facts: Any, matched: list[int], failed: list[int]) -> None:
        self.run = fuse(self._rules, {"event": self._record})
        self.run(facts, matched, failed)


class Fork:
    """The buckets of one member, by its value."""

    __slots__ = ("_buckets", "_missing", "_read")

    def __init__(self, read: Callable[[Any], object], buckets: Mapping[object, Bucket], missing: Bucket) -> None:
        self._read = read
        self._buckets = buckets
        self._missing = missing

    def bucket(self, data: Any) -> Bucket | None:
        """The rules that this event's value makes possible; None when there are none."""
        try:
            value = self._read(data)
        except AttributeError:  # the object around it is missing
            return self._missing
        return self._missing if value is UNSET else self._buckets.get(value)

    def all(self) -> Iterator[Bucket]:
        """Every bucket."""
        yield from self._buckets.values()


class TypeIndex:
    """The rules of one event type.

    Args:
        rules: numbered conditions.
        record: the record of the type's data.
    """

    __slots__ = ("base", "forks")

    def __init__(self, rules: Sequence[Numbered], record: RecordType) -> None:
        asked = {number: _asked(condition, record) for number, condition in rules}
        rest = list(rules)
        self.forks: list[Fork] = []
        while path := _best_path([asked[number] for number, _ in rest]):
            taken = [rule for rule in rest if path in asked[rule[0]]]
            rest = [rule for rule in rest if path not in asked[rule[0]]]
            self.forks.append(_fork(path, taken, asked, record))
        self.base = Bucket(rest, record)

    def run(self, facts: Any, data: Any, matched: list[int], failed: list[int]) -> None:
        """Append the numbers of the rules that are true, and of those that only the interpreter can tell."""
        self.base.run(facts, matched, failed)
        for fork in self.forks:
            bucket = fork.bucket(data)
            if bucket is not None:
                bucket.run(facts, matched, failed)


def _nothing(_facts: Any, _matched: list[int], _failed: list[int]) -> None:
    """An empty bucket."""


def _asked(condition: Compiled, record: RecordType) -> Mapping[str, frozenset[object]]:
    """The members of the event, by their attributes, for which a condition asks literal values."""
    found = {}
    for path, values in literal_equalities(condition.tree).items():
        attributes = _attributes(path, record)
        if attributes:
            found[attributes] = values
    return found


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


def _best_path(asked: Iterable[Mapping[str, frozenset[object]]]) -> str:
    """The path that spares an event the most rules; "" when none spares enough."""
    rules: Counter[str] = Counter()
    values: dict[str, Counter[object]] = {}
    for one in asked:
        for path, some in one.items():
            rules[path] += 1
            values.setdefault(path, Counter()).update(some)
    spared = {path: count - max(values[path].values(), default=0) for path, count in rules.items()}
    best = max(sorted(spared), key=lambda path: spared[path], default="")
    return best if best and spared[best] > WORTHWHILE else ""


def _fork(
    path: str,
    rules: Sequence[Numbered],
    asked: Mapping[int, Mapping[str, frozenset[object]]],
    record: RecordType,
) -> Fork:
    buckets: dict[object, list[Numbered]] = {}
    for rule in rules:
        for value in asked[rule[0]][path]:
            buckets.setdefault(value, []).append(rule)
    missing = [rule for rule in rules if not _asks_presence(rule[1], path, record)]
    made = {value: Bucket(some, record) for value, some in buckets.items()}
    return Fork(attrgetter(path), made, Bucket(missing, record))


def _asks_presence(condition: Compiled, path: str, record: RecordType) -> bool:
    """Whether the condition is plainly false where the member is missing: `has(event.campaign) && ...`."""
    return any(
        isinstance(part, Has) and _attributes(readable_path(part), record) == path for part in conjuncts(condition.tree)
    )
