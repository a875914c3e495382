"""Windows that a new bundle brings have the values that they would have had they always been there."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.app.conftest import PACKS, DrivenClock

from tipstaff import Engine
from tipstaff.app.bundles import Bundles
from tipstaff.app.house import House, load_bundles
from tipstaff.app.identity import sorted_ids
from tipstaff.app.keeping.refilling import Refill, reach
from tipstaff.app.serving import Service
from tipstaff.signals.windows import Windows, WindowSpec, parse_window
from tipstaff.store import Store
from tipstaff.store.sqlite import open as open_store
from tipstaff.vocab.event import Event
from tipstaff.vocab.reading.decoding import ClockLimits, Decoder

Message = Callable[..., dict[str, Any]]
WINDOWS = {
    "counted": "count of message.send by account over 2h",
    "reached": "distinct to of message.send by account over 30m where event.purpose == 'service'",
    "latest": "last of message.send by to",
    "share": "ratio of message.failed to message.send, message.failed by account over 2h enter 0.5 leave 0.2",
}
MORE = """
- control: demo.more
  about: Windows that come later.
  on: [message.send]
  windows:
{windows}
  rules:
    - id: shown
      when: event.channel != ''
      verdict: review
      on_error: review
      explain: {{en: Shown., fr: Montré.}}
      evidence: [{evidence}]
"""


@pytest.fixture(scope="module")
def before() -> Bundles:
    return load_bundles(["demo"], [PACKS])


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same pack with windows that the first one does not have."""
    folder = tmp_path_factory.mktemp("grown") / "packs"
    for file in PACKS.rglob("*.yaml"):
        copied = folder / file.relative_to(PACKS)
        copied.parent.mkdir(parents=True, exist_ok=True)
        copied.write_text(file.read_text())
    grow(folder)
    return folder


@pytest.fixture(scope="module")
def after(grown: Path) -> Bundles:
    return load_bundles(["demo"], [grown])


def grow(folder: Path) -> None:
    windows = "\n".join(f"    {name}: {json.dumps(text)}" for name, text in WINDOWS.items())
    evidence = ", ".join(f"window.{name}" for name in WINDOWS)
    (folder / "demo" / "controls" / "more.yaml").write_text(MORE.format(windows=windows, evidence=evidence))
    clauses = folder / "demo" / "clauses.yaml"
    clauses.write_text(clauses.read_text() + CLAUSE)


CLAUSE = """
- id: demo.more
  ref: "9"
  kind: obligation
  control: automatic
  text: {en: More., fr: Plus.}
  controls: [{use: demo.more}]
"""


def house(store: Store, bundles: Bundles, clock: DrivenClock, limits: ClockLimits | None = None) -> House:
    return House(store, ["demo"], clock=clock, ids=sorted_ids(clock), bundles=bundles, key=b"k" * 32, limits=limits)


def tell(told: House, number: int, minutes: int, kind: str, to: int) -> dict[str, Any]:
    """One event recorded; what the rule with the new windows showed, {} where there is none."""
    data: dict[str, Any] = {"channel": "sms", "from": "ACME", "to": f"+3361234567{to}", "text": "x", "purpose": kind}
    if kind == "failed":
        kind_of, data = "message.failed", {"message": f"m{number}", "channel": "sms", "to": data["to"], "code": "1"}
    else:
        kind_of = "message.send"
    at = datetime(2026, 11, 20, 6, tzinfo=UTC) + timedelta(minutes=minutes)
    event = {"specversion": "1.0", "id": f"e{number}", "source": "t", "type": kind_of, "account": "acme"}
    raw = json.dumps({**event, "time": at.isoformat(), "data": data}).encode()
    decoded = told.decode(raw)
    ruling = told.judge(decoded)
    told.store.run(told.recording(ruling, raw))
    told.counting.record(decoded)
    return next((r.evidence for r in ruling.decision.reasons if r.clause == "demo.more"), {})


