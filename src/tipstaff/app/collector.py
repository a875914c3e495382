"""Python's collector, kept away from where it finds nothing and costs much.

A decision leaves no cycles, and what it leaves at all is kept for long: answers that stand, cases that are open. So the
collector hardly ever finds anything, and all that matters is that no request waits long for it.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from typing import Final

YOUNG: Final = 20_000
"""Made and not yet given back before the collector looks at them; some thirty for each request under way."""
_FEW, _MANY = 2_000, 8_000
_APART: Final = Event()
"""Set once this process has set apart what there was. To ask Python takes 20 ms: it counts them."""


@contextmanager
def collector_paused(*, stays: bool = False) -> Iterator[None]:
    """Nothing is collected meanwhile.

    A bundle is a hundred thousand objects that stay. While it is made, the collector would go through all of them,
    and all of what runs beside it, several times: as much work again, at which every thread waits.

    Args:
        stays: what is made is there to stay. Afterwards it would be gone through once more, since it is young: 15 to
            27 ms in which a server answers nobody. So it joins what was set apart where something was, and the oldest
            otherwise; neither goes through it.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            if stays:
                _grow_old()
            gc.enable()


def set_apart() -> None:
    """What there is now stays: it is collected once, and not looked at again."""
    gc.collect()
    gc.freeze()
    _APART.set()
    gc.set_threshold(YOUNG, 20, 50)


def tidy() -> None:
    """Look at what was made lately, while it is not much: half a millisecond for a thousand, instead of ten for all at
    once. More than `_MANY` are requests under way, which are gone in a moment.
    """
    if gc.isenabled() and _FEW <= gc.get_count()[0] < _MANY:
        gc.collect(0)


def _grow_old() -> None:
    """Take all there is for old. Cycles among what was set apart are not found any more: a few thousand objects of a
    bundle that is replaced, and of connections that are open just then.
    """
    apart = _APART.is_set() or gc.get_freeze_count()  # somebody else may have, where the engine is a guest
    gc.freeze()
    if not apart:
        gc.unfreeze()  # to the oldest
