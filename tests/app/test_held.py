"""What changes a ledger is there for the next event of its account, however close together both come."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.app.conftest import PACKS, DrivenClock

from tipstaff import Engine
from tipstaff.app.bundles import Bundles
from tipstaff.app.house import House, load_bundles
from tipstaff.app.identity import sorted_ids
from tipstaff.app.serving import Service
from tipstaff.app.turns import held, judging
from tipstaff.store import DecisionFilter, Transaction
from tipstaff.store.audit import verify
from tipstaff.store.errors import StoreClosed
from tipstaff.store.sqlite import open as open_store
from tipstaff.vocab.errors import Invalid, Overloaded

LICENCE = {
    "id": "L",
    "account": "acme",
    "product": "tracker",
    "kind": "seats",
    "seats": 2,
    "from": "2026-01-01T00:00:00Z",
}
METER = {"account": "acme", "meter": "messages", "limit": 20, "period": "day"}


@pytest.fixture(scope="module")
def messagebird() -> Bundles:
    return load_bundles(["messagebird"])


@pytest.fixture
def serving(messagebird: Bundles, bundles: Bundles, clock: DrivenClock, tmp_path: Path) -> Callable[..., Any]:
    @asynccontextmanager
    async def opened(policy: str = "messagebird") -> AsyncIterator[Service]:
        store = open_store(str(tmp_path / "t.db"))
        packs = messagebird if policy == "messagebird" else bundles
        service = Service(House(store, [policy], clock=clock, ids=sorted_ids(clock), bundles=packs))
        service.start()
        try:
            yield service
        finally:
            await service.stop()

    return opened


def told(number: int, kind: str, account: str = "acme", **data: Any) -> bytes:
    event = {"specversion": "1.0", "source": "t", "id": f"e{number}", "type": kind, "account": account, "data": data}
    return json.dumps(event).encode()


def seat(number: int, account: str = "acme") -> bytes:
    return told(number, "seat.open", account, product="tracker", user=f"u{number}")


def message(number: int, kind: str = "message.send", **changes: Any) -> bytes:
    data = {"channel": "sms", "from": "ACME", "to": "+33612345678", "text": "Hello", "purpose": "service"}
    return told(number, kind, **data | changes)


def stop(number: int) -> bytes:
    return message(number, "message.received", **{"from": "+33612345678", "to": "ACME", "text": "STOP"})


def verdicts(answers: Any) -> list[str]:
    return [json.loads(answer)["verdict"] for answer in answers]


@contextmanager
def busy(service: Service) -> Iterator[None]:
    """The writer does not come to anything else meanwhile."""
    began, go_on = threading.Event(), threading.Event()

    def job(_: Transaction) -> None:
        began.set()
        assert go_on.wait(20)

    service.house.store.submit(job)
    assert began.wait(20)
    try:
        yield
    finally:
        go_on.set()


async def decided(service: Service, raws: list[bytes], how: str) -> list[Any]:
    return await (service.decide_batch(raws) if how == "batch" else asyncio.gather(*map(service.decide, raws)))


@pytest.mark.parametrize("how", ["batch", "single"])
def test_sixty_four_people_at_once_take_the_two_seats_that_there_are(serving: Any, how: str) -> None:
    async def run() -> None:
        async with serving() as service:
            await service.command("licence.put", LICENCE, "")
            answers = await decided(service, [seat(n) for n in range(64)], how)
            assert verdicts(answers) == ["allow"] * 2 + ["deny"] * 62
            assert [json.loads(answer)["event"] for answer in answers] == [f"e{n}" for n in range(64)]
            rows = service.reader.decisions(DecisionFilter(), 100)
            assert [row.event_id for row in reversed(rows)] == [f"e{n}" for n in range(64)], "in the order told"
            assert not service._turns._judging.held.accounts
            assert not service._settling.pending
            assert list(verify(service.house.store)) == []

    asyncio.run(run())


@pytest.mark.parametrize("how", ["batch", "single"])
def test_what_is_allowed_at_once_stays_within_the_quota(serving: Any, how: str) -> None:
    async def run() -> None:
        async with serving() as service:
            await service.command("meter.put", METER, "")
            raws = [told(n, "push.publish", app="chat", messages=4) for n in range(30)]
            assert verdicts(await decided(service, raws, how)) == ["allow"] * 5 + ["deny"] * 25

    asyncio.run(run())


@pytest.mark.parametrize("how", ["batch", "single"])
def test_a_stop_counts_for_what_is_sent_right_after_it(serving: Any, how: str) -> None:
    async def run() -> None:
        async with serving("demo") as service:
            answers = await decided(service, [message(0), stop(1), message(2), message(3, to="+33612345679")], how)
            assert verdicts(answers) == ["allow", "allow", "deny", "allow"]

    asyncio.run(run())


def test_other_accounts_do_not_wait(serving: Any) -> None:
    async def run() -> None:
        async with serving() as service:
            await service.command("licence.put", LICENCE, "")
            answers = await service.decide_batch([seat(0), seat(1), seat(2, "other")])
            assert verdicts(answers) == ["allow", "allow", "deny"]
            rows = service.reader.decisions(DecisionFilter(), 10)
            assert [row.event_id for row in reversed(rows)] == ["e0", "e2", "e1"]

    asyncio.run(run())


def test_what_is_held_back_is_judged_piece_by_piece_in_order(serving: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "LONGEST", 4)

    async def run() -> None:
        async with serving() as service:
            await service.command("licence.put", LICENCE, "")
            answers = await asyncio.gather(
                *map(service.decide, [seat(n) for n in range(3)] * 2 + [seat(n) for n in range(3, 23)])
            )
            assert verdicts(answers) == ["allow", "allow", "deny"] * 2 + ["deny"] * 20
            rows = service.reader.decisions(DecisionFilter(), 100)
            assert [row.event_id for row in reversed(rows)] == [f"e{n}" for n in range(23)]

    asyncio.run(run())


def test_one_account_at_its_limit_takes_no_room_from_another(serving: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held, "MOST_OF_ONE", 3)
    monkeypatch.setattr(held, "MOST", 5)

    async def run() -> None:
        async with serving() as service:
            for account in ("acme", "other", "third"):
                await service.command("licence.put", LICENCE | {"id": account, "account": account}, "")
            with busy(service):
                asked = [asyncio.ensure_future(service.decide(seat(n))) for n in range(6)]
                asked += [asyncio.ensure_future(service.decide(seat(n, "other"))) for n in range(10, 13)]
                asked += [asyncio.ensure_future(service.decide(seat(n, "third"))) for n in range(20, 22)]
                await asyncio.sleep(0)
                await asyncio.sleep(0)
            answers = await asyncio.gather(*asked, return_exceptions=True)
            assert verdicts(answers[:4]) == ["allow", "allow", "deny", "deny"]
            assert [str(answer)[:27] for answer in answers[4:6]] == ["3 events of this account al"] * 2
            assert verdicts(answers[6:10]) == ["allow", "allow", "deny", "allow"]
            assert str(answers[10]).startswith("5 events already wait")
            assert {type(answers[n]) for n in (4, 5, 10)} == {Overloaded}
            assert service._turns._judging.held.waiting == 0

    asyncio.run(run())


def test_large_events_are_refused_before_many_are(serving: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    size = len(seat(10, "other"))
    monkeypatch.setattr(held, "MOST_BYTES_OF_ONE", 2 * size)
    monkeypatch.setattr(held, "MOST_BYTES", 3 * size)

    async def run() -> None:
        async with serving() as service:
            for account in ("acme", "other"):
                await service.command("licence.put", LICENCE | {"id": account, "account": account}, "")
            with busy(service):
                asked = [asyncio.ensure_future(service.decide(seat(n))) for n in range(10, 14)]
                asked += [asyncio.ensure_future(service.decide(seat(n, "other"))) for n in range(20, 23)]
                await asyncio.sleep(0)
                await asyncio.sleep(0)
            answers = await asyncio.gather(*asked, return_exceptions=True)
            assert verdicts([*answers[:3], *answers[4:6]]) == ["allow", "allow", "deny", "allow", "allow"]
            assert [str(answers[n]).partition(" already")[0] for n in (3, 6)] == [
                f"{2 * len(seat(10))} bytes of events of this account",
                f"{2 * len(seat(10)) + size} bytes of events",
            ]
            waiting = service._turns._judging.held
            assert (waiting.waiting, waiting.size, waiting._sizes) == (0, 0, {})

    asyncio.run(run())


def test_what_cannot_be_put_on_record_is_not_counted(serving: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> Any:
        raise ZeroDivisionError

    async def run() -> None:
        async with serving() as service:
            await service.command("licence.put", LICENCE, "")
            counted: list[str] = []
            monkeypatch.setattr(service.house.counting, "record", lambda event: counted.append(event.id))
            with monkeypatch.context() as planted:
                planted.setattr(judging, "row_of", broken)
                answers = await asyncio.gather(service.decide(seat(1)), return_exceptions=True)
            with monkeypatch.context() as planted:
                planted.setattr(judging.Lasting, "accounts", broken)
                answers += await asyncio.gather(service.decide(seat(2)), return_exceptions=True)
            assert [type(answer) for answer in answers] == [ZeroDivisionError] * 2
            assert verdicts([await service.decide(seat(3))]) == ["allow"]
            assert counted == ["e3"]

    asyncio.run(run())


def test_what_is_held_back_over_a_reload_is_read_by_the_new_packs(clock: DrivenClock, tmp_path: Path) -> None:
    folder = tmp_path / "packs"
    for file in PACKS.rglob("*.yaml"):
        copied = folder / file.relative_to(PACKS)
        copied.parent.mkdir(parents=True, exist_ok=True)
        copied.write_text(file.read_text())

    async def run() -> None:
        store = open_store(str(tmp_path / "t.db"))
        packs = load_bundles(["demo"], [folder])
        service = Service(House(store, ["demo"], clock=clock, ids=sorted_ids(clock), bundles=packs))
        service.start()
        try:
            with busy(service):
                raws = [stop(0), message(1, to="+33612345679"), *(ticket(n, f"T{n}") for n in (2, 3))]
                asked = [asyncio.ensure_future(service.decide(raw)) for raw in raws]
                await asyncio.sleep(0)
                grow(folder)
                await asyncio.to_thread(service.reload)
            answers = await asyncio.gather(*asked, return_exceptions=True)
            assert isinstance(answers[1], Invalid)
            assert [fault.path for fault in answers[1].faults] == ["data.ticket"]
            assert verdicts([answers[0], *answers[2:]]) == ["allow", "allow", "deny"]
        finally:
            await service.stop()

    asyncio.run(run())


def grow(folder: Path) -> None:
    """From here on every message names a ticket, and the third one is refused."""
    policy, control = folder / "demo" / "policy.yaml", folder / "demo" / "controls" / "all.yaml"
    policy.write_text(policy.read_text() + "fields: {message.send: {ticket: str}}\n")
    rule = """
    - id: third-ticket
      when: event.ticket == 'T3'
      verdict: deny
      on_error: review
      explain: {en: "Not this one.", fr: "Pas celui-ci."}
    - id: suppressed
