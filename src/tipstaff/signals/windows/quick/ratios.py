"""Ratios, with and without levels."""

from __future__ import annotations

from typing import Any

from tipstaff.signals.windows.access import Read
from tipstaff.signals.windows.declaring.spec import WindowSpec
from tipstaff.signals.windows.lens import Lens
from tipstaff.signals.windows.measuring.ratios import NAN, Levels, Ratios
from tipstaff.signals.windows.measuring.rings import COUNTER
from tipstaff.vocab.event import Event


def ratio(spec: WindowSpec, ratios: Ratios, lens: Lens, general: Read) -> Read:
    """Reads a ratio, or its state when it has levels."""
    level, before = (ratios.level, ratios.before) if isinstance(ratios, Levels) else (None, bytearray())
    frame, slot, take, every, of, below_of = lens.frame, lens.slot, lens.key, spec.every, lens.of, lens.below
    rows, heads, slots = ratios.directory.rows, ratios.directory.heads, ratios.slots
    span, width, buckets, least = ratios.span, 2 * ratios.span, ratios.buckets, ratios.least

    def read(event: Event) -> Any:
        taken = frame.taken
        key = taken[slot]
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
            return NAN if level is None else False
        above = slots[end] - slots[begin] & COUNTER
        above += of if of is True or of is False else of(event)
        share = above / below
        return share if level is None else level.after(bool(before[row]), share)

    return read
