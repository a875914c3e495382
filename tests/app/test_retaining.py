"""Events are readable as long and as many as policies say, in whatever order things happen, and no longer."""

from __future__ import annotations

import asyncio
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import apsw
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.app.conftest import DrivenClock

from tipstaff import Engine
from tipstaff.app.bundles import Bundles
from tipstaff.app.house import House, load_bundles
from tipstaff.app.identity import sorted_ids
from tipstaff.app.keeping.retaining import AT_ONCE, Retaining
from tipstaff.app.serving import Service
from tipstaff.policy import Retention
from tipstaff.store import DecisionFilter, DecisionRow, Store
from tipstaff.store.audit import verify
from tipstaff.store.errors import StoreFull
from tipstaff.store.sqlite import open as open_store
from tipstaff.vocab.errors import Conflict
from tipstaff.vocab.times.durations import parse_duration
from tipstaff.vocab.verdict import Verdict

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)
POLICY = "retention:\n  - {type: error.logged, keep: 14d, newest: 3, by: [app]}\n"

PAGE = Path(__file__).parents[2] / "docs" / "concepts" / "retention.md"


def rule(keep: str = "", newest: int = 0, by: Sequence[str] = ("app",), kind: str = "error.logged") -> Retention:
    return Retention("demo", kind, parse_duration(keep) if keep else None, newest, tuple(by), "")


def row(number: int, at: datetime, app: str = "chat", kind: str = "error.logged", account: str = "acme") -> DecisionRow:
    event = {"account": account, "data": {"app": app, "address": f"198.51.100.{number % 250}"}}
    return DecisionRow(
        id=f"d{number}",
        source="t",
        event_id=f"e{number}",
        type=kind,
        account=account,
        at=at,
        verdict=Verdict.ALLOW,
        request_hash=bytes(16),
        event=json.dumps(event).encode(),
        decision=b"{}",
    )


def tell(store: Store, *rows: DecisionRow) -> None:
    store.run(lambda tx: [tx.record_decision(one) for one in rows])


def readable(store: Store) -> list[int]:
    return [sequence for sequence, _ in store.reader.events_since(0)]


@pytest.fixture
def store() -> Iterator[Store]:
    opened = open_store()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def retaining(tmp_path_factory: pytest.TempPathFactory) -> Bundles:
    """A pack that keeps three errors of an application, for fourteen days."""
    return load_bundles(["house"], [packs(tmp_path_factory.mktemp("packs"))])


def packs(folder: Path, retention: str = POLICY) -> Path:
    (folder / "house").mkdir(exist_ok=True)
    (folder / "house" / "policy.yaml").write_text(
        "policy: house\ntitle: {en: House rules}\noperator: {en: The house}\nlanguages: [en]\n"
        f"versions:\n  - {{version: '1', from: 2020-01-01, changes: {{en: First.}}}}\n{retention}"
    )
    (folder / "house" / "clauses.yaml").write_text(
        "- {id: house.errors, ref: '1', kind: duty, control: automatic, text: {en: Errors.}, carried: [retention]}\n"
    )
    return folder


def queries() -> tuple[str, str]:
    """The two that the page on retention gives, as they stand there."""
    older, more = re.search(r"```sql\n(.*?)```", PAGE.read_text(), re.DOTALL)[1].strip().split("\n\n")  # type: ignore[index]
    assert "14 * 86400" in older
    assert "> 100" in more
    return older, more


def error(number: int, app: str = "chat") -> dict[str, Any]:
    data = {"app": app, "message": "timeout", "address": f"198.51.100.{number}"}
    return {"type": "error.logged", "account": "acme", "id": f"e{number}", "data": data}


# What a sweep leaves


TOLD = st.lists(
    st.tuples(st.integers(0, 40), st.sampled_from("ab"), st.sampled_from("xy"), st.sampled_from(["error.logged", "o"])),
    max_size=30,
)


@settings(max_examples=60)
@given(TOLD, st.lists(st.booleans(), min_size=30, max_size=30), st.integers(1, 4), st.booleans())
def test_what_is_left_is_what_the_rule_says_however_often_one_sweeps(
    told: list[tuple[int, str, str, str]], sweeps: list[bool], newest: int, restarted: bool
) -> None:
    """Held against the rule as one would write it down, with sweeps and restarts in between."""
    store, now = open_store(), NOON
    rules = [rule("14d", newest)]
    one, rows = Retaining(rules, store), []
    for number, (hours, app, account, kind) in enumerate(told, start=1):
        now += timedelta(hours=12 * hours)
        rows.append((number, now, (account, app), kind))
        tell(store, row(number, now, app, kind, account))
        if sweeps[number - 1]:
            one.sweep(now)
            one = Retaining(rules, store) if restarted else one
    one.sweep(now)

    kept: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, at, key, kind in rows:
        if kind == "error.logged" and at >= now - 14 * DAY:
            kept[key].append(number)
    expected = {n for numbers in kept.values() for n in numbers[-newest:]} | {n for n, _, _, k in rows if k == "o"}
    assert readable(store) == sorted(expected)
    assert verify(store) == []
    assert one.sweep(now) == 0
    store.close()


