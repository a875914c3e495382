"""A small pack with a ladder, an engine on a clock that the test drives, and hands to work with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tipstaff import Engine
from tipstaff.app.bundles import Bundles
from tipstaff.app.house import load_bundles
from tipstaff.cases.records.case import CASES, Case
from tipstaff.enforce.records.action import ACTIONS, Action
from tipstaff.notices import NOTICES, Notice
from tipstaff.vocab.decision import Decision

PACKS = Path(__file__).parent / "packs"
PEOPLE = [
    {"id": "ana", "role": "analyst"},
    {"id": "leo", "role": "lead"},
    {"id": "lea", "role": "lead"},
    {"id": "sam", "role": "specialist"},
    {"id": "lou", "role": "legal"},
    {"id": "cus", "role": "customer", "account": "acme"},
]


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, 14, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


class Desk:
    """An installation with people."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self.engine = engine
        self.clock = clock
        self._numbers = count()
        engine.give({"accounts": [{"id": "acme"}, {"id": "sub", "parent": "acme", "locale": "fr"}], "people": PEOPLE})

    def do(self, name: str, actor: str = "", /, **args: Any) -> dict[str, Any]:
        if "for_" in args:
            args["for"] = args.pop("for_")
        return self.engine.command(name, args, actor=actor)

    def say(self, text: str, account: str = "acme") -> Decision:
        data = {"channel": "sms", "from": "A", "to": "+33612345678", "text": text, "purpose": "service"}
        return self.tell("message.send", account, data)

    def tell(self, type_: str, account: str, data: Mapping[str, Any]) -> Decision:
        event = {"id": f"e{next(self._numbers)}", "type": type_, "account": account, "data": data}
        return self.engine.decide(event)

    def wait(self, **length: float) -> None:
        self.clock.now += timedelta(**length)
        self.engine.tick()

    @property
    def cases(self) -> list[Case]:
        return list(self.engine.house.ledgers.group(CASES))

    @property
    def actions(self) -> list[Action]:
        return list(self.engine.house.ledgers.group(ACTIONS))

    @property
    def notices(self) -> list[Notice]:
        return list(self.engine.house.ledgers.group(NOTICES))

    def standing(self, account: str = "acme") -> str:
        return self.engine.house.ledgers.account(account).standing


@pytest.fixture(scope="session")
def bundles() -> Bundles:
    return load_bundles(["demo"], [PACKS])


@pytest.fixture(scope="session")
def open_desk(bundles: Bundles) -> Callable[[], AbstractContextManager[Desk]]:
    """Makes desks of their own, for tests that need many."""

    @contextmanager
    def make() -> Iterator[Desk]:
        clock = Clock()
        with Engine(policies=["demo"], bundles=bundles, clock=clock) as engine:
            yield Desk(engine, clock)

    return make


@pytest.fixture
def desk(bundles: Bundles) -> Iterator[Desk]:
    clock = Clock()
    with Engine(policies=["demo"], bundles=bundles, clock=clock) as engine:
        yield Desk(engine, clock)


Making = Callable[[], Desk]
