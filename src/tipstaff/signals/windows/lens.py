"""What one window takes from events of one type: time, key, whether it counts, value or amount."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite
from operator import attrgetter
from typing import Any

from msgspec import UNSET

from tipstaff.signals.failure import unavailable
from tipstaff.signals.windows.access import Frame
from tipstaff.signals.windows.fields import FieldAt
from tipstaff.signals.windows.keys import Missing, Take
from tipstaff.vocab.event import Event

# Sums are kept in whole millionths, so that no order of adding gives another value.
UNIT = 1_000_000
LARGEST = 10**15

Taken = Callable[[Event], bool] | bool
"""Whether a selection takes an event of the type: always, never, or if a condition holds."""


class Lens:
    """What one window takes from events of one type.

    Args:
        frame: the event at hand, shared by all windows.
        slot: names the key, so that windows with the same key take it once.
        key: takes the key.
        of, below: whether the selections take the event.
    """

    def __init__(self, frame: Frame, slot: int, key: Take, of: Taken, below: Taken = False) -> None:
        self.frame = frame
        self.slot = slot
        self.key = key
        self.of = of
        self.below = below
        self.value: Take | None = None
        self.value_slot = slot
        self.sure = False  # the key, and the value if there is one, are always there and always one
        self.amount: Callable[[Event], int] | None = None
        self.number: Callable[[Event], float | None] | None = None

    def key_of(self, event: Event) -> Any:
        """The key of the event at hand: a Key, Keys or Missing."""
        taken = self.frame.taken
        key = taken[self.slot]
        if key is None:
            key = taken[self.slot] = self.key(event)
        return key

    def value_of(self, event: Event) -> Any:
        """The value told apart, of the event at hand: a Key, Keys, Missing, or None when the event is not taken."""
        if self.value is None or not takes(self.of, event):
            return None
        taken = self.frame.taken
        value = taken[self.value_slot]
        if value is None:
            value = taken[self.value_slot] = self.value(event)
        return value

    def amount_of(self, event: Event) -> int:
        """What the event adds to a sum, in millionths."""
        return self.amount(event) if self.amount is not None and takes(self.of, event) else 0


def takes(taken: Taken, event: Event) -> bool:
    """Whether it takes this event."""
    return taken if isinstance(taken, bool) else taken(event)


def lacks(key: Missing) -> Exception:
    """The failure of a window whose key the event lacks."""
    return unavailable(f"the event has no `{key.name}` to count by")


def amount_taker(field: FieldAt) -> Callable[[Event], int]:
    """Takes a number in millionths, 0 when it is missing; a list counts as its sum. Bounded by ±10**15."""
    get = attrgetter(field.attribute)
    if not (field.optional or field.many):
        return lambda event: _millionths(get(event))

    def take(event: Event) -> int:
        try:
            value = get(event)
        except AttributeError:  # an object on the way is missing
            return 0
        if value is UNSET:
            return 0
        return sum(map(_millionths, value)) if field.many else _millionths(value)

    return take


def number_taker(field: FieldAt) -> Callable[[Event], float | None]:
    """Takes a number as it is, None when it is missing; of a list the first."""
    get = attrgetter(field.attribute)

    def take(event: Event) -> float | None:
        try:
            value = get(event)
        except AttributeError:  # an object on the way is missing
            return None
        if field.many and value is not UNSET:
            value = value[0] if value else UNSET
        return None if value is UNSET else float(value)

    return take


def _millionths(value: float) -> int:
    if -LARGEST <= value <= LARGEST:
        return value * UNIT if isinstance(value, int) else round(value * UNIT)
    return (LARGEST if value > 0 else -LARGEST) * UNIT if isfinite(value) else 0
