"""What a service does beside deciding goes on whatever one round of it raised."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from tests.app.conftest import DrivenClock

from tipstaff.app import upkeep
from tipstaff.app.bundles import Bundles
from tipstaff.app.delivery import Courier
from tipstaff.app.hearing import Hearing
from tipstaff.app.house import House
from tipstaff.app.identity import sorted_ids
from tipstaff.app.keeping.counting import Counting
from tipstaff.app.serving import Service
from tipstaff.store.sqlite import open as open_store


def breaks_twice(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str) -> list[bool]:
    """Whether each call of a method came through: the first two do not."""
    calls: list[bool] = []
    method = getattr(owner, name)

    def broken(*args: Any, **more: Any) -> Any:
        calls.append(len(calls) >= 2)
        if not calls[-1]:
            raise ValueError("+33612345678")
        return method(*args, **more)

    monkeypatch.setattr(owner, name, broken)
    return calls


def test_every_task_outlives_a_fault_of_ours(
    bundles: Bundles,
    clock: DrivenClock,
    send: Callable[..., dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(upkeep, "HEAR", 0.01)
    monkeypatch.setattr(upkeep, "DELIVER", 0.01)
    monkeypatch.setattr(upkeep, "LOOK", 0.01)
    calls = {
        "retention": breaks_twice(monkeypatch, House, "retain"),
        "windows": breaks_twice(monkeypatch, Counting, "freeze"),
        "hearing": breaks_twice(monkeypatch, Hearing, "catch_up"),
        "delivery": breaks_twice(monkeypatch, Courier, "round"),
    }

    async def run() -> None:
        house = House(open_store(), ["demo"], clock=clock, ids=sorted_ids(clock), bundles=bundles)
        courier = Courier(house.store, house.ledgers, [], clock)
        service = Service(house, retain_every=0.01, snapshot_every=0.01, courier=courier)
        assert service.metrics.faults == dict.fromkeys(("clocks", *calls), 0)
        service.start()
        try:
            async with asyncio.timeout(20):
                while not all(any(came) for came in calls.values()):
                    house.counting.recorded += 1
                    await asyncio.sleep(0.01)
            assert service.metrics.faults == dict.fromkeys(calls, 2) | {"clocks": 0}
            assert service.metrics.sweeps_failed == 0
            assert not any(task.done() for task in service.upkeep._tasks)
        finally:
            await service.stop()

    asyncio.run(run())
    assert "+33612345678" not in caplog.text
    assert "retention broke off and goes on: ValueError" in caplog.text


def test_clocks_that_break_off_are_counted(
    bundles: Bundles, clock: DrivenClock, caplog: pytest.LogCaptureFixture
) -> None:
    async def run() -> None:
        house = House(open_store(), ["demo"], clock=clock, ids=sorted_ids(clock), bundles=bundles)
        service = Service(house, retain_every=0.01)
        service.start()
        try:
            house.deadlines.broken = 3
            async with asyncio.timeout(20):
                while service.metrics.faults["clocks"] != 3:
                    await asyncio.sleep(0.01)
        finally:
            await service.stop()

    asyncio.run(run())
    assert caplog.text.count("broke off 3 times") == 1
