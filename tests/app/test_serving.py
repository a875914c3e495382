"""The house behind asynchronous doors: many callers, twins in flight, batches, reload under load, crash of a job."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from tests.app.conftest import DrivenClock

from tipstaff.app import serving as serving_module
from tipstaff.app.bundles import Bundles
from tipstaff.app.house import House
from tipstaff.app.identity import sorted_ids
from tipstaff.app.recording.records import row_of
from tipstaff.app.serving import Service
from tipstaff.app.turns import turn as turns
from tipstaff.store import DecisionFilter
from tipstaff.store.audit import verify
from tipstaff.store.sqlite import open as open_store
from tipstaff.vocab.errors import Conflict, Invalid, Overloaded

Message = Callable[..., dict[str, Any]]


@pytest.fixture
def serving(bundles: Bundles, clock: DrivenClock, tmp_path: Path) -> Callable[..., Any]:
    @asynccontextmanager
    async def opened(**options: Any) -> AsyncIterator[Service]:
        store = open_store(str(tmp_path / "t.db"), **options)
        service = Service(House(store, ["demo"], clock=clock, ids=sorted_ids(clock), bundles=bundles))
        service.start()
        try:
            yield service
        finally:
            await service.stop()

    return opened


def raw(send: Message, number: int, **changes: Any) -> bytes:
    event = {"specversion": "1.0", "source": "t", **send(id=f"m{number}", **changes)}
    return json.dumps(event).encode()


def test_many_callers_get_their_own_answers_once_they_are_recorded(serving: Any, send: Message) -> None:
    async def run() -> None:
        async with serving() as service:
            raws = [raw(send, n) for n in range(200)]
            answers = [json.loads(a) for a in await asyncio.gather(*map(service.decide, raws))]
            assert [a["event"] for a in answers] == [f"m{n}" for n in range(200)]
            assert all(service.reader.decision(a["id"]) is not None for a in answers)
            assert sum(service.metrics.decisions.values()) == 200
            assert list(verify(service.house.store)) == []

    asyncio.run(run())


def test_twins_in_flight_are_decided_once(serving: Any, send: Message) -> None:
    async def run() -> None:
        async with serving() as service:
            same, spaced = raw(send, 1), raw(send, 1) + b" "
            other = raw(send, 1, data={"text": "other"})
            answers = await asyncio.gather(*map(service.decide, [same, same, spaced, other]), return_exceptions=True)
            assert answers[0] == answers[1] == answers[2]
            assert isinstance(answers[3], Conflict)
            assert sum(service.reader.counts().decisions.values()) == 1

    asyncio.run(run())


def test_a_batch_keeps_its_order_and_goes_on_after_a_bad_event(serving: Any, send: Message) -> None:
    async def run() -> None:
        async with serving() as service:
            raws = [raw(send, n) for n in range(120)]
            raws[60] = b"{"
            answers = await service.decide_batch(raws)
            assert isinstance(answers[60], Invalid)
            events = [json.loads(a)["event"] for n, a in enumerate(answers) if n != 60]
            assert events == [f"m{n}" for n in range(120) if n != 60]

    asyncio.run(run())


def test_a_batch_of_slow_events_lets_others_in_more_often(
    serving: Any, send: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    took = iter([seconds for turn in (0.002, 0.032, 0.002, 0.001, 0.0001, 0.002, 0.002) for seconds in (0.0, turn)])
    monkeypatch.setattr(serving_module, "stopwatch", lambda: next(took))
    turns_taken: list[int] = []

    async def run() -> None:
        async with serving() as service:
            gather = service._turns.gather

            def counted(told: Any) -> None:
                some = list(told)
                turns_taken.append(len(some))
                gather(some)

            monkeypatch.setattr(service._turns, "gather", counted)
            answers = [json.loads(a) for a in await service.decide_batch([raw(send, n) for n in range(212)])]
            assert [a["event"] for a in answers] == [f"m{n}" for n in range(212)]

    asyncio.run(run())
    assert turns_taken == [64, 64, 4, 4, 8, 64, 4]


def test_the_writer_records_a_part_of_a_batch_while_the_next_is_judged(
    serving: Any, send: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "LONGEST", 64)
    left: list[int] = []

    async def run() -> None:
        async with serving() as service:
            store = service.house.store
            post = store.post

            def leave(*job: Any, keys: Any) -> None:
                left.append(len(keys))
                post(*job, keys=keys)

            monkeypatch.setattr(store, "post", leave)
            raws = [raw(send, n) for n in range(200)]
            answers = [json.loads(answer) for answer in await service.decide_batch(raws)]
            assert left[0] == 64
            assert all(one >= 64 for one in left[:-1])
            assert [a["event"] for a in answers] == [f"m{n}" for n in range(200)]
            assert list(verify(store)) == []

    asyncio.run(run())


def test_windows_count_in_the_order_of_the_log(serving: Any, send: Message) -> None:
    async def run() -> None:
        async with serving() as service:
            raws = [raw(send, n, data={"purpose": "service"}) for n in range(30)]
            answers = [json.loads(a) for a in await asyncio.gather(*map(service.decide, raws))]
            label = "count of message.send by account over 1h"
            assert [a["facts"][label] for a in answers] == list(range(1, 31))

    asyncio.run(run())


def test_a_snapshot_under_load_is_of_its_place_in_the_log(
    bundles: Bundles, clock: DrivenClock, tmp_path: Path, send: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is decided while the copy is compressed stands behind it: a restart counts each event once."""
    recorded = threading.Event()

    def waiting(state: Callable[[], bytes]) -> Callable[[], bytes]:
        return lambda: state() if recorded.wait(60) else b""

    async def run() -> None:
        store = open_store(str(tmp_path / "t.db"))
        house = House(store, ["demo"], clock=clock, ids=sorted_ids(clock), bundles=bundles)
        service = Service(house)
        service.start()
        freeze = house.counting.freeze
        monkeypatch.setattr(house.counting, "freeze", lambda: waiting(freeze()))
        raws = [raw(send, n, data={"purpose": "service"}) for n in range(400)]
        deciding = asyncio.create_task(service.decide_batch(raws))
        for _ in range(3):
            await asyncio.sleep(0)
        keeping = asyncio.create_task(service.upkeep.keep(house.counting))
        await deciding
        recorded.set()
        await keeping
        kept = house.store.reader.snapshot("windows")
        assert kept is not None
        assert 0 < kept.sequence < 400
        after = House(store, ["demo"], clock=clock, ids=sorted_ids(clock), bundles=bundles)
        answer = json.loads(after.pronounce(after.decode(raw(send, 400, data={"purpose": "service"}))).json)
        assert answer["facts"]["count of message.send by account over 1h"] == 401
        await service.stop()

    asyncio.run(run())