EVENTS = st.lists(
    st.tuples(st.integers(0, 400), st.sampled_from(["service", "marketing", "failed"]), st.integers(0, 3)),
    min_size=2,
    max_size=25,
)


@settings(max_examples=40, deadline=None)
@given(EVENTS, st.data())
def test_after_a_reload_they_read_as_if_they_had_always_been_there(
    before: Bundles, after: Bundles, events: list[tuple[int, str, int]], data: st.DataObject
) -> None:
    clock = DrivenClock()
    split = data.draw(st.integers(0, len(events) - 1))
    always, changed = house(open_store(), after, clock), house(open_store(), loaded_as(before), clock)

    for number, (minutes, kind, to) in enumerate(events):
        if number == split:
            swap(changed, after)
        one, other = tell(always, number, minutes, kind, to), tell(changed, number, minutes, kind, to)
        assert number < split or one == other


@settings(max_examples=20, deadline=None)
@given(EVENTS)
def test_after_a_restart_with_a_new_bundle_too(
    before: Bundles, after: Bundles, events: list[tuple[int, str, int]]
) -> None:
    clock = DrivenClock()
    store = open_store()
    always, first = house(open_store(), after, clock), house(store, before, clock)
    middle = len(events) // 2
    for number, told in enumerate(events[:middle]):
        tell(always, number, *told)
        tell(first, number, *told)
        if number == middle // 2:
            store.run(first.counting.snapshot(clock()))

    second = house(store, after, clock)

    for number, told in enumerate(events[middle:], start=middle):
        assert tell(always, number, *told) == tell(second, number, *told)


def loaded_as(bundles: Bundles) -> Bundles:
    """Bundles that may be swapped without touching those that other tests use."""
    copied = object.__new__(Bundles)
    copied.__dict__.update(bundles.__dict__)
    return copied


def swap(running: House, after: Bundles) -> None:
    """What a reload does, with packs that are compiled already."""
    running.bundles.compile = lambda: after.timetable  # type: ignore[method-assign]
    running.reload()


