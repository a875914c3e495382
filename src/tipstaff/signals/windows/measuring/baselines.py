"""How baselines look at events: `usual`, `spread`, `surge` of a key's own past, `fleet` and `tide` over all keys.

`usual` and `spread` look at the buckets before the event's own and leave the event out; `surge`, `fleet` and `tide`
are about the event's own bucket and count it in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tipstaff.signals.windows.declaring.spec import WindowSpec
from tipstaff.signals.windows.lens import UNIT, Lens, takes
from tipstaff.signals.windows.measuring.fleet import Fleet
from tipstaff.signals.windows.measuring.habits import Habits
from tipstaff.signals.windows.measuring.surges import Surges
from tipstaff.signals.windows.measuring.tide import Tide
from tipstaff.vocab.event import Event

Baseline = Habits | Fleet
One = Callable[[Any, Event], Any]
"""Reads or records under one key."""


def baseline_for(spec: WindowSpec, keys: int, total: int) -> Baseline:
    """An empty storage.

    Args:
        keys: bound on the keys.
        total: bound on the buckets that all keys of a past remember together.
    """
    if spec.measure == "fleet":
        return Fleet(spec.lateness, keys)
    shape = (spec.buckets, spec.lateness, keys)
    if spec.measure == "tide":
        return Tide(*shape, total=total, step=spec.step, after=spec.after)
    if spec.level is None:
        return Habits(*shape, total=total, step=spec.step, after=spec.after)
    least = spec.least * UNIT if spec.field else spec.least
    return Surges(shape, total=total, step=spec.step, after=spec.after, state=(least, spec.level))


def reading(spec: WindowSpec, storage: Baseline, lens: Lens) -> One:
    """The function that reads the window under one key."""
    frame, every, amount_of = lens.frame, spec.every, _amounts(spec, lens)
    unit = UNIT if spec.field else 1
    if isinstance(storage, Tide):
        part, keys, tide = spec.share, spec.least, storage.percentile
        return lambda key, event: tide(part, key, frame.time // every, amount_of(event), keys)
    if isinstance(storage, Fleet):
        share, fewest, percentile = spec.share, spec.least, storage.percentile
        return lambda key, event: percentile(share, key, frame.time // every, amount_of(event), fewest) / unit
    if isinstance(storage, Surges):
        state = storage.state
        return lambda key, event: state(key, frame.time // every, amount_of(event))
    least, surge, usual = spec.least * unit, storage.surge, storage.usual
    if spec.measure == "surge":
        return lambda key, event: surge(key, frame.time // every, amount_of(event), least)
    if spec.share:
        part, ranked = spec.share, storage.ranked
        return lambda key, _: ranked(key, frame.time // every, part) / unit
    which = 0 if spec.measure == "usual" else 1
    return lambda key, _: usual(key, frame.time // every)[which] / unit


def recording(spec: WindowSpec, storage: Baseline, lens: Lens) -> One:
    """The function that records under one key."""
    frame, every, amount_of = lens.frame, spec.every, _amounts(spec, lens)

    def record(key: Any, event: Event) -> None:
        amount = amount_of(event)
        if amount:
            storage.record(key, frame.time // every, amount)

    return record


def _amounts(spec: WindowSpec, lens: Lens) -> Callable[[Event], int]:
    """What an event adds: one, or its number in millionths."""
    if spec.field:
        return lens.amount_of
    of = lens.of
    return lambda event: int(takes(of, event))
