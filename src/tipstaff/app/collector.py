"""Python's collector, kept away from where it finds nothing and costs much."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Nothing is collected meanwhile.

    A bundle is a hundred thousand objects that stay. While it is made, the collector would go through all of them,
    and all of what runs beside it, several times: as much work again, at which every thread waits.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
