"""The windows of one installation: read for an event before it is decided, told of it once it is recorded.

    read(name, event)     the value including this event; nothing changes
    record(event)         every window that takes events of this type moves on

Values depend only on what was recorded and on event times, so a replay in the same order gives the same values. Not
for several threads at once: the caller sees to that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from msgspec import Struct

from tipstaff.signals.failure import unavailable
from tipstaff.signals.windows.access import Access, Read, Record, WindowAccess, milliseconds
from tipstaff.signals.windows.declaring.conditions import ConditionMaker, condition_for
from tipstaff.signals.windows.declaring.spec import BASELINES, Selection, WindowSpec
from tipstaff.signals.windows.faces import reader, recorder
from tipstaff.signals.windows.fields import FieldAt, locate
from tipstaff.signals.windows.keys import key_taker, value_taker
from tipstaff.signals.windows.lens import Lens, Taken, amount_taker, number_taker
from tipstaff.signals.windows.measuring.baselines import baseline_for
from tipstaff.signals.windows.measuring.distinct import Distinct
from tipstaff.signals.windows.measuring.fleet import Fleet
from tipstaff.signals.windows.measuring.habits import Habits
from tipstaff.signals.windows.measuring.last import Last
from tipstaff.signals.windows.measuring.ratios import Levels, Ratios
from tipstaff.signals.windows.measuring.rings import Rings
from tipstaff.signals.windows.packing import is_packed, packed, packer
from tipstaff.signals.windows.quick import KERNEL, Storage
from tipstaff.signals.windows.snapshots import freeze, unpack
from tipstaff.vocab.event import Event
from tipstaff.vocab.reading.schema import EventType, Vocabulary

T = TypeVar("T")


class Limits(Struct, frozen=True):
    """Bounds of one window: keys it remembers, different values that all keys of a `distinct` remember together, and
    buckets that all keys of a baseline do.
    """

    keys: int = 100_000
    values: int = 500_000
    buckets: int = 2_000_000


class Windows:
    """All windows, by name. Windows with the same text share one state.

    Args:
        specs: name to specification, already checked against the vocabulary.
        vocabulary: the event types.
        secret: keys the digests of personal values; the same on every run of one installation.
        limits: bounds of each window.
        condition: compiles `where`.
        kernel: what reads and records in C; None: Python does.
    """

    read: Callable[[str, Event], Any]
    """The value of a window, by its name, for an event, as if it had been recorded.

    Returns:
        int, float, bool or datetime after the window's type; a plain ratio below its minimum volume is NaN.
    Raises:
        CelError: `signal-unavailable` when the event lacks what the window is kept by, `signal-too-late` when the
            window no longer reaches back to it.
        KeyError: there is no window of that name.
    """
    record: Callable[[Event], None]
    """Tell every window of an event, once it is recorded. Events may come in any order of time."""

    def __init__(  # noqa: PLR0913 - what they are, and how they are kept
        self,
        specs: Mapping[str, WindowSpec],
        vocabulary: Vocabulary,
        *,
        secret: bytes = b"",
        limits: Limits = Limits(),  # noqa: B008  # a frozen value
        condition: ConditionMaker = condition_for,
        kernel: Any = KERNEL,
    ) -> None:
        self.specs = dict(specs)
        self._vocabulary = vocabulary
        self._secret = secret
        self._condition = condition
        self._texts = {name: spec.kept for name, spec in specs.items()}
        self._by_text = {spec.kept: spec for spec in specs.values()}
        self._storage = {text: _storage(spec, limits) for text, spec in self._by_text.items()}
        self._kernel = kernel
        self._packed = {text for text, spec in self._by_text.items() if is_packed(spec, vocabulary)}
        self._slots: dict[object, int] = {}
        made = WindowAccess if kernel is None else kernel.WindowAccess
        self._access: Access = made(self._reader, self._recorders, milliseconds)
        self.read, self.record = self._access.read, self._access.record

    def snapshot(self) -> bytes:
        """The state of all windows."""
        return freeze(self._storage)()

    def freeze(self) -> Callable[[], bytes]:
        """The same as of now, worked out when what this gives is called, on any thread."""
        return freeze(self._storage)

    def restore(self, data: bytes) -> frozenset[str]:
        """Fill windows that have recorded nothing yet from a snapshot.

        Returns:
            The names of windows that found no state in it: they need the recorded events of their whole length.
        Raises:
            ValueError: not a snapshot of a format this version reads.
        """
        found = unpack(data, self._storage, dict.fromkeys(self._packed, packer(self._secret)))
        self._access.forget()
        return frozenset(name for name, text in self._texts.items() if text not in found)

    def adopt(self, other: Windows) -> frozenset[str]:
        """Go on with the state of windows that mean the same in another set, for example before a bundle was replaced.

        The state is shared from then on: the other set must not be used any more.

        Returns:
            The names of windows that found no state.
        """
        shared = self._storage.keys() & other._storage.keys()
        self._storage.update({text: other._storage[text] for text in shared})
        self._access.forget()
        return frozenset(name for name, text in self._texts.items() if text not in shared)

    def sizes(self) -> dict[str, dict[str, int]]:
        """Per name: keys remembered, keys that had to make room so far, and values remembered (`distinct`)."""
        return {name: _size(self._storage[text]) for name, text in self._texts.items()}

    def _slot(self, of: object) -> int:
        """The number under which the frame keeps what was taken from the event."""
        slot = self._slots.get(of)
        if slot is None:
            slot = self._slots[of] = self._access.frame.add()
        return slot

    def _reader(self, name: str, type_name: str) -> Read:
        spec = self.specs[name]
        lens = self._lens(spec, self._vocabulary.types[type_name])
        return reader(spec, self._storage[self._texts[name]], lens, self._kernel)

    def _recorders(self, type_name: str) -> Iterable[Record]:
        event_type = self._vocabulary.types[type_name]
        for text, spec in self._by_text.items():
            if _mentions(spec.of, type_name) or (spec.below is not None and _mentions(spec.below, type_name)):
                yield recorder(spec, self._storage[text], self._lens(spec, event_type), self._kernel)

    def _lens(self, spec: WindowSpec, event_type: EventType) -> Lens:
        parts = [(part, _need(part.path, event_type)) for part in spec.by]
        of = self._taken(spec.of, event_type)
        below = False if spec.below is None else self._taken(spec.below, event_type)
        take, short = key_taker(parts, self._secret), spec.kept in self._packed
        slot = self._slot(("key", spec.by, short))
        lens = Lens(self._access.frame, slot, packed(take, self._secret) if short else take, of, below)
        fields = [field for _, field in parts]
        if of is not False and spec.measure == "distinct":
            fields.append(_need(spec.field, event_type))
            lens.value = value_taker(fields[-1], self._secret)
            lens.value_slot = self._slot(("value", spec.field))
        lens.sure = not any(field.optional or field.many for field in fields)
        if of is not False and spec.field and spec.measure not in ("distinct", "last"):
            lens.amount = self._once(("amount", spec.field), amount_taker(_need(spec.field, event_type)))
        if of is not False and spec.measure == "last" and spec.field:
            lens.number = number_taker(_need(spec.field, event_type))
        return lens

    def _once(self, of: object, take: Callable[[Event], T]) -> Callable[[Event], T]:
        """The same, asked once per event."""
        frame, slot = self._access.frame, self._slot(of)

        def once(event: Event) -> T:
            known: T | None = frame.taken[slot]
            if known is None:
                known = frame.taken[slot] = take(event)
            return known

        return once

    def _taken(self, selection: Selection, event_type: EventType) -> Taken:
        """Whether a selection takes events of the type; a condition is evaluated once per event."""
        if not _mentions(selection, event_type.name):
            return False
        if not selection.where:
            return True
        return self._once(("where", selection.where), self._condition(selection.where, event_type))


def _storage(spec: WindowSpec, limits: Limits) -> Storage:
    if spec.measure in BASELINES:
        return baseline_for(spec, limits.keys, limits.buckets)
    if spec.measure == "last":
        return Last(limits.keys, valued=bool(spec.field))
    shape = (spec.buckets, spec.lateness, limits.keys)
    if spec.measure == "distinct":
        return Distinct(*shape, values=spec.values, total=limits.values)
    if spec.measure == "ratio":
        return Ratios(*shape, spec.least) if spec.level is None else Levels(*shape, spec.least, spec.level)
    return Rings(*shape, exact=spec.measure == "sum")


def _size(storage: Storage) -> dict[str, int]:
    if isinstance(storage, Fleet):
        return {"keys": sum(crowd.size for crowd in storage.crowds.values()), "evicted": 0, "values": 0}
    values = storage.held if isinstance(storage, Distinct | Habits) else 0
    return {"keys": len(storage.directory.rows), "evicted": storage.directory.evicted, "values": values}


def _mentions(selection: Selection, type_name: str) -> bool:
    return type_name in selection.types


def _need(path: str, event_type: EventType) -> FieldAt:
    found = locate(path, event_type)
    if found is None:
        raise unavailable(f"`{event_type.name}` has no `{path}` to count by")
    return found
