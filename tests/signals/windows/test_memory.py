"""What windows remember stays within bounds, however many different texts come; and snapshots of before are read."""

from __future__ import annotations

import random
import tracemalloc
from pathlib import Path

import pytest
from signalkit.events import event, sms

from tipstaff.signals.windows import Limits, Windows, parse_window
from tipstaff.signals.windows.measuring.distinct import Distinct
from tipstaff.vocab.event import Event
from tipstaff.vocab.events import STANDARD

TEXTS = (
    "distinct to of message.send by account, text over 1h",
    "distinct account of message.send by template(text) over 24h",
    "distinct to of message.send by account over 10m up to 3",
    "distinct to of message.send by account over 10m",
    "count of message.send by to over 10m",
    "ratio of message.failed to message.send by account over 10m min 2",
    "last of message.send by to",
)
SNAPSHOTS = Path(__file__).parent / "snapshots"


def windows(keys: int = 1_000) -> Windows:
    specs = {text: parse_window(text)[0] for text in TEXTS}
    return Windows(specs, STANDARD, secret=b"s", limits=Limits(keys=keys))  # type: ignore[arg-type]


def story() -> list[Event]:
    """Nine hundred events; a snapshot of a format was made by the last version that wrote it, after the first 600."""
    rng, now, made = random.Random(7), 0.0, []
    for number in range(900):
        now += rng.choice([0, 0, 1, 5, 40, 400 if number % 50 == 0 else 2])
        account, to, at = rng.choice("abc"), f"+3360000{rng.randrange(60):04d}", now - rng.choice([0, 0, 0, 30])
        if rng.random() < 0.2:
            made.append(event("message.failed", at, account, message="m", channel="sms", to=to))
            continue
        text = rng.choice(
            ["your order has left", "now open every day", f"come and see number {'x' * (number % 7 + 1)}"]
        )
        made.append(sms(at=at, account=account, to=to, text=text))
    return made


@pytest.mark.parametrize("name", ["format-1.bin", "format-2.bin"])
def test_a_snapshot_of_an_earlier_format_is_gone_on_with(name: str) -> None:
    restored, steady, told = windows(), windows(), story()
    assert restored.restore((SNAPSHOTS / name).read_bytes()) == frozenset()
    for heard in told[:600]:
        steady.record(heard)
    assert restored.sizes() == steady.sizes()
    asked = 0
    for heard in told[600:]:
        for text in TEXTS:
            if heard.type == "message.send" or "failed" in text:
                asked += 1
                # NaN is written as well.
                assert repr(restored.read(text, heard)) == repr(steady.read(text, heard))
        restored.record(heard)
        steady.record(heard)
    assert asked > 1_000
    again = windows()
    assert again.restore(restored.snapshot()) == frozenset()
    assert again.snapshot() == restored.snapshot()


def flood(distinct: Distinct, first: int, last: int, each: int) -> None:
    """A new key with a value for every number, `each` in a bucket."""
    for number in range(first, last):
        distinct.record(f"text {number}", number // each, number % 7)


def test_keys_that_are_never_seen_again_take_no_more_memory_once_they_are_as_many_as_the_bound() -> None:
    distinct = Distinct(60, 15, 2_000, values=4_096, total=500_000)
    tracemalloc.start()
    flood(distinct, 0, 2_000, each=1_000)
    full = tracemalloc.get_traced_memory()[0]
    flood(distinct, 2_000, 10_000, each=1_000)
    soon = tracemalloc.get_traced_memory()[0]
    flood(distinct, 10_000, 20_000, each=1_000)
    later = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert len(distinct.directory.rows) == len(distinct.sets) == distinct.held == 2_000
    assert distinct.directory.evicted == 18_000
    assert later < 1.1 * soon < 1.6 * full
    assert full / 2_000 < 300  # bytes of a key, its text included


def test_places_of_keys_whose_window_is_over_are_taken_again() -> None:
    distinct = Distinct(6, 2, 1_000_000, values=10, total=1_000_000)
    within_reach = 20 * distinct.span
    for number in range(100 * within_reach):
        for _ in range(1 + number % 2):  # half of them twice: recorded to since the hand last came by
            distinct.record(f"text {number}", number // 20, number % 7)
    assert len(distinct.sets) < 4 * within_reach
    assert distinct.directory.evicted == 0
    assert distinct.held == len(distinct.directory.rows) == len(distinct.sets)


def test_a_key_that_comes_back_after_its_window_has_forgotten_everything() -> None:
    distinct = Distinct(6, 2, 10, values=10, total=100)
    for value in range(10):
        distinct.record("a", value // 5, value)
    distinct.record("a", 100, "z")
    assert (distinct.held, distinct.sets) == (1, ["z"])