def test_at_the_age_it_is_there_and_a_moment_later_gone(store: Store) -> None:
    tell(store, row(1, NOON), row(2, NOON + timedelta(microseconds=1)))
    sweep = Retaining([rule("14d")], store).sweep

    assert (sweep(NOON + 14 * DAY), readable(store)) == (0, [1, 2])
    assert (sweep(NOON + 14 * DAY + timedelta(microseconds=1)), readable(store)) == (1, [2])
    assert (sweep(NOON + 13 * DAY, ahead=2 * DAY), readable(store)) == (1, [])


@pytest.mark.parametrize(
    "event",
    [
        b'{"account":"acme","data":{"app":"chat","address":"1","far":1e999}}',
        b'{"account":"acme","data":{"app":"\\u0063hat","address":"1"}}',
        b'{"data":{"app":"chat"},"far":1e999,"account":"acme"}',
    ],
    ids=["a number out of range", "spelled otherwise", "outside of data"],
)
def test_whatever_an_event_holds_it_counts(store: Store, event: bytes) -> None:
    for number in range(1, 4):
        tell(store, msgspec.structs.replace(row(number, NOON), event=event))
    tell(store, row(4, NOON), msgspec.structs.replace(row(5, NOON), event=b'{"data":{"app":1e999}}'))

    Retaining([rule(newest=1)], store).sweep(NOON)

    assert readable(store) == [4, 5]


def test_several_rules_on_one_type_all_hold(store: Store) -> None:
    for number in range(1, 7):
        tell(store, row(number, NOON + number * DAY, "ab"[number % 2]))

    Retaining([rule("4d"), rule(newest=1, by=()), rule(newest=1)], store).sweep(NOON + 6 * DAY)

    assert readable(store) == [6]


def test_calendar_lengths_count_on_the_calendar(store: Store) -> None:
    tell(store, row(1, datetime(2026, 1, 31, 12, tzinfo=UTC)), row(2, datetime(2026, 2, 1, 12, tzinfo=UTC)))
    one = Retaining([rule("1mo")], store)

    assert one.sweep(datetime(2026, 2, 28, 12, tzinfo=UTC)) == 0
    assert one.sweep(datetime(2026, 3, 1, 12, tzinfo=UTC)) == 1
    assert readable(store) == [2]


def test_more_than_one_commit_takes_are_erased_in_several(store: Store) -> None:
    tell(store, *(row(number, NOON) for number in range(1, 2 * AT_ONCE + 12)))

    assert Retaining([rule("14d", 10)], store).sweep(NOON) == 2 * AT_ONCE + 1

    entries = [entry.body["events"] for entry in store.reader.audit() if entry.kind == "erasure"]
    assert [last - first + 1 for ((first, last),) in entries] == [AT_ONCE, AT_ONCE, 1]
    assert readable(store) == list(range(2 * AT_ONCE + 2, 2 * AT_ONCE + 12))


def test_what_is_remembered_is_bounded_and_holds_no_content(store: Store) -> None:
    one = Retaining([rule("14d", 3)], store)
    for number in range(1, 61):
        tell(store, row(number, NOON + number * DAY, f"app-{number % 20}"))
        one.sweep(NOON + number * DAY)
    (shelf,) = one._shelves

    assert len(shelf._newest) == 15, "only applications with an error in fourteen days"
    assert sum(map(len, shelf._newest.values())) == len(readable(store)) == 15


def test_another_process_goes_on_where_the_last_one_ended(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1, 41):
        tell(store, row(number, NOON + number * DAY))
    Retaining([rule("14d", 100)], store).sweep(NOON + 40 * DAY)
    asked: list[int] = []
    read = type(store.reader).events_since

    def seen(reader: Any, sequence: int, **more: Any) -> Any:
        asked.append(sequence)
        return read(reader, sequence, **more)

    monkeypatch.setattr(type(store.reader), "events_since", seen)

    one = Retaining([rule("14d", 100)], store)
    assert one.sweep(NOON + 41 * DAY) == 1
    assert min(asked) == 25, "what is erased is not looked through again"
    asked.clear()
    assert one.sweep(NOON + 42 * DAY) == 1
    assert asked == [26, 40], "nor what was looked at before"
    asked.clear()
    assert Retaining([rule("10d", 100)], store).sweep(NOON + 42 * DAY) == 4
    assert min(asked) == 0, "another rule begins at the beginning"


def test_two_processes_erase_and_name_an_event_once(store: Store) -> None:
    one, other = Retaining([rule("14d", 2)], store), Retaining([rule("14d", 2)], store)
    for number in range(1, 6):
        tell(store, row(number, NOON))

    assert [one.sweep(NOON), other.sweep(NOON)] == [3, 0]
    assert [entry.kind for entry in store.reader.audit()].count("erasure") == 1


