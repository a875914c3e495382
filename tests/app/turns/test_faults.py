"""What goes wrong with one event, or with whoever asked, is theirs alone."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from tests.app.turns.conftest import sent, served, verdicts

from tipstaff.app.bundles import Bundles
from tipstaff.app.serving import Service
from tipstaff.store.errors import StoreError


async def settled(service: Service) -> None:
    """Until nothing is under way."""
    judging = service._turns._judging
    for _ in range(10_000):
        await asyncio.sleep(0)
        if not (service._settling.pending or judging.held.waiting):
            return
    pytest.fail("somebody was never answered")


def test_a_record_that_cannot_be_read_stops_nobody_else(
    court: Bundles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run() -> None:
        async with served(court, tmp_path / "t.db") as service:
            reader = service.house.store.reader
            read = reader.decided

            def broken(_: Any, source: str, name: str) -> Any:
                if name == "e1":
                    raise StoreError("the disk does not answer")
                return read(source, name)

            monkeypatch.setattr(type(reader), "decided", broken)
            answers: list[Any] = []
            raws = [sent(1, "ann"), sent(1, "ann") + b" ", sent(2, "bert", "bad"), sent(3, "bert"), sent(4, "carl")]
            for raw in raws:
                service.tell(raw, answers.append)
            await settled(service)
            assert [type(one) for one in answers if not isinstance(one, bytes)] == [StoreError]
            events = [json.loads(one)["event"] for one in answers if isinstance(one, bytes)]
            assert sorted(events) == ["e1", "e2", "e3", "e4"]
            assert verdicts([await service.decide(sent(5, "bert"))]) == ["review"]

    asyncio.run(run())


def test_who_raises_when_answered_keeps_nobody_else_from_it(court: Bundles, tmp_path: Path) -> None:
    heard: list[Any] = []

    async def run() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, told: heard.append(told["exception"]))
        async with served(court, tmp_path / "t.db") as service:
            answers: list[Any] = []

            def raising(_: Any) -> None:
                raise ZeroDivisionError

            service.tell(sent(1, "ann", "bad"), raising)
            service.tell(b"{", raising)
            service.tell(sent(2, "ann"), raising, ask=True)
            service.tell(sent(3, "ann"), answers.append)
            service.tell(sent(4, "bert"), answers.append)
            await settled(service)
            assert sorted(verdicts(answers)) == ["allow", "review"]

    asyncio.run(run())
    assert [type(error) for error in heard] == [ZeroDivisionError] * 3


def test_a_listener_that_raises_is_the_answer_to_that_one(
    court: Bundles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run() -> None:
        async with served(court, tmp_path / "t.db") as service:
            noticed = service.house.notice

            def broken(changes: Any) -> None:
                noticed(changes)
                raise ZeroDivisionError

            monkeypatch.setattr(service.house, "notice", broken)
            raws = [sent(1, "ann", "bad"), sent(2, "ann"), sent(3, "bert")]
            answers = await asyncio.gather(*map(service.decide, raws), return_exceptions=True)
            assert isinstance(answers[0], ZeroDivisionError)
            assert verdicts(answers[1:]) == ["review", "allow"]

    asyncio.run(run())