def test_a_reload_goes_through_while_callers_wait(serving: Any, send: Message) -> None:
    async def run() -> None:
        async with serving() as service:
            deciding = asyncio.gather(*(service.decide(raw(send, n)) for n in range(300)))
            bundle = await asyncio.to_thread(service.reload)
            answers = [json.loads(a) for a in await deciding]
            assert {a["bundle"] for a in answers} == {bundle.hash}

    asyncio.run(run())


def test_subscribers_see_decisions_as_they_are_recorded(serving: Any, send: Message) -> None:
    async def run() -> None:
        async with serving() as service:
            with service.subscribe() as queue:
                answer = await service.decide(raw(send, 1))
                assert await asyncio.wait_for(queue.get(), 5) == answer

    asyncio.run(run())


def test_an_overloaded_writer_refuses_and_counts_nothing(serving: Any, send: Message) -> None:
    async def run() -> None:
        async with serving(queue=5) as service:
            store, go_on = service.house.store, threading.Event()
            store.submit(lambda _: go_on.wait(30))
            raws = [raw(send, n, data={"purpose": "service"}) for n in range(200)]
            asked = [asyncio.ensure_future(service.decide(one)) for one in raws]
            await asyncio.wait(asked, timeout=20, return_when=asyncio.FIRST_COMPLETED)  # nothing is recorded: a refusal
            go_on.set()
            answers = await asyncio.gather(*asked, return_exceptions=True)
            refused = [a for a in answers if isinstance(a, Overloaded)]
            recorded = [json.loads(a) for a in answers if isinstance(a, bytes)]
            assert len(refused) + len(recorded) == 200
            assert refused
            label = "count of message.send by account over 1h"
            assert sorted(a["facts"][label] for a in recorded) == list(range(1, len(recorded) + 1))

    asyncio.run(run())


