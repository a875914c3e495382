"""Baselines over real events: what people read is the same live, on replay and after a restart."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from math import isnan
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from signalkit.events import NOON, event, sms
from signalkit.pace import calmly

from tipstaff.signals.windows import Limits, Windows, WindowSpec, parse_window
from tipstaff.vocab.event import Event
from tipstaff.vocab.events import STANDARD

HOUR, DAY = 3_600, 86_400
TEXTS = {
    "usual": "usual count of message.send by account over 1h across 14d after 5",
    "busy": "usual 0.95 count of message.send by account over 1h across 14d after 5",
    "spread": "spread count of message.send by account over 1h across 14d after 5",
    "surge": "surge count of message.send by account over 1h across 14d after 5 min 3",
    "alarm": "surge count of message.send by account over 1h across 14d after 5 min 3 enter 4 leave 2",
    "spent": "usual sum quantity of usage.recorded by account, meter over 1d across 28d each 7d after 2",
    "high": "surge sum quantity of usage.recorded by account, meter over 1d across 28d after 2 min 2",
    "fleet": "fleet 0.9 count of message.send by account over 1h min 3",
    "traffic": "fleet 0.5 sum quantity of usage.recorded by account over 1d",
}


def windows(*names: str, **given: Any) -> Windows:
    return Windows({name: spec(TEXTS[name]) for name in names or TEXTS}, STANDARD, **given)


def spec(text: str) -> WindowSpec:
    parsed, found = parse_window(text)
    assert parsed is not None, found
    return parsed


def used(quantity: float, at: datetime | float = 0, meter: str = "messages", account: str = "acme") -> Event:
    return event("usage.recorded", at, account, meter=meter, quantity=quantity)


def values(of: Windows, asked: Event, names: tuple[str, ...] = ("usual", "spread", "surge", "alarm", "fleet")) -> str:
    return repr([of.read(name, asked) for name in names])


def test_a_surge_is_told_as_times_the_usual() -> None:
    of = windows()
    for hour in range(10):
        for _ in range(20 + hour % 3):
            of.record(sms(at=hour * HOUR))
    for _ in range(163):
        of.record(sms(at=11 * HOUR))
    asked = sms(at=11 * HOUR + 60)
    assert of.read("usual", asked) == 21.0
    assert of.read("busy", asked) == 22.0
    assert of.read("spread", asked) == 1.4826
    assert of.read("surge", asked) == 164 / 21
    assert of.read("alarm", asked) is True


def test_windows_of_one_past_share_one_state() -> None:
    of = windows("usual", "spread", "surge", "busy")
    of.record(sms())
    assert len(of._storage) == 1
    assert [size["keys"] for size in of.sizes().values()] == [1, 1, 1, 1]


def test_sums_are_in_their_own_unit() -> None:
    of = windows()
    for week in range(4):
        of.record(used(0.1, NOON - timedelta(weeks=4 - week)))
        of.record(used(0.2, NOON - timedelta(weeks=4 - week)))
        of.record(used(7.7, NOON - timedelta(weeks=4 - week, days=1)))
    assert of.read("spent", used(1.0)) == 0.3
    assert isnan(of.read("high", used(1.9)))  # below the least volume
    assert of.read("high", used(2.0)) == 2_000_000 / 300_000  # 0.3 four times, 7.7 three times within 28 days
    assert of.read("traffic", used(0.25, account="other")) == 0.25


def test_the_fleet_counts_this_event_in() -> None:
    of = windows()
    for account in ("a", "b"):
        of.record(sms(account=account))
    assert isnan(of.read("fleet", sms(account="a")))
    assert of.read("fleet", sms(account="c")) == 1.0
    of.record(sms(account="c"))
    assert of.read("fleet", sms(account="c")) == 2.0


def test_summer_time_changes_no_bucket() -> None:
    # Clocks of Paris go back on 2026-10-25; the usual of a weekday at an hour is that of the hour in UTC.
    of = Windows({"w": spec("usual count of message.send by account over 1h across 28d each 7d after 4")}, STANDARD)
    at = datetime(2026, 10, 7, 9, 30, tzinfo=UTC)
    for week in range(4):
        for _ in range(week + 1):
            of.record(sms(at=at + timedelta(weeks=week)))
    assert of.read("w", sms(at=at + timedelta(weeks=4))) == 2.5
    assert isnan(of.read("w", sms(at=at + timedelta(weeks=4, hours=1))))


TOLD = st.lists(st.tuples(st.integers(0, 40), st.sampled_from("abcd"), st.integers(1, 6)), max_size=30)


def made(told: list[tuple[int, str, int]]) -> list[Event]:
    return [sms(at=hour * HOUR + n, account=account) for hour, account, times in told for n in range(times)]


@calmly
@given(TOLD, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(told: list[tuple[int, str, int]], rng: random.Random) -> None:
    names = ("usual", "spread", "surge", "alarm")
    events = made(told)
    one, other = windows(*names), windows(*names)
    for heard in events:
        one.record(heard)
    rng.shuffle(events)
    for heard in events:
        other.record(heard)
    for account in "abcd":
        asked = sms(at=41 * HOUR, account=account)
        assert values(one, asked, names) == values(other, asked, names)


@calmly
@given(TOLD, st.integers(0, 90))
def test_a_restart_and_a_replay_change_no_value(told: list[tuple[int, str, int]], cut: int) -> None:
    events = sorted(made(told), key=lambda heard: heard.time)
    names = ("usual", "spread", "surge", "alarm", "fleet")
    steady, before, after = windows(*names), windows(*names), windows(*names)
    live = []
    for heard in events[:cut]:
        live.append(values(steady, heard))
        steady.record(heard)
        before.record(heard)
    assert after.restore(before.snapshot()) == frozenset()
    for heard in events[cut:]:
        live.append(values(steady, heard))
        assert values(after, heard) == live[-1]
        steady.record(heard)
        after.record(heard)
    assert after.snapshot() == steady.snapshot()
    again = windows(*names)
    for heard, said in zip(events, live, strict=True):
        assert values(again, heard) == said
        again.record(heard)


def test_another_share_of_one_fleet_goes_on_with_its_state() -> None:
    of = windows("fleet")
    for account in "abcde":
        of.record(sms(account=account))
    changed = Windows({"half": spec("fleet 0.5 count of message.send by account over 1h min 2")}, STANDARD)
    assert changed.restore(of.snapshot()) == frozenset()
    assert changed.read("half", sms(account="f")) == 1.0


def test_limits_bound_the_memory() -> None:
    of = windows("usual", "fleet", limits=Limits(keys=10, buckets=50))
    for hour in range(20):
        for account in range(30):
            of.record(sms(at=hour * HOUR, account=f"a{account}"))
    assert of.sizes()["usual"]["keys"] == 10
    assert of.sizes()["fleet"]["keys"] == 30  # ten in each of the buckets that are remembered
    assert of.sizes()["usual"]["values"] <= 50 + 336 + 84