def test_only_what_can_matter_is_read(before: Bundles, after: Bundles, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = DrivenClock()
    clock.now = datetime(2026, 11, 20, 6, tzinfo=UTC)
    running = house(open_store(), loaded_as(before), clock, ClockLimits(timedelta(minutes=5), timedelta(hours=4)))
    for hour in range(12):
        clock.now = datetime(2026, 11, 20, 6 + hour, tzinfo=UTC)
        tell(running, hour, hour * 60, "service", 1)
    specs = {name: spec_of(text) for name, text in WINDOWS.items()}
    finite = {name: specs[name] for name in ("counted", "reached")}
    far = reach(finite, ClockLimits(timedelta(minutes=5), timedelta(hours=4)))

    assert far is not None
    assert timedelta(hours=6) < far < timedelta(hours=8)
    assert reach(specs, ClockLimits()) is None, "the last time seen lies as far back as it lies"
    assert reach(finite, None) is None, "without limits an event may be of any time"
    place = running.store.reader.place_before(clock.now - far)
    assert [number for number, _ in running.store.reader.events_since(place)] == [5, 6, 7, 8, 9, 10, 11, 12]


def spec_of(text: str) -> WindowSpec:
    spec, _ = parse_window(text)
    assert spec is not None
    return spec


@pytest.mark.parametrize("busy", [0, 60])
def test_a_reload_under_load_misses_no_event_and_counts_none_twice(
    before: Bundles, grown: Path, tmp_path: Path, busy: int
) -> None:
    clock = DrivenClock()
    folder = tmp_path / "packs"
    for file in PACKS.rglob("*.yaml"):
        copied = folder / file.relative_to(PACKS)
        copied.parent.mkdir(parents=True, exist_ok=True)
        copied.write_text(file.read_text())
    bundles = load_bundles(["demo"], [folder])

    async def run() -> list[Any]:
        store = open_store(str(tmp_path / "t.db"), inline=False)
        service = Service(house(store, bundles, clock))
        service.start()
        numbers = iter(range(100_000))
        try:
            for _ in range(50):
                await service.decide(event(next(numbers)))
            grow(folder)
            reloading = asyncio.get_running_loop().run_in_executor(None, service.reload)
            while not reloading.done():
                await asyncio.gather(*(service.decide(event(next(numbers))) for _ in range(busy)))
                await asyncio.sleep(0)
            await reloading
            answers = [json.loads(await service.decide(event(next(numbers)))) for _ in range(3)]
            return [next(numbers), *answers]
        finally:
            await service.stop()

    total, *answers = asyncio.run(run())

    shown = [next(r["evidence"] for r in answer["reasons"] if r["clause"] == "demo.more") for answer in answers]
    assert [one["window.counted"] for one in shown] == [total - 2, total - 1, total]


def event(number: int) -> bytes:
    data = {"channel": "sms", "from": "ACME", "to": "+33612345678", "text": "x", "purpose": "service"}
    head = {"specversion": "1.0", "id": f"e{number}", "source": "t", "type": "message.send", "account": "acme"}
    return json.dumps({**head, "data": data}).encode()


def test_a_pack_that_was_put_back_finds_its_windows_complete(tmp_path: Path, send: Message, clock: DrivenClock) -> None:
    """The way of an author: a window is tried, taken out, put in again."""
    folder = tmp_path / "packs"
    for file in PACKS.rglob("*.yaml"):
        copied = folder / file.relative_to(PACKS)
        copied.parent.mkdir(parents=True, exist_ok=True)
        copied.write_text(file.read_text())
    with Engine(policies=["demo"], packs=[folder], clock=clock) as engine:
        engine.decide(send())
        grow(folder)
        engine.reload()
        assert list(counted(engine, send)) == [2, 3]
        clauses = folder / "demo" / "clauses.yaml"
        whole = clauses.read_text()
        clauses.write_text(whole.replace(CLAUSE, ""))
        engine.reload()
        engine.decide(send())
        clauses.write_text(whole)
        engine.reload()
        assert list(counted(engine, send)) == [5, 6]


def counted(engine: Engine, send: Message) -> Iterator[int]:
    for _ in range(2):
        decision = engine.decide(send())
        yield next(r.evidence["window.counted"] for r in decision.reasons if r.clause == "demo.more")


def test_events_under_way_are_counted_once_wherever_they_stand(before: Bundles, clock: DrivenClock) -> None:
    """Replayed before following began; written while following; noted and met again; noted and not yet written."""
    running = house(open_store(), before, clock)
    spec = spec_of(WINDOWS["counted"])
    windows = Windows({"counted": spec}, running.bundle.vocabulary)
    refill = Refill(windows, Decoder(running.bundle.vocabulary), running.store.reader, None)
    first, second, third, fourth, fifth = [running.decode(event(number)) for number in range(5)]

    def write(*events: Event) -> None:
        for one in events:
            running.store.run(running.recording(running.judge(one), one.raw))

    write(first, second)
    refill.advance()
    refill.follow([second, third, fourth])
    write(third)
    refill.advance()
    write(fourth)
    sixth = running.decode(event(5))
    refill.note(fifth)
    write(fifth)
    refill.note(sixth)

    counted = refill.finish()

    assert counted.read("counted", running.decode(event(6))) == 7


def test_what_was_noted_and_replayed_is_counted_once(before: Bundles, clock: DrivenClock) -> None:
    running = house(open_store(), before, clock)
    windows = Windows({"counted": spec_of(WINDOWS["counted"])}, running.bundle.vocabulary)
    refill = Refill(windows, Decoder(running.bundle.vocabulary), running.store.reader, None)
    only = running.decode(event(0))

    refill.follow([])
    refill.note(only)
    running.store.run(running.recording(running.judge(only), only.raw))
    refill.advance()

    assert refill.finish().read("counted", running.decode(event(1))) == 2
