"""How many values were told apart."""

from __future__ import annotations

from typing import Any

from tipstaff.signals.windows.access import Read, Record
from tipstaff.signals.windows.declaring.spec import WindowSpec
from tipstaff.signals.windows.keys import UNUSUAL
from tipstaff.signals.windows.lens import Lens
from tipstaff.signals.windows.measuring.distinct import Distinct
from tipstaff.signals.windows.measuring.seen import FEW, Seen
from tipstaff.vocab.event import Event


def distinct(spec: WindowSpec, storage: Distinct, lens: Lens, general: Read) -> Read:
    """Reads how many values there are."""
    frame, every, of, sure = lens.frame, spec.every, lens.of, lens.sure
    slot, take, value_slot, take_value = lens.slot, lens.key, lens.value_slot, lens.value
    rows, heads, sets = storage.directory.rows, storage.directory.heads, storage.sets
    buckets, most = storage.buckets, storage.values

    def read(event: Event) -> Any:
        taken = frame.taken
        key = taken[slot]
        if key is None:
            key = taken[slot] = take(event)
        value = taken[value_slot] if of else None
        if value is None and take_value is not None:
            value = taken[value_slot] = take_value(event)
        if not sure and (type(key) in UNUSUAL or type(value) in UNUSUAL):
            return general(event)
        bucket = frame.time // every
        row = rows.get(key)
        if row is None:
            return 0 if value is None else 1
        seen = sets[row]
        if bucket != heads[row] or value is None or seen is None:
            return storage.read(key, bucket, value)
        if type(seen) is not Seen:
            return 1 if seen == value or most == 1 else 2
        if bucket < seen.full_until:
            return most
        last = seen.values.get(value)
        count = seen.current + (last is None or last <= bucket - buckets)
        return count if count < most else most  # noqa: FURB136  # min() costs a call on every read

    return read


def note(spec: WindowSpec, storage: Distinct, lens: Lens, general: Record) -> Record:
    """Notes a value."""
    frame, every, sure, span = lens.frame, spec.every, lens.sure, storage.span
    buckets, most = storage.buckets, storage.values
    slot, take, value_slot, take_value = lens.slot, lens.key, lens.value_slot, lens.value
    few, directory, sets = min(FEW, most), storage.directory, storage.sets
    rows, heads, touched = directory.rows, directory.heads, directory.touched

    def record(event: Event) -> None:
        taken = frame.taken
        key, value = taken[slot], taken[value_slot]
        if key is None:
            key = taken[slot] = take(event)
        if value is None and take_value is not None:
            value = taken[value_slot] = take_value(event)
        if not sure and (type(key) in UNUSUAL or type(value) in UNUSUAL):
            return general(event)
        bucket = frame.time // every
        row = rows.get(key)
        if row is None:
            return storage.begin(key, bucket, value)
        seen, head = sets[row], heads[row]
        if bucket != head or type(seen) is not Seen:
            return storage.record(key, bucket, value)
        values, ring = seen.values, seen.newest
        last, size = values.get(value), len(values)
        if last is None and size < (few if ring is None else most) and storage.held < storage.total:
            values[value] = head  # the same number, not another one that is equal: 32 bytes for each value
            if ring is not None:
                ring[bucket % span] += 1
            seen.current += 1
            storage.held += 1
        elif last is None and size >= most and seen.swept == bucket:
            # No room, and none to be made: until this bucket has left the window the answer is the bound.
            seen.full_until = bucket + buckets
        elif last != bucket:
            return storage.record(key, bucket, value)
        touched[row] = 1
        return None

    return record