def test_a_sweep_that_failed_begins_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    one = Retaining([rule("14d", 2)], store)
    tell(store, *(row(number, NOON) for number in range(1, 6)))

    def full(*_: object) -> None:
        raise StoreFull("no space left")

    with monkeypatch.context() as broken:
        broken.setattr(store, "run", full)
        with pytest.raises(StoreFull):
            one.sweep(NOON)
    assert readable(store) == [1, 2, 3, 4, 5]

    assert one.sweep(NOON) == 3
    assert readable(store) == [4, 5]


def test_without_rules_nothing_is_read(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(type(store), "reader")

    assert Retaining([], store).sweep(NOON) == 0


# Through the engine and the service


def test_a_query_finds_nothing_older_and_nothing_beyond_the_newest(
    retaining: Bundles, clock: DrivenClock, tmp_path: Path
) -> None:
    """The proof that the clause asks for, on the file itself, with another program's eyes."""
    path = tmp_path / "t.db"
    with Engine(policies=["house"], bundles=retaining, clock=clock, path=path) as engine:
        for number in range(60):
            engine.decide(error(number, app=("chat", "mail")[number % 2]))
            clock.advance(timedelta(hours=23))
            if number == 30:
                clock.advance(12 * DAY)
        engine.tick()
        assert verify(engine.house.store) == []
    database = apsw.Connection(str(path))
    too_old, too_many = queries()
    now, later = (f"'{at:%Y-%m-%d %H:%M:%S}'" for at in (clock.now, clock.now + 14 * DAY))

    assert database.execute(too_old.replace("unixepoch()", f"unixepoch({now})")).get == 0
    assert database.execute(too_old.replace("unixepoch()", f"unixepoch({later})")).get == 6, (
        "it does find what is older"
    )
    assert database.execute(too_many.replace("> 100", "> 3")).fetchall() == []
    assert len(database.execute(too_many.replace("> 100", "> 2")).fetchall()) == 2, "it does find what is more"
    assert database.execute("SELECT count(*), sum(event IS NULL) FROM decisions").get == (60, 54)
    database.close()
    kept = path.read_bytes()
    assert [number for number in range(60) if b'"198.51.100.%d"' % number in kept] == list(range(54, 60))


def test_an_engine_sweeps_while_it_decides(retaining: Bundles, clock: DrivenClock) -> None:
    with Engine(policies=["house"], bundles=retaining, clock=clock) as engine:
        engine.decide(error(1))
        clock.advance(15 * DAY)
        engine.decide(error(2))

        assert readable(engine.house.store) == [2]


def test_an_erased_event_is_shown_as_erased_and_still_known(retaining: Bundles, clock: DrivenClock) -> None:
    with Engine(policies=["house"], bundles=retaining, clock=clock) as engine:
        told = {"specversion": "1.0", "source": "t", **error(1), "time": clock.now.isoformat()}
        made = engine.decide(told)
        clock.advance(15 * DAY)
        engine.tick()

        assert engine.explain(made.id)["event"] is None
        assert engine.explain(made.id)["decision"]["event"] == "e1"
        assert engine.decide(told).id == made.id
        with pytest.raises(Conflict, match="erased since"):
            engine.decide({**told, "data": {**told["data"], "message": "other"}})
        assert len(engine.reader.decisions(DecisionFilter())) == 1


def test_a_new_bundle_brings_its_own_retention(clock: DrivenClock, tmp_path: Path) -> None:
    with Engine(policies=["house"], packs=[packs(tmp_path)], clock=clock) as engine:
        for number in range(1, 6):
            engine.decide(error(number))
        engine.tick()
        assert readable(engine.house.store) == [3, 4, 5]
        before = engine.house.retaining
        engine.reload()
        assert engine.house.retaining is before, "what did not change goes on"

        packs(tmp_path, "retention: [{type: error.logged, newest: 1}]\n")
        engine.reload()
        engine.tick()

        assert readable(engine.house.store) == [5]
        assert verify(engine.house.store) == []


def test_a_service_sweeps_by_itself_also_what_was_there_before(
    retaining: Bundles, clock: DrivenClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(tmp_path / "t.db")
    with Engine(policies=["house"], bundles=retaining, clock=clock, path=path) as engine:
        engine.decide(error(1))
    clock.advance(15 * DAY)

    async def run() -> None:
        house = House(open_store(path), ["house"], clock=clock, ids=sorted_ids(clock), bundles=retaining)
        service = Service(house, retain_every=0.01)
        sweep, failed = house.retain, []

        def once_full(ahead: timedelta) -> int:
            if not failed:
                failed.append(ahead)
                raise StoreFull("no space left")
            return sweep(ahead)

        monkeypatch.setattr(house, "retain", once_full)
        service.start()
        for number in range(2, 12):
            await service.decide(json.dumps({"specversion": "1.0", "source": "t", **error(number)}).encode())
        async with asyncio.timeout(20):
            while service.metrics.erased < 8:
                await asyncio.sleep(0.01)
        assert readable(house.store) == [9, 10, 11]
        assert service.metrics.sweeps_failed == 1
        assert verify(house.store) == []
        with suppress(asyncio.CancelledError):
            await service.stop()

    asyncio.run(run())
