"""How a window looks at events of one type: a function that reads it and one that records, made once per type.

A decision spends its time here, so the functions close over what they need and go straight to the slots when all is as
usual: the key is one known key. Anything else (a new key, several keys, a missing one, another bucket) goes the
general way through the storage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import isnan
from typing import Any

from tipstaff.signals.windows.distinct import Distinct
from tipstaff.signals.windows.keys import Keys, Missing
from tipstaff.signals.windows.last import Last
from tipstaff.signals.windows.lens import UNIT, Lens, lacks, takes
from tipstaff.signals.windows.ratios import ABOVE, BELOW, Levels, Ratios
from tipstaff.signals.windows.rings import COUNTER, Rings
from tipstaff.signals.windows.spec import WindowSpec
from tipstaff.vocab.event import Event

Read = Callable[[Event], Any]
Record = Callable[[Event], None]
One = Callable[[Any, Event], Any]
"""Reads or records under one key."""
UNUSUAL = (Keys, Missing)
Storage = Rings | Distinct | Last


def reader(spec: WindowSpec, storage: Storage, lens: Lens) -> Read:
    """The function that reads the window for events of the type; of several keys the greatest value."""
    general = _general_read(_reading(spec, storage, lens), lens)
    if spec.measure == "count" and isinstance(storage, Rings) and isinstance(lens.of, bool):
        return _quick_count(spec, storage, lens, general)
    if isinstance(storage, Distinct) and isinstance(lens.of, bool):
        return _quick_distinct(spec, storage, lens, general)
    return general


def recorder(spec: WindowSpec, storage: Storage, lens: Lens) -> Record:
    """The function that records events of the type; one that lacks a part of the key is left out."""
    general = _general_record(_recording(spec, storage, lens), lens)
    if spec.measure == "count" and isinstance(storage, Rings) and lens.of is True:
        return _quick_add(spec, storage, lens, general)
    if isinstance(storage, Distinct) and lens.of is True:
        return _quick_note(spec, storage, lens, general)
    return general


# ── the usual case of a count: one key that is known ──


def _quick_count(spec: WindowSpec, rings: Rings, lens: Lens, general: Read) -> Read:
    frame, slot, take, every = lens.frame, lens.slot, lens.key, spec.every
    rows, heads, slots = rings.directory.rows, rings.directory.heads, rings.slots
    span, buckets, own, sure = rings.span, rings.buckets, int(lens.of is True), lens.sure

    def read(event: Event) -> Any:
        taken = frame.taken
        key = taken.get(slot)
        if key is None:
            key = taken[slot] = take(event)
        row = rows.get(key)
        if row is None:
            return own if sure or type(key) not in UNUSUAL else general(event)
        bucket = frame.time // every
        if bucket != heads[row]:
            return rings.read(key, bucket) + own
        start = row * span
        return (slots[start + bucket % span] - slots[start + (bucket - buckets) % span] & COUNTER) + own

    return read


def _quick_add(spec: WindowSpec, rings: Rings, lens: Lens, general: Record) -> Record:
    frame, slot, take, every = lens.frame, lens.slot, lens.key, spec.every
    rows, heads, slots, span = rings.directory.rows, rings.directory.heads, rings.slots, rings.span
    touched, sure = rings.directory.touched, lens.sure

    def record(event: Event) -> None:
        taken = frame.taken
        key = taken.get(slot)
        if key is None:
            key = taken[slot] = take(event)
        row = rows.get(key)
        bucket = frame.time // every
        if row is None and not sure and type(key) in UNUSUAL:
            return general(event)
        if row is None or bucket != heads[row]:
            return rings.record(key, bucket)
        touched[row] = 1
        place = row * span + bucket % span
        slots[place] = slots[place] + 1 & COUNTER
        return None

    return record


# ── the usual case of a distinct count: one key, one value, always taken ──


def _quick_distinct(spec: WindowSpec, distinct: Distinct, lens: Lens, general: Read) -> Read:
    frame, every, of, sure = lens.frame, spec.every, lens.of, lens.sure
    slot, take, value_slot, take_value = lens.slot, lens.key, lens.value_slot, lens.value
    rows, heads, sets = distinct.directory.rows, distinct.directory.heads, distinct.sets
    buckets, most = distinct.buckets, distinct.values

    def read(event: Event) -> Any:
        taken = frame.taken
        key = taken.get(slot)
        if key is None:
            key = taken[slot] = take(event)
        value = taken.get(value_slot) if of else None
        if value is None and take_value is not None:
            value = taken[value_slot] = take_value(event)
        if not sure and (type(key) in UNUSUAL or type(value) in UNUSUAL):
            return general(event)
        bucket = frame.time // every
        row = rows.get(key)
        if row is None or bucket != heads[row] or value is None:
            return distinct.read(key, bucket, value)
        seen = sets[row]
        last = seen.values.get(value)
        count = seen.current + (last is None or last <= bucket - buckets)
        return count if count < most and bucket >= seen.full_until else most

    return read


def _quick_note(spec: WindowSpec, distinct: Distinct, lens: Lens, general: Record) -> Record:
    frame, every, sure, span, most = lens.frame, spec.every, lens.sure, distinct.span, distinct.values
    slot, take, value_slot, take_value = lens.slot, lens.key, lens.value_slot, lens.value
    directory, sets, newest = distinct.directory, distinct.sets, distinct.newest
    rows, heads, touched = directory.rows, directory.heads, directory.touched

    def record(event: Event) -> None:
        taken = frame.taken
        key, value = taken.get(slot), taken.get(value_slot)
        if key is None:
            key = taken[slot] = take(event)
        if value is None and take_value is not None:
            value = taken[value_slot] = take_value(event)
        if not sure and (type(key) in UNUSUAL or type(value) in UNUSUAL):
            return general(event)
        bucket = frame.time // every
        row = rows.get(key)
        if row is None or bucket != heads[row]:
            return distinct.record(key, bucket, value)
        seen = sets[row]
        values = seen.values
        last = values.get(value)
        if last is None and len(values) < most and distinct.held < distinct.total:
            values[value] = bucket
            newest[row * span + bucket % span] += 1
            seen.current += 1
            distinct.held += 1
        elif last != bucket:
            return distinct.record(key, bucket, value)
        touched[row] = 1
        return None

    return record


# ── the general way ──


def _general_read(one: One, lens: Lens) -> Read:
    def read(event: Event) -> Any:
        key = lens.key_of(event)
        kind = type(key)
        if kind is Keys:
            return _greatest(one(part, event) for part in key)
        if kind is Missing:
            raise lacks(key)
        return one(key, event)

    return read


def _general_record(one: One, lens: Lens) -> Record:
    def record(event: Event) -> None:
        key = lens.key_of(event)
        kind = type(key)
        if kind is Keys:
            for part in key:
                one(part, event)
        elif kind is not Missing:
            one(key, event)

    return record


def _greatest(values: Iterable[Any]) -> Any:
    """The greatest of several; NaN only when all are."""
    known = list(values)
    return max((value for value in known if not (isinstance(value, float) and isnan(value))), default=known[0])


def _reading(spec: WindowSpec, storage: Storage, lens: Lens) -> One:
    if isinstance(storage, Levels):
        return _read_ratio(storage.state, spec, lens)
    if isinstance(storage, Ratios):
        return _read_ratio(storage.ratio, spec, lens)
    if isinstance(storage, Distinct):
        return _read_distinct(storage, spec, lens)
    if isinstance(storage, Last):
        newest: Callable[[Any], Any] = storage.read if storage.numbers is None else storage.number
        return lambda key, _: newest(key)
    if storage.exact:
        return _read_sum(storage, spec, lens)
    frame, of, every, total = lens.frame, lens.of, spec.every, storage.read
    return lambda key, event: total(key, frame.time // every) + takes(of, event)


def _read_sum(rings: Rings, spec: WindowSpec, lens: Lens) -> One:
    frame, every = lens.frame, spec.every
    return lambda key, event: (rings.read(key, frame.time // every) + _amount(lens, event)) / UNIT


def _read_distinct(distinct: Distinct, spec: WindowSpec, lens: Lens) -> One:
    frame, every, value_of = lens.frame, spec.every, lens.value_of

    def read(key: Any, event: Event) -> int:
        value = value_of(event)
        kind = type(value)
        if kind is Keys:
            return distinct.read_with(key, frame.time // every, value)
        return distinct.read(key, frame.time // every, None if kind is Missing else value)

    return read


def _read_ratio(ratio: Callable[[Any, int, int, int], Any], spec: WindowSpec, lens: Lens) -> One:
    frame, of, below, every = lens.frame, lens.of, lens.below, spec.every
    return lambda key, event: ratio(key, frame.time // every, takes(of, event), takes(below, event))


def _recording(spec: WindowSpec, storage: Storage, lens: Lens) -> One:
    if isinstance(storage, Ratios):
        return _record_ratio(storage, spec, lens)
    if isinstance(storage, Distinct):
        return _record_distinct(storage, spec, lens)
    if isinstance(storage, Last):
        return _record_last(storage, lens)
    return _record_total(storage, spec, lens)


def _record_total(rings: Rings, spec: WindowSpec, lens: Lens) -> One:
    frame, of, every, exact = lens.frame, lens.of, spec.every, rings.exact

    def record(key: Any, event: Event) -> None:
        own = _amount(lens, event) if exact else int(takes(of, event))
        if own:
            rings.record(key, frame.time // every, own)

    return record


def _record_distinct(distinct: Distinct, spec: WindowSpec, lens: Lens) -> One:
    frame, every, value_of = lens.frame, spec.every, lens.value_of

    def record(key: Any, event: Event) -> None:
        value = value_of(event)
        kind = type(value)
        if kind is Keys:
            for single in value:
                distinct.record(key, frame.time // every, single)
        elif value is not None and kind is not Missing:
            distinct.record(key, frame.time // every, value)

    return record


def _record_last(last: Last, lens: Lens) -> One:
    number_of = lens.number

    def record(key: Any, event: Event) -> None:
        if not takes(lens.of, event):
            return
        if number_of is None:
            last.record(key, event.time)
            return
        number = number_of(event)
        if number is not None:
            last.record(key, event.time, number)

    return record


def _record_ratio(ratios: Ratios, spec: WindowSpec, lens: Lens) -> One:
    frame, of, below, every = lens.frame, lens.of, lens.below, spec.every

    def record(key: Any, event: Event) -> None:
        bucket = frame.time // every
        if takes(of, event):
            ratios.record(key, bucket, 1, ABOVE)
        if takes(below, event):
            ratios.record(key, bucket, 1, BELOW)

    return record


def _amount(lens: Lens, event: Event) -> int:
    """What the event adds to a sum, in millionths."""
    return lens.amount(event) if lens.amount is not None and takes(lens.of, event) else 0
