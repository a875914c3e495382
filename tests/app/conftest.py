"""A small pack of our own and a clock that the test drives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tipstaff import Engine
from tipstaff.app.bundles import Bundles
from tipstaff.app.house import load_bundles

PACKS = Path(__file__).parent / "packs"


class DrivenClock:
    """Stands still until told."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, 14, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, by: timedelta) -> None:
        self.now += by


@pytest.fixture(scope="session")
def bundles() -> Bundles:
    return load_bundles(["demo"], [PACKS])


@pytest.fixture
def clock() -> DrivenClock:
    return DrivenClock()


@pytest.fixture
def engine(bundles: Bundles, clock: DrivenClock) -> Iterator[Engine]:
    with Engine(policies=["demo"], bundles=bundles, clock=clock) as made:
        yield made


@pytest.fixture
def send() -> Callable[..., dict[str, Any]]:
    def message(**changes: Any) -> dict[str, Any]:
        data = {"channel": "sms", "from": "ACME", "to": "+33612345678", "text": "Soldes", "purpose": "marketing"}
        data |= changes.pop("data", {})
        return {"type": "message.send", "account": "acme", "data": data, **changes}

    return message
