"""When something was last seen."""

from __future__ import annotations

from typing import Any

from tipstaff.signals.windows.access import Read, Record
from tipstaff.signals.windows.declaring.spec import WindowSpec
from tipstaff.signals.windows.keys import UNUSUAL
from tipstaff.signals.windows.lens import Lens, takes
from tipstaff.signals.windows.measuring.last import NEVER, Last
from tipstaff.vocab.event import Event


def last(_: WindowSpec, storage: Last, lens: Lens, general: Read) -> Read:
    """Reads when something was last seen."""
    frame, slot, take, sure = lens.frame, lens.slot, lens.key, lens.sure
    rows, times = storage.directory.rows, storage.times

    def read(event: Event) -> Any:
        taken = frame.taken
        key = taken[slot]
        if key is None:
            key = taken[slot] = take(event)
        row = rows.get(key)
        if row is not None:
            return times[row]
        return NEVER if sure or type(key) not in UNUSUAL else general(event)

    return read


def see(_: WindowSpec, storage: Last, lens: Lens, general: Record) -> Record:
    """Notes that something was seen."""
    frame, slot, take, of = lens.frame, lens.slot, lens.key, lens.of
    rows, times, touched = storage.directory.rows, storage.times, storage.directory.touched
    always, begin = of is True and lens.sure, storage.record

    def record(event: Event) -> None:
        taken = frame.taken
        key = taken[slot]
        if key is None:
            key = taken[slot] = take(event)
        row = rows.get(key)
        if row is None:
            return begin(key, event.time) if always else general(event)
        if of is True or takes(of, event):
            touched[row] = 1
            if event.time > times[row]:  # noqa: PLR1730  # max() costs a call on every record
                times[row] = event.time
        return None

    return record