"""
    control.write_text(control.read_text().replace("\n    - id: suppressed\n", rule))


def ticket(number: int, name: str) -> bytes:
    return message(number, to="+33612345679", ticket=name)


def test_an_effect_that_cannot_be_recorded_holds_nobody_up(serving: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        async with serving() as service:
            await service.command("licence.put", LICENCE, "")
            made = service.house.recording

            def faulty(ruling: Any, *more: Any) -> Any:
                if ruling.event.id == "e0":
                    raise ZeroDivisionError
                return made(ruling, *more)

            monkeypatch.setattr(service.house, "recording", faulty)
            answers = await asyncio.gather(*map(service.decide, [seat(n) for n in range(4)]), return_exceptions=True)
            assert isinstance(answers[0], ZeroDivisionError)
            assert verdicts(answers[1:]) == ["allow", "allow", "deny"]

    asyncio.run(run())


def test_who_is_held_back_when_the_service_stops_is_told_so(serving: Any) -> None:
    answers: list[Any] = []

    async def run() -> None:
        async with serving() as service:
            await service.command("licence.put", LICENCE, "")
            with busy(service):
                for number in range(3):
                    service.tell(seat(number), answers.append)
                await asyncio.sleep(0)
                service._turns.unbind()

    asyncio.run(run())
    assert [type(answer) for answer in answers] == [StoreClosed, StoreClosed]


def test_the_engine_sees_each_effect_at_once(messagebird: Bundles, clock: DrivenClock) -> None:
    with Engine(policies=["messagebird"], bundles=messagebird, clock=clock) as engine:
        engine.command("licence.put", LICENCE)
        assert verdicts(engine.decide_bytes(seat(n)) for n in range(4)) == ["allow", "allow", "deny", "deny"]
