"""Effects of what comes in together: when they count, when they are answered, and what the decision says of them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree
from typing import Any

import msgspec
import pytest
from tests.app.conftest import DrivenClock
from tests.app.turns.conftest import ANOTHER, KEY, METER, PACKS, plain, received, sent, served, used, verdicts
from tests.store.test_acks import FLUSHED, CountingFiles

from tipstaff import Engine
from tipstaff.app.bundles import Bundles
from tipstaff.app.house import load_bundles
from tipstaff.app.serving import Service
from tipstaff.app.turns import judging, turn
from tipstaff.store import Ack
from tipstaff.store.errors import StoreFull, StoreUnsafe

Together = Callable[[Service, list[bytes]], Any]


async def in_a_batch(service: Service, raws: list[bytes]) -> list[Any]:
    return list(await service.decide_batch(raws))


async def side_by_side(service: Service, raws: list[bytes]) -> list[Any]:
    return list(await asyncio.gather(*map(service.decide, raws)))


@pytest.mark.parametrize("together", [in_a_batch, side_by_side])
@pytest.mark.parametrize("acknowledge", list(Ack))
def test_a_suspension_counts_for_what_is_told_right_after_it(
    court: Bundles, tmp_path: Path, together: Together, acknowledge: Ack
) -> None:
    async def run() -> None:
        async with served(court, tmp_path / "t.db", acknowledge) as service:
            raws = [sent(1, "ann", "bad"), sent(2, "ann"), sent(3, "ann", "worse"), sent(4, "ann"), sent(5, "bert")]
            answers = [json.loads(answer) for answer in await together(service, raws)]
            cited = [[reason["rule"].rpartition("/")[2] for reason in answer["reasons"]] for answer in answers]
            assert cited == [["bad"], ["told"], ["worse", "told"], ["stopped", "told"], []]
            assert answers[1]["reasons"][0]["evidence"]["points"] == 1.0

    asyncio.run(run())


def test_an_open_case_holds_back_nothing(court: Bundles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tipstaff.app.turns.held.Held.begin", lambda *_: pytest.fail("held back"))

    async def run() -> None:
        async with served(court, tmp_path / "t.db") as service:
            answers = await side_by_side(service, [sent(n, "ann", "odd") for n in range(3)])
            assert verdicts(answers) == ["review"] * 3
            assert len({json.loads(answer)["case"] for answer in answers}) == 1

    asyncio.run(run())


def test_who_goes_on_after_a_suspension_sets_nothing_going_and_holds_back_nothing(
    court: Bundles, tmp_path: Path
) -> None:
    async def run() -> None:
        async with served(court, tmp_path / "t.db") as service:
            await side_by_side(service, [sent(1, "ann", "worse"), sent(2, "ann")])
            commits = service.house.store.reader.last_audit()
            answers = await side_by_side(service, [sent(n, "ann", "worse") for n in range(3, 30)])
            assert verdicts(answers) == ["deny"] * 27
            after = service.house.store.reader.last_audit()
            assert commits is not None
            assert after is not None
            assert after.sequence == commits.sequence + 1, "in one commit"

            await service.command("action.lift", {"account": "ann", "kind": "limit"}, "")
            answers = await side_by_side(service, [sent(30, "ann"), sent(31, "ann", "worse"), sent(32, "ann")])
            assert verdicts(answers) == ["review", "deny", "deny"], "until it is lifted"

    asyncio.run(run())


@pytest.fixture
def counting() -> Iterator[None]:
    files = CountingFiles()
    yield
    files.unregister()


@pytest.mark.usefixtures("counting")
def test_a_change_of_a_ledger_is_answered_when_it_is_safe_and_the_device_waited_for_once(
    court: Bundles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # However slow the machine is, all of it is one go.
    monkeypatch.setattr(judging, "BRIEF", 600.0)
    monkeypatch.setattr(turn, "SPACING", 0.25)
    told: list[tuple[str, int]] = []

    async def run() -> None:
        async with served(court, tmp_path / "t.db", vfs="counting") as service:
            await service.command("meter.put", METER | {"account": "ann", "limit": 100}, "")
            done = asyncio.get_running_loop().create_future()
            while not service.house.store.resting:
                await asyncio.sleep(0)

            def answer(raw: Any) -> None:
                told.append((json.loads(raw)["event"], len(FLUSHED)))
                if len(told) == 12:
                    done.set_result(None)

            FLUSHED.clear()
            for number in range(10):
                service.tell(used(number, "ann"), answer)
            service.tell(sent(10, "ann"), answer)
            service.tell(sent(11, "bert"), answer)
            await done

    asyncio.run(run())
    flushes = dict(told)
    assert flushes["e11"] == 0, "a message changes nothing, and is answered with the commit"
    assert {flushes[f"e{number}"] for number in range(10)} == {1}


def test_what_could_not_be_made_safe_is_answered_to_nobody_before_it_is(
    court: Bundles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run() -> None:
        async with served(court, tmp_path / "t.db") as service:
            store = service.house.store
            working, broken, tried = store.post, [True], [0]

            def post(job: Any, ack: Ack, *rest: Any, **more: Any) -> None:
                tried[0] += ack is Ack.FSYNC
                if ack is Ack.FSYNC and broken[0]:
                    raise StoreFull("no room on the device")
                working(job, ack, *rest, **more)

            monkeypatch.setattr(store, "post", post)
            raws = [received(1, "ann"), sent(2, "ann")]
            stop, message = await asyncio.gather(*map(service.decide, raws), return_exceptions=True)
            assert isinstance(stop, StoreUnsafe), "not that nothing was recorded"
            assert isinstance(stop.__cause__, StoreFull)
            assert verdicts([message]) == ["deny"], "it is on record all the same"
            tried[0] = 0
            await asyncio.sleep(0.02)
            assert tried[0] <= 1, "not again and again while nobody comes"
            asked = [raws[0], raws[0] + b" "]
            again = await asyncio.gather(*map(service.decide, asked), return_exceptions=True)
            assert [type(one) for one in again] == [StoreUnsafe] * 2
            broken[0] = False
            assert verdicts([await service.decide(raws[0])]) == ["allow"]
            assert not service._settling.pending
            assert not service._settling.unsafe
            assert sum(store.reader.counts().decisions.values()) == 2

    asyncio.run(run())


def test_what_was_judged_before_a_reload_is_carried_out_by_the_law_it_was_judged_by(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turn, "SPACING", 60.0)
    folder = tmp_path / "packs"
    copytree(PACKS, folder)

    async def run() -> None:
        async with served(load_bundles(["court"], [folder]), tmp_path / "t.db") as service:
            await service.decide(sent(1, "ann"))
            asked = asyncio.ensure_future(service.decide(sent(2, "ann", "odd")))
            await asyncio.sleep(0)
            for name in ("clauses", "policy"):
                file = folder / "court" / f"{name}.yaml"
                file.write_text(
                    file.read_text().replace("id: court.words", "id: court.gone").replace("court.words:", "court.gone:")
                )
            await asyncio.to_thread(service.reload)
            assert json.loads(await asked)["case"]
            assert [(row.do, row.state) for row in service.reader.outbox()] == [("case.open", "done")]

    asyncio.run(run())


def test_who_asks_is_told_what_was_changed_before(court: Bundles, tmp_path: Path) -> None:
    async def run() -> None:
        async with served(court, tmp_path / "t.db") as service:
            answers: list[Any] = []
            service.tell(sent(0, "ann"), answers.append, ask=True)
            service.tell(received(1, "ann"), answers.append)
            service.tell(sent(2, "ann"), answers.append, ask=True)
            while len(answers) < 3:
                await asyncio.sleep(0)
            by_event = {json.loads(answer)["event"]: json.loads(answer)["verdict"] for answer in answers}
            assert by_event == {"e0": "allow", "e1": "allow", "e2": "deny"}

    asyncio.run(run())


def test_who_asks_alone_is_told_the_same(court: Bundles, tmp_path: Path) -> None:
    async def run() -> None:
        async with served(court, tmp_path / "t.db") as service:
            raws = [received(1, "ann"), sent(2, "ann")]
            stop = asyncio.ensure_future(service.decide(raws[0]))
            asked = asyncio.ensure_future(service.ask(raws[1]))
            await asyncio.sleep(0)
            (in_batch,) = await service.decide_batch(raws[1:], ask=True)
            assert verdicts([await stop, await asked, in_batch]) == ["allow", "deny", "deny"]
            assert sum(service.reader.counts().decisions.values()) == 1

    asyncio.run(run())


def test_many_at_once_let_others_in_between(court: Bundles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "BRIEF", 0.0)
    turns: list[int] = []

    async def run() -> None:
        async with served(court, tmp_path / "t.db") as service:
            await service.command("meter.put", METER | {"account": "ann", "limit": 1000}, "")
            asked = asyncio.ensure_future(side_by_side(service, [used(number, "ann") for number in range(40)]))
            while not asked.done():
                turns.append(sum(service.reader.counts().decisions.values()))
                await asyncio.sleep(0)
            assert verdicts(await asked) == ["allow"] * 40

    asyncio.run(run())
    assert len(set(turns)) >= 39, "one round, then whoever else is there"


@pytest.mark.parametrize("most", [5, 8])
def test_who_has_a_queue_leaves_the_others_their_share(
    court: Bundles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(judging, "LONGEST", most)
    others = ("bert", "cleo", "dora", "emil")

    async def run() -> None:
        async with served(court, tmp_path / "t.db") as service:
            answered: list[str] = []
            told = [received(0, "ann"), *(sent(n, "ann") for n in range(1, 60))]
            for number, other in enumerate(others):
                told += [received(100 + number, other), sent(200 + number, other)]
            for raw in told:
                service.tell(raw, lambda answer: answered.append(json.loads(answer)["event"]))
            async with asyncio.timeout(20):
                while len(answered) < len(told):
                    await asyncio.sleep(0)
            before = answered[: max(answered.index(f"e{200 + number}") for number in range(len(others)))]
            assert sum(name in before for name in (f"e{n}" for n in range(1, 60))) < 3 * most

    asyncio.run(run())


WORDS = {"an action": "a worse one", "a strike": "a bad one", "both, and a case": "a bad and worse and odd one"}
TOLD = {
    "a literal account": [received(1, "ann", "STOP BERT"), sent(2, "bert")],
    "two accounts": [received(1, "ann"), used(2, "ann"), received(3, "bert"), sent(4, "bert"), sent(5, "ann")],
    **{name: [sent(1, "ann", words), sent(2, "ann", words, ANOTHER)] for name, words in WORDS.items()},
}


@pytest.mark.parametrize("asked_for_evidence", [False, True])
@pytest.mark.parametrize("raws", TOLD.values(), ids=TOLD)
def test_a_decision_reads_alike_however_it_was_told(
    court: Bundles, tmp_path: Path, raws: list[bytes], asked_for_evidence: bool
) -> None:
    before = [("meter.put", METER | {"account": "ann"})]
    if asked_for_evidence:
        before.append(("evidence.request", {"account": "ann", "about": "opt-ins", "clause": "court.words"}))

    async def run() -> list[Any]:
        async with served(court, tmp_path / "t.db") as service:
            for name, args in before:
                await service.command(name, args, "")
            return await side_by_side(service, raws)

    together = asyncio.run(run())
    with Engine("court", bundles=court, clock=DrivenClock(), key=KEY) as engine:
        for name, args in before:
            engine.command(name, args)
        alone = [msgspec.json.encode(engine.decide(raw)) for raw in raws]
    assert list(map(plain, together)) == list(map(plain, alone))


def test_a_literal_account_is_the_one_that_is_written(court: Bundles, tmp_path: Path) -> None:
    async def run() -> None:
        async with served(court, tmp_path / "t.db") as service:
            answers = await side_by_side(service, [received(1, "ann", "STOP BERT"), sent(2, "ann"), sent(3, "bert")])
            assert verdicts(answers) == ["allow", "allow", "deny"]
            assert json.loads(answers[0])["effects"][0]["args"]["account"] == "bert"

    asyncio.run(run())
