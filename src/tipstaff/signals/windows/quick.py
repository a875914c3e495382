"""The usual case of each window, without a detour: one key that is known, in its newest bucket.

A decision spends its time here, so these functions close over what they need and go straight to the slots. Whatever
they do not find as usual they leave to the storage, or to the general way.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tipstaff.signals.windows.baselines import Baseline
from tipstaff.signals.windows.distinct import Distinct
from tipstaff.signals.windows.keys import Keys, Missing
from tipstaff.signals.windows.last import NEVER, Last
from tipstaff.signals.windows.lens import UNIT, Lens, takes
from tipstaff.signals.windows.ratios import ABOVE, BELOW, NAN, Levels, Ratios
from tipstaff.signals.windows.rings import COUNTER, Rings
from tipstaff.signals.windows.spec import WindowSpec
from tipstaff.vocab.event import Event

Read = Callable[[Event], Any]
Record = Callable[[Event], None]
Storage = Rings | Distinct | Last | Baseline
_UNUSUAL = (Keys, Missing)


def quick_reader(spec: WindowSpec, storage: Storage, lens: Lens, general: Read) -> Read | None:
    """The function that reads the usual case; None where there is no quicker way than the general one."""
    if isinstance(storage, Levels):
        return _ratio(spec, storage, lens, general, storage)
    if isinstance(storage, Ratios):
        return _ratio(spec, storage, lens, general, None)
    if isinstance(storage, Rings):
        return (_sum if storage.exact else _count)(spec, storage, lens, general)
    if isinstance(storage, Last):
        return None if spec.field else _last(storage, lens, general)
    if isinstance(storage, Distinct) and isinstance(lens.of, bool):
        return _distinct(spec, storage, lens, general)
    return None


def quick_recorder(spec: WindowSpec, storage: Storage, lens: Lens, general: Record) -> Record | None:
    """The function that records the usual case; None where there is no quicker way than the general one."""
    if isinstance(storage, Ratios):
        # An event of both kinds, or of a kind under a condition, is rare.
        lanes = {(True, False): ABOVE, (False, True): BELOW}
        lane = lanes.get((lens.of, lens.below))  # type: ignore[arg-type]  # a condition is not among them
        return None if lane is None else _add(spec, storage, lens, general, lane)
    if isinstance(storage, Rings):
        return (_add_amount if storage.exact else _add)(spec, storage, lens, general)
    if isinstance(storage, Last):
        return None if spec.field else _see(storage, lens, general)
    if isinstance(storage, Distinct) and lens.of is True:
        return _note(spec, storage, lens, general)
    return None


def _count(spec: WindowSpec, rings: Rings, lens: Lens, general: Read) -> Read:
    frame, slot, take, every, of = lens.frame, lens.slot, lens.key, spec.every, lens.of
    rows, heads, slots = rings.directory.rows, rings.directory.heads, rings.slots
    span, buckets, sure, always = rings.span, rings.buckets, lens.sure, of is True

    def read(event: Event) -> Any:
        taken = frame.taken
        key = taken.get(slot)
        if key is None:
            key = taken[slot] = take(event)
        row = rows.get(key)
        if row is None and not sure and type(key) in _UNUSUAL:
            return general(event)
        own = 1 if always or (of is not False and takes(of, event)) else 0
        if row is None:
            return own
        bucket = frame.time // every
        if bucket != heads[row]:
            return rings.read(key, bucket) + own
        start = row * span
        return (slots[start + bucket % span] - slots[start + (bucket - buckets) % span] & COUNTER) + own

    return read


def _sum(spec: WindowSpec, rings: Rings, lens: Lens, general: Read) -> Read:
    frame, slot, take, every = lens.frame, lens.slot, lens.key, spec.every
    rows, heads, slots = rings.directory.rows, rings.directory.heads, rings.slots
    span, buckets, amount_of = rings.span, rings.buckets, lens.amount_of

    def read(event: Event) -> Any:
        taken = frame.taken
        key = taken.get(slot)
        if key is None:
            key = taken[slot] = take(event)
        row = rows.get(key)
        bucket = frame.time // every
        if row is None or bucket != heads[row]:
            return general(event)
        start = row * span
        total = slots[start + bucket % span] - slots[start + (bucket - buckets) % span]
        return (total + amount_of(event)) / UNIT

    return read


def _ratio(spec: WindowSpec, ratios: Ratios, lens: Lens, general: Read, levels: Levels | None) -> Read:
    frame, slot, take, every, of, below_of = lens.frame, lens.slot, lens.key, spec.every, lens.of, lens.below
    rows, heads, slots = ratios.directory.rows, ratios.directory.heads, ratios.slots
    span, width, buckets, least = ratios.span, 2 * ratios.span, ratios.buckets, ratios.least

    def read(event: Event) -> Any:
        taken = frame.taken
        key = taken.get(slot)
        if key is None:
            key = taken[slot] = take(event)
        row = rows.get(key)
        bucket = frame.time // every
        if row is None or bucket != heads[row]:
            return general(event)
        end, begin = row * width + bucket % span, row * width + (bucket - buckets) % span
        below = slots[end + span] - slots[begin + span] & COUNTER
        below += below_of if below_of is True or below_of is False else below_of(event)
        if below < least:
            return NAN if levels is None else False
        above = slots[end] - slots[begin] & COUNTER
        above += of if of is True or of is False else of(event)
        ratio = above / below
        return ratio if levels is None else levels.level.after(bool(levels.before[row]), ratio)

    return read


def _add(spec: WindowSpec, rings: Rings, lens: Lens, general: Record, lane: int = 0) -> Record:
    frame, slot, take, every, of = lens.frame, lens.slot, lens.key, spec.every, lens.of
    rows, heads, slots, span = rings.directory.rows, rings.directory.heads, rings.slots, rings.span
    touched, sure, width, shift = rings.directory.touched, lens.sure, rings.span * rings.lanes, lane * rings.span
    sometimes = None if isinstance(of, bool) else of

    def record(event: Event) -> None:
        taken = frame.taken
        key = taken.get(slot)
        if key is None:
            key = taken[slot] = take(event)
        row = rows.get(key)
        bucket = frame.time // every
        if row is None and not sure and type(key) in _UNUSUAL:
            return general(event)
        if sometimes is not None and not sometimes(event):
            return None
        if row is None or bucket != heads[row]:
            return rings.record(key, bucket, 1, lane)
        touched[row] = 1
        place = row * width + shift + bucket % span
        slots[place] = slots[place] + 1 & COUNTER
        return None

    return record


def _add_amount(spec: WindowSpec, rings: Rings, lens: Lens, general: Record) -> Record:
    frame, slot, take, every, amount_of = lens.frame, lens.slot, lens.key, spec.every, lens.amount_of
    rows, heads, slots, span = rings.directory.rows, rings.directory.heads, rings.slots, rings.span
    touched = rings.directory.touched

    def record(event: Event) -> None:
        taken = frame.taken
        key = taken.get(slot)
        if key is None:
            key = taken[slot] = take(event)
        row = rows.get(key)
        bucket = frame.time // every
        if row is None or bucket != heads[row]:
            return general(event)
        amount = amount_of(event)
        if amount:
            touched[row] = 1
            slots[row * span + bucket % span] += amount
        return None

    return record


def _distinct(spec: WindowSpec, distinct: Distinct, lens: Lens, general: Read) -> Read:
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
        if not sure and (type(key) in _UNUSUAL or type(value) in _UNUSUAL):
            return general(event)
        bucket = frame.time // every
        row = rows.get(key)
        if row is None or bucket != heads[row] or value is None:
            return distinct.read(key, bucket, value)
        seen = sets[row]
        if bucket < seen.full_until:
            return most
        last = seen.values.get(value)
        count = seen.current + (last is None or last <= bucket - buckets)
        return count if count < most else most  # noqa: FURB136  # min() costs a call on every read

    return read


def _note(spec: WindowSpec, distinct: Distinct, lens: Lens, general: Record) -> Record:
    frame, every, sure, span = lens.frame, spec.every, lens.sure, distinct.span
    buckets, most = distinct.buckets, distinct.values
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
        if not sure and (type(key) in _UNUSUAL or type(value) in _UNUSUAL):
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
        elif last is None and len(values) >= most and seen.swept == bucket:
            # No room, and none to be made: until this bucket has left the window the answer is the bound.
            seen.full_until = bucket + buckets
        elif last != bucket:
            return distinct.record(key, bucket, value)
        touched[row] = 1
        return None

    return record


def _last(last: Last, lens: Lens, general: Read) -> Read:
    frame, slot, take, sure = lens.frame, lens.slot, lens.key, lens.sure
    rows, times = last.directory.rows, last.times

    def read(event: Event) -> Any:
        taken = frame.taken
        key = taken.get(slot)
        if key is None:
            key = taken[slot] = take(event)
        row = rows.get(key)
        if row is not None:
            return times[row]
        return NEVER if sure or type(key) not in _UNUSUAL else general(event)

    return read


def _see(last: Last, lens: Lens, general: Record) -> Record:
    frame, slot, take, of = lens.frame, lens.slot, lens.key, lens.of
    rows, times, touched = last.directory.rows, last.times, last.directory.touched

    def record(event: Event) -> None:
        taken = frame.taken
        key = taken.get(slot)
        if key is None:
            key = taken[slot] = take(event)
        row = rows.get(key)
        if row is None:
            return general(event)
        if of is True or takes(of, event):
            touched[row] = 1
            if event.time > times[row]:  # noqa: PLR1730  # max() costs a call on every record
                times[row] = event.time
        return None

    return record
