"""A pack in which much of what is told changes what the next event is judged by, and a service over it."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.app.conftest import DrivenClock

from tipstaff.app.bundles import Bundles
from tipstaff.app.house import House, load_bundles
from tipstaff.app.identity import sorted_ids
from tipstaff.app.serving import Service
from tipstaff.store import Ack
from tipstaff.store.sqlite import open as open_store

PACKS = Path(__file__).parent / "packs"
KEY = b"k" * 32
METER = {"meter": "messages", "limit": 4, "period": "day"}
PERSON, ANOTHER = "+33612345678", "+33612345679"


@pytest.fixture(scope="session")
def court() -> Bundles:
    return load_bundles(["court"], [PACKS])


@asynccontextmanager
async def served(court: Bundles, path: Path, acknowledge: Ack = Ack.WAL, **options: Any) -> AsyncIterator[Service]:
    """A service over a file of its own."""
    clock = DrivenClock()
    store = open_store(str(path), **options)
    house = House(store, ["court"], clock=clock, ids=sorted_ids(clock), bundles=court, key=KEY)
    service = Service(house, acknowledge=acknowledge)
    service.start()
    try:
        yield service
    finally:
        await service.stop()


def event(number: int, kind: str, account: str, **data: Any) -> bytes:
    whole = {"specversion": "1.0", "source": "t", "id": f"e{number}", "type": kind, "account": account, "data": data}
    return json.dumps(whole).encode()


def sent(number: int, account: str, text: str = "Hello", to: str = PERSON) -> bytes:
    data = {"channel": "sms", "from": "ACME", "to": to, "text": text, "purpose": "service"}
    return event(number, "message.send", account, **data)


def received(number: int, account: str, text: str = "STOP", sender: str = PERSON) -> bytes:
    data = {"channel": "sms", "from": sender, "to": "ACME", "text": text, "purpose": "service"}
    return event(number, "message.received", account, **data)


def used(number: int, account: str, quantity: int = 1) -> bytes:
    return event(number, "usage.recorded", account, meter="messages", quantity=quantity)


def verdicts(answers: Any) -> list[str]:
    return [json.loads(answer)["verdict"] for answer in answers]


def numbered(texts: Sequence[str]) -> Iterator[str]:
    """With a number for every id, in the order in which they come up."""
    names: dict[str, str] = {}
    for text in texts:
        yield re.sub(r"01[0-9A-HJKMNP-TV-Z]{24}", lambda found: names.setdefault(found[0], f"#{len(names)}"), text)


def plain(answer: Any) -> Any:
    assert isinstance(answer, bytes), answer
    return next(numbered([answer.decode()]))