def test_a_command_is_seen_by_the_next_decision(serving: Any, send: Message) -> None:
    async def run() -> None:
        async with serving() as service:
            assert json.loads(await service.ask(raw(send, 1)))["verdict"] == "deny"
            consent = {"account": "acme", "recipient": "+33612345678", "channel": "sms", "purpose": "marketing"}
            await service.command("consent.grant", consent, "")
            assert json.loads(await service.decide(raw(send, 1)))["verdict"] == "allow"

    asyncio.run(run())


def test_more_than_one_commit_in_a_turn_leaves_nothing_pending(serving: Any, send: Message) -> None:
    async def run() -> None:
        async with serving() as service:
            raws = [raw(send, n, data={"purpose": "service"}) for n in range(2 * turns.LONGEST + 3)]
            await asyncio.gather(*map(service.decide, raws))
            assert not service._settling.pending
            assert len(service.reader.decisions(DecisionFilter(), 1_000)) == len(raws)

    asyncio.run(run())


def test_a_fault_of_ours_in_one_event_is_the_answer_to_that_one_alone(
    serving: Any, send: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run() -> None:
        async with serving() as service:
            judge = service.house.pronounce

            def faulty(event: Any, now: Any = None) -> Any:
                if event.id == "m3":
                    raise ZeroDivisionError
                return judge(event, now)

            monkeypatch.setattr(service.house, "pronounce", faulty)
            answers = await asyncio.gather(*(service.decide(raw(send, n)) for n in range(7)), return_exceptions=True)
            assert [n for n, answer in enumerate(answers) if not isinstance(answer, bytes)] == [3]
            assert isinstance(answers[3], ZeroDivisionError)
            with pytest.raises(ZeroDivisionError):
                await service.decide_batch([raw(send, n) for n in range(7)])
            assert not service._settling.pending

    asyncio.run(run())


def test_a_row_that_cannot_be_written_does_not_take_its_turn_with_it(
    serving: Any, send: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run() -> None:
        async with serving() as service:
            made = row_of

            def odd(ruling: Any) -> Any:
                row = made(ruling)
                return msgspec.structs.replace(row, decision=7) if row.event_id == "m3" else row

            monkeypatch.setattr("tipstaff.app.turns.judging.row_of", odd)
            answers = await asyncio.gather(*(service.decide(raw(send, n)) for n in range(7)), return_exceptions=True)
            assert [n for n, answer in enumerate(answers) if not isinstance(answer, bytes)] == [3]
            rows = service.reader.decisions(DecisionFilter(), 100)
            assert {row.event_id for row in rows} == {f"m{n}" for n in range(7)} - {"m3"}
            assert list(verify(service.house.store)) == []

    asyncio.run(run())


def test_an_effect_that_fails_undoes_its_own_decision_and_no_other(
    serving: Any, send: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(number: int) -> bytes:
        data = {"channel": "sms", "from": f"+3361234567{number}", "to": "+33612345600", "text": "STOP"}
        return json.dumps({**json.loads(raw(send, number)), "type": "message.received", "data": data}).encode()

    async def run() -> None:
        async with serving() as service:
            made = service.house.recording

            def faulty(ruling: Any, *more: Any) -> Any:
                job = made(ruling, *more)

                def fails(tx: Any) -> None:
                    job(tx)
                    raise ZeroDivisionError

                return fails if ruling.event.id == "m2" else job

            monkeypatch.setattr(service.house, "recording", faulty)
            monkeypatch.setattr(service.house, "acknowledgement", lambda ruling, wanted: wanted)  # one commit for all
            monkeypatch.setattr(service._turns._judging._lasting, "accounts", lambda account, effects: ())
            told = [raw(send, 0), stop(1), stop(2), stop(3), raw(send, 4), stop(1)]
            answers = await asyncio.gather(*map(service.decide, told), return_exceptions=True)
            assert [n for n, answer in enumerate(answers) if not isinstance(answer, bytes)] == [2]
            assert isinstance(answers[2], ZeroDivisionError)
            assert answers[5] == answers[1]
            assert [row.event_id for row in service.reader.decisions(DecisionFilter())] == ["m4", "m3", "m1", "m0"]
            assert len(list(service.reader.scan("suppressions"))) == 2
            kinds = [entry.kind for entry in service.reader.audit()]
            assert kinds == ["seal", "command", "command", "seal"], "one commit after that of the opening"
            assert not service._settling.pending
            assert list(verify(service.house.store)) == []

    asyncio.run(run())


def test_few_events_right_after_others_share_a_commit(
    serving: Any, send: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr(turns, "stopwatch", lambda: now[0])
    answered: list[str] = []

    async def run() -> None:
        async with serving() as service:
            loop = asyncio.get_running_loop()
            waits: list[float] = []
            monkeypatch.setattr(service._turns, "_loop", SimpleNamespace(call_later=spied(loop, waits)))

            async def turn(numbers: Iterable[int]) -> int:
                for number in numbers:
                    service.tell(raw(send, number), lambda answer: answered.append(json.loads(answer)["event"]))
                await asyncio.sleep(0)
                return len(answered)

            assert await turn([1]) == 1, "who comes alone is recorded at once"
            assert await turn([2]) == await turn([3]) == 1, "who comes right after waits"
            assert waits == [pytest.approx(turns.SPACING)], "for one timer, for all of them"
            assert await turn(range(4, 2 + turns.FEW)) == 1 + turns.FEW, "until they are enough"
            await turn([20])
            service._turns.finish()
            assert len(answered) == 2 + turns.FEW, "or somebody needs them recorded"
            await turn([21])
            await asyncio.sleep(0.1)
            assert len(answered) == 3 + turns.FEW, "or the time is over"
            now[0] += turns.SPACING
            assert await turn([22]) == 4 + turns.FEW

    asyncio.run(run())
    assert answered == [f"m{number}" for number in (*range(1, 2 + turns.FEW), 20, 21, 22)]


def test_what_was_judged_is_recorded_before_a_clock_gives_its_command(
    serving: Any, send: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "SPACING", 60.0)
    recorded: list[str] = []
    before: list[list[str]] = []

    async def run() -> None:
        async with serving() as service:
            monkeypatch.setattr(service.house.deadlines, "fire", lambda _: before.append(list(recorded)))

            async def few(*numbers: int) -> None:
                for number in numbers:
                    service.tell(raw(send, number), lambda answer: recorded.append(json.loads(answer)["event"]))
                    await asyncio.sleep(0)

            async def sweeps(count: int) -> None:
                while len(before) < count:
                    await asyncio.sleep(0.001)

            await sweeps(1)
            await few(1, 2)
            assert recorded == ["m1"], "the second waits for others"
            sweep = asyncio.ensure_future(service.upkeep._keep_events())
            await sweeps(2)
            sweep.cancel()

    asyncio.run(run())
    assert before == [[], ["m1", "m2"]], "a clock's command comes behind what was judged before it"


def spied(loop: asyncio.AbstractEventLoop, waits: list[float]) -> Callable[..., asyncio.TimerHandle]:
    """The loop's timer, which says how long it was asked to wait."""

    def call_later(delay: float, callback: Callable[[], None]) -> asyncio.TimerHandle:
        waits.append(delay)
        return loop.call_later(0.01, callback)

    return call_later
