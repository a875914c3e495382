"""How a window looks at events of one type: a function that reads it and one that records, made once per type.

Where all is as usual, `quick` goes straight to the slots. What is here is the general way: several keys, none, a value
that is a list, any measure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import isnan
from typing import Any

from tipstaff.signals.windows.access import Read, Record
from tipstaff.signals.windows.declaring.spec import WindowSpec
from tipstaff.signals.windows.keys import Keys, Missing
from tipstaff.signals.windows.lens import UNIT, Lens, lacks, takes
from tipstaff.signals.windows.measuring import baselines
from tipstaff.signals.windows.measuring.distinct import Distinct
from tipstaff.signals.windows.measuring.fleet import Fleet
from tipstaff.signals.windows.measuring.habits import Habits
from tipstaff.signals.windows.measuring.last import Last
from tipstaff.signals.windows.measuring.ratios import ABOVE, BELOW, Levels, Ratios
from tipstaff.signals.windows.measuring.rings import Rings
from tipstaff.signals.windows.quick import Storage, quick_reader, quick_recorder
from tipstaff.vocab.event import Event

One = Callable[[Any, Event], Any]
"""Reads or records under one key."""


def reader(spec: WindowSpec, storage: Storage, lens: Lens, kernel: Any = None) -> Read:
    """The function that reads the window for events of the type; of several keys the greatest value."""
    one = _reading(spec, storage, lens)
    if spec.part:
        return _share_of(one, lens, spec.part)
    general = _general_read(one, lens)
    return quick_reader(spec, storage, lens, general, kernel) or general


def recorder(spec: WindowSpec, storage: Storage, lens: Lens, kernel: Any = None) -> Record:
    """The function that records events of the type; one that lacks a part of the key is left out."""
    general = _general_record(_recording(spec, storage, lens), lens)
    return quick_recorder(spec, storage, lens, general, kernel) or general


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


def _share_of(one: One, lens: Lens, least: int) -> Read:
    """Of the elements of a list in the key, the share whose value is at least so much."""

    def read(event: Event) -> Any:
        key = lens.key_of(event)
        if type(key) is Missing:
            raise lacks(key)
        parts = key if type(key) is Keys else (key,)
        return sum(one(part, event) >= least for part in parts) / len(parts)

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
    if isinstance(storage, Habits | Fleet):
        return baselines.reading(spec, storage, lens)
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
    return lambda key, event: (rings.read(key, frame.time // every) + lens.amount_of(event)) / UNIT


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
    if isinstance(storage, Habits | Fleet):
        return baselines.recording(spec, storage, lens)
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
        own = lens.amount_of(event) if exact else int(takes(of, event))
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
