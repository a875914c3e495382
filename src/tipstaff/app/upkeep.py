"""What a service does beside deciding: keep the windows, erase what policies no longer keep, hear of other processes,
deliver notices.

None of it may hold up the loop for longer than a copy of the windows takes, and none of it ends before the service
does: what the store refused is done the next time, and so is what broke off by a fault of ours, which is counted in
`Metrics.faults`.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Final

from msgspec import Struct

from tipstaff.app.delivery.courier import Courier, Handed
from tipstaff.app.hearing import Hearing
from tipstaff.app.house import House
from tipstaff.app.keeping.counting import Counting, keeping, place
from tipstaff.app.metrics import Metrics
from tipstaff.vocab.errors import TipstaffError

_LOG: Final = logging.getLogger("tipstaff")

LOOK: Final = 1.0
"""Seconds between looks at whether the windows are to be copied."""

HEAR: Final = 1.0
"""Seconds between looks at what other processes wrote to the same file."""

DELIVER: Final = 5.0
"""Seconds between looks at an outbox in which nothing was due."""


_TASKS: Final = ("clocks", "delivery", "hearing", "retention", "windows")


class Pace(Struct, frozen=True):
    """How often: seconds between snapshots of the windows, events after which one is taken early, seconds between
    sweeps for what policies no longer keep.
    """

    snapshot_every: float
    snapshot_events: int
    retain_every: float


class Upkeep:
    """Tasks on one event loop.

    Args:
        house: whose windows, events and ledgers these are.
        metrics: counts what was erased and what failed.
        finish: has everything recorded that was judged.
        pace: how often.
        courier: delivers what waits in the outbox; None: it waits.
    """

    def __init__(
        self, house: House, metrics: Metrics, finish: Callable[[], None], *, pace: Pace, courier: Courier | None
    ) -> None:
        self._house = house
        self._metrics = metrics
        metrics.faults.update(dict.fromkeys(_TASKS, 0))  # counted from nought, so that the first one is seen to come
        self._finish = finish
        self._pace = pace
        self._courier = courier
        self._tasks: tuple[asyncio.Task[None], ...] = ()

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin."""
        keepers = [self._keep_windows(), self._keep_events(), self._hear_others()]
        if self._courier is not None:
            keepers.append(self._deliver(self._courier))
        self._tasks = tuple(loop.create_task(keeper) for keeper in keepers)

    def stop(self) -> None:
        """Do no more."""
        for task in self._tasks:
            task.cancel()

    async def keep(self, counting: Counting) -> None:
        """Copy the windows between two events; compress the copy beside those that follow."""
        self._finish()
        store, at = self._house.store, self._house.clock()
        sequence = store.submit(place)
        state = await asyncio.to_thread(counting.freeze())
        await asyncio.wrap_future(store.submit(keeping(state, await asyncio.wrap_future(sequence), at)))

    async def _keep_windows(self) -> None:
        waited, pace = 0.0, self._pace
        while True:
            await asyncio.sleep(LOOK)
            waited += LOOK
            counting = self._house.counting
            if counting.recorded >= pace.snapshot_events or (waited >= pace.snapshot_every and counting.recorded):
                waited = 0.0
                # the store's; a restart replays what came since the snapshot before
                with suppress(TipstaffError), self._outlived("windows"):
                    await self.keep(counting)

    async def _keep_events(self) -> None:
        """Erase what is too old or too many, now and again and again; what is too old goes a little ahead of time."""
        ahead = timedelta(seconds=2 * self._pace.retain_every)
        while True:
            try:
                with self._outlived("retention"):
                    self._finish()  # what was judged stands in the log before what clocks that are due change
                    self._metrics.erased += await asyncio.to_thread(self._house.retain, ahead)
            except TipstaffError:  # the store's; the next sweep begins again, and the metric tells
                self._metrics.sweeps_failed += 1
            self._tell_broken()
            await asyncio.sleep(self._pace.retain_every)

    async def _hear_others(self) -> None:
        """Forget what a command at a terminal, or a register loaded beside this process, made old."""
        hearing: Hearing | None = None
        while True:
            # the store's; the next look finds the same changes
            with suppress(TipstaffError), self._outlived("hearing"):
                if hearing is None:
                    hearing = await asyncio.to_thread(Hearing, self._house.store.reader, self._house.ledgers)
                else:
                    await asyncio.to_thread(hearing.catch_up)
            await asyncio.sleep(HEAR)

    async def _deliver(self, courier: Courier) -> None:
        """Empty the outbox of what is due; look again after a while when nothing was."""
        while True:
            handed = Handed()
            # the store's; what was claimed is due again later
            with suppress(TipstaffError), self._outlived("delivery"):
                handed = await asyncio.to_thread(courier.round)
            self._metrics.delivered += handed.delivered
            self._metrics.deliveries_failed += handed.put_off + handed.given_up
            if not handed.any:
                await asyncio.sleep(DELIVER)

    def _tell_broken(self) -> None:
        deadlines, told = self._house.deadlines, self._metrics.faults["clocks"]
        broken, unreadable = deadlines.broken, deadlines.unreadable
        if broken + unreadable > told:
            _LOG.error(
                "since the start a clock's command broke off %d times and %d clocks could not be read;"
                " `tipstaff clocks` says which and why",
                broken,
                unreadable,
            )
        self._metrics.faults["clocks"] = broken + unreadable

    @contextmanager
    def _outlived(self, task: str) -> Iterator[None]:
        """Whatever one round of a task raises, the next one comes; what is the store's or the caller's is not meant."""
        try:
            yield
        except TipstaffError:
            raise
        except Exception as fault:  # noqa: BLE001 - a task that ends stays ended: no suspension ends, no notice leaves
            self._metrics.faults[task] += 1
            _LOG.error("%s broke off and goes on: %s", task, type(fault).__name__)
