"""Counts and sums: a difference of two totals, and one total that grows."""

from __future__ import annotations

from typing import Any

from tipstaff.signals.windows.access import Read, Record
from tipstaff.signals.windows.declaring.spec import WindowSpec
from tipstaff.signals.windows.keys import UNUSUAL
from tipstaff.signals.windows.lens import UNIT, Lens, takes
from tipstaff.signals.windows.measuring.rings import COUNTER, Rings
from tipstaff.vocab.event import Event


def count(spec: WindowSpec, rings: Rings, lens: Lens, general: Read) -> Read:
    """Reads a count."""
    frame, slot, take, every, of = lens.frame, lens.slot, lens.key, spec.every, lens.of
    rows, heads, slots = rings.directory.rows, rings.directory.heads, rings.slots
    span, buckets, sure, always = rings.span, rings.buckets, lens.sure, of is True

    def read(event: Event) -> Any:
        taken = frame.taken
        key = taken[slot]
        if key is None:
            key = taken[slot] = take(event)
        row = rows.get(key)
        if row is None and not sure and type(key) in UNUSUAL:
            return general(event)
        own = 1 if always or (of is not False and takes(of, event)) else 0
        if row is None:
            return own
        bucket, head = frame.time // every, heads[row]
        start, low = row * span, bucket - buckets
        if bucket == head:
            return (slots[start + bucket % span] - slots[start + low % span] & COUNTER) + own
        if bucket < head or low >= head:
            return rings.read(key, bucket) + own
        return (slots[start + head % span] - slots[start + low % span] & COUNTER) + own

    return read


def total(spec: WindowSpec, rings: Rings, lens: Lens, general: Read) -> Read:
    """Reads a sum."""
    frame, slot, take, every, sure = lens.frame, lens.slot, lens.key, spec.every, lens.sure
    rows, heads, slots = rings.directory.rows, rings.directory.heads, rings.slots
    span, buckets, amount_of = rings.span, rings.buckets, lens.amount_of

    def read(event: Event) -> Any:
        taken = frame.taken
        key = taken[slot]
        if key is None:
            key = taken[slot] = take(event)
        row = rows.get(key)
        if row is None:
            return general(event) if not sure and type(key) in UNUSUAL else amount_of(event) / UNIT
        bucket, head = frame.time // every, heads[row]
        start, low = row * span, bucket - buckets
        if bucket < head or low >= head:
            return general(event)
        return (slots[start + head % span] - slots[start + low % span] + amount_of(event)) / UNIT

    return read


def add(spec: WindowSpec, rings: Rings, lens: Lens, general: Record, lane: int = 0) -> Record:
    """Counts one more. `lane`: of a ratio, which of its two counts."""
    frame, slot, take, every, of = lens.frame, lens.slot, lens.key, spec.every, lens.of
    rows, heads, slots, span = rings.directory.rows, rings.directory.heads, rings.slots, rings.span
    touched, sure, width, shift = rings.directory.touched, lens.sure, rings.span * rings.lanes, lane * rings.span
    sometimes, near, begin = None if isinstance(of, bool) else of, rings.near, rings.begin

    def record(event: Event) -> None:
        taken = frame.taken
        key = taken[slot]
        if key is None:
            key = taken[slot] = take(event)
        row = rows.get(key)
        if row is None and not sure and type(key) in UNUSUAL:
            return general(event)
        if sometimes is not None and not sometimes(event):
            return None
        bucket = frame.time // every
        if row is None:
            return begin(key, bucket, 1, lane)
        ahead = bucket - heads[row]
        if ahead:
            if not 0 < ahead <= near:
                return rings.record(key, bucket, 1, lane)
            heads[row] = bucket
            start = row * span
            so_far = slots[start + (bucket - ahead) % span]
            for between in range(bucket - ahead + 1, bucket):
                slots[start + between % span] = so_far
            slots[start + bucket % span] = so_far + 1 & COUNTER
        else:
            place = row * width + shift + bucket % span
            slots[place] = slots[place] + 1 & COUNTER
        touched[row] = 1
        return None

    return record


def add_amount(spec: WindowSpec, rings: Rings, lens: Lens, general: Record) -> Record:
    """Adds to a sum."""
    frame, slot, take, every, amount_of = lens.frame, lens.slot, lens.key, spec.every, lens.amount_of
    rows, heads, slots, span = rings.directory.rows, rings.directory.heads, rings.slots, rings.span
    touched, near = rings.directory.touched, rings.near

    def record(event: Event) -> None:
        taken = frame.taken
        key = taken[slot]
        if key is None:
            key = taken[slot] = take(event)
        row = rows.get(key)
        bucket = frame.time // every
        ahead = -1 if row is None else bucket - heads[row]
        if row is None or not 0 <= ahead <= near:
            return general(event)
        amount = amount_of(event)
        if not amount:
            return None
        start = row * span
        if ahead:
            heads[row] = bucket
            so_far = slots[start + (bucket - ahead) % span]
            for between in range(bucket - ahead + 1, bucket + 1):
                slots[start + between % span] = so_far
        touched[row] = 1
        slots[start + bucket % span] += amount
        return None

    return record
