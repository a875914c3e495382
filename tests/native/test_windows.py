"""Windows in C and in Python: the same values, the same state, whatever comes."""

from __future__ import annotations

import gc
import random
import weakref
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from math import isnan
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from signalkit.events import event, sms

from tipstaff.cel import CelError
from tipstaff.native.kernels import kernel
from tipstaff.signals.windows import Limits, Windows, parse_window
from tipstaff.signals.windows.access import EPOCH, milliseconds
from tipstaff.vocab.event import Event
from tipstaff.vocab.events import STANDARD

KERNEL = kernel("windows")
pytestmark = pytest.mark.skipif(KERNEL is None, reason="the kernel is not in use")

TEXTS = (
    "count of message.send by account over 10m",
    "count of message.send by account over 1m every 10s",
    "count of message.send, message.failed by to over 10m",
    "count of message.send by account over 10m where event.purpose == 'marketing'",
    "count of message.send by subnet(ip) over 10m",
    "count of message.send by account, campaign over 10m where event.tag == 'a'",
    "count of email.send by to over 10m",
    "distinct to of message.send by account over 10m",
    "distinct to of message.send by account over 1h",
    "distinct to of message.send by account over 10m up to 3",
    "distinct to of message.send by account over 10m up to 12",
    "distinct to of message.send by account, text over 1h",
    "distinct to of message.send by campaign over 1h up to 70000",
    "distinct campaign of message.send by account over 10m",
    "distinct account of message.send by to over 10m",
    "distinct to of email.send by account over 10m",
    "sum quantity of usage.recorded by account over 10m",
    "sum quantity of usage.recorded by account over 10m where event.meter == 'a'",
    "ratio of message.failed to message.send by account over 10m min 2",
    "ratio of message.failed to message.send, message.failed by account over 10m min 2",
    "ratio of message.send where event.purpose == 'marketing' to message.send by account over 10m min 2",
    "ratio of message.failed to message.send by account over 10m min 2 enter 0.5 leave 0.2",
    "ratio of message.failed to message.send by account over 10m min 2 enter 0.2 leave 0.5",
    "last of message.send by to",
    "last of message.send by campaign where event.purpose == 'marketing'",
    "last of email.send by to",
)


def told(rng: random.Random, now: float) -> Event:
    """Any event that the windows look at; texts and people from few to many."""
    account, to = rng.choice("abc"), f"+336000000{rng.randint(0, rng.choice([3, 20, 99])):02d}"
    kind = rng.randint(0, 6)
    if kind == 0:
        return event("message.failed", now, account, message="m", channel="sms", to=to)
    if kind == 1:
        quantity = rng.choice([0, 1, 2.5, -1, 1e15, -3e15, 9_007_199_254.740993, 0.1])
        return event("usage.recorded", now, account, meter=rng.choice("ab"), quantity=quantity)
    if kind == 2:
        people = [f"{rng.randint(0, 9)}@example.org" for _ in range(rng.randint(1, 3))]
        return event(
            "email.send", now, account, from_={"address": "a@example.org"}, to=people, subject="s", purpose="service"
        )
    more: dict[str, Any] = {} if rng.random() < 0.5 else {"campaign": rng.choice("xy"), "tag": rng.choice("ab")}
    if rng.random() < 0.7:
        more["ip"] = f"192.0.{rng.randint(0, 2)}.7"
    text = rng.choice(["hello", "hello there", f"number {rng.randint(0, 99)}", "x" * 70])
    return sms(at=now, account=account, to=to, purpose=rng.choice(["marketing", "service"]), text=text, **more)


def value(of: Windows, name: str, asked: Event) -> object:
    try:
        found = of.read(name, asked)
    except CelError as error:
        return error.code, error.message
    return "nan" if isinstance(found, float) and isnan(found) else (type(found), found)


def windows(kernel: Any, *, keys: int, values: int) -> Windows:
    specs = {text: parse_window(text)[0] for text in TEXTS}
    assert None not in specs.values(), [text for text in TEXTS if specs[text] is None]
    limits = Limits(keys=keys, values=values)
    return Windows(specs, STANDARD, limits=limits, kernel=kernel)  # type: ignore[arg-type]


def asked(of: Windows, heard: Event, *, recorded: bool) -> dict[str, object]:
    """Every value for an event, which is then recorded."""
    found = {name: value(of, name, heard) for name in TEXTS if heard.type in name}
    if recorded:
        of.record(heard)
    return found


@settings(deadline=None, max_examples=30)
@given(
    st.integers(0, 2**32),
    st.integers(1, 80),
    st.sampled_from([2, 5, 100]),
    st.sampled_from([4, 9, 1_000]),
    st.sampled_from([[0.0, 0.0, 1.0], [0.0, 1.0, 11.0, 70.0, 700.0], [5.0, 60.0], [4_000.0, 1.0]]),
)
def test_the_kernel_says_what_python_says(seed: int, size: int, keys: int, values: int, steps: list[float]) -> None:
    rng, now = random.Random(seed), start_of(seed)
    quick, plain = windows(KERNEL, keys=keys, values=values), windows(None, keys=keys, values=values)
    for number in range(size):
        now += rng.choice(steps) * rng.random()
        heard = told(rng, now - rng.choice([0.0, 0.0, 0.0, 30.0, 300.0]))
        recorded = rng.random() < 0.9
        assert asked(quick, heard, recorded=recorded) == asked(plain, heard, recorded=recorded)
        if number == size // 2:
            assert quick.snapshot() == plain.snapshot()
            quick.restore(plain.snapshot())
            plain.restore(quick.snapshot())
    assert quick.snapshot() == plain.snapshot()
    assert quick.sizes() == plain.sizes()


def start_of(seed: int) -> float:
    """Now, or before 1970, where buckets have numbers below 0."""
    return -2e9 if seed % 5 == 0 else 0.0


def test_long_runs_agree_through_full_tables_and_floods() -> None:
    rng, now = random.Random(11), 0.0
    quick, plain = windows(KERNEL, keys=40, values=120), windows(None, keys=40, values=120)
    for number in range(3_000):
        now += rng.choice([0.0, 0.0, 0.2, 3.0, 70.0 if number % 100 == 0 else 1.0])
        heard = told(rng, now - (200.0 if rng.random() < 0.03 else 0.0))
        assert asked(quick, heard, recorded=True) == asked(plain, heard, recorded=True)
    assert quick.snapshot() == plain.snapshot()
    assert quick.sizes() == plain.sizes()


@given(
    st.integers(-62_135_510_400_000_000, 253_402_127_999_999_999),
    st.sampled_from([UTC, timezone(timedelta(0)), timezone(timedelta(hours=-9, minutes=-30))]),
)
def test_times_are_milliseconds_in_any_zone(microseconds: int, zone: timezone) -> None:
    access, time = KERNEL.WindowAccess(None, lambda _: (), milliseconds), EPOCH + timedelta(microseconds=microseconds)
    access.record(Told(time.astimezone(zone)))
    assert access.frame.time == milliseconds(time)


class Told:
    """An event with no more than a type and a time."""

    def __init__(self, time: object) -> None:
        self.type = "t"
        self.time = time


def test_what_is_taken_from_an_event_is_forgotten_with_it() -> None:
    access = KERNEL.WindowAccess(None, lambda _: (), milliseconds)
    slot = access.frame.add()
    access.record(Told(datetime(2026, 1, 1, tzinfo=UTC)))
    access.frame.taken[slot] = "a key"
    access.record(Told(datetime(2026, 1, 2, tzinfo=UTC)))
    assert access.frame.taken == [None]


def test_failures_pass_through_and_leave_nothing_behind() -> None:
    def fails(*_: object) -> Any:
        raise CelError("gone", "no")

    access, told = KERNEL.WindowAccess(fails, fails, milliseconds), Told(datetime(2026, 1, 1, tzinfo=UTC))
    for _ in range(2):
        with pytest.raises(CelError):
            access.read("w", told)
        with pytest.raises(CelError):
            access.record(told)
    with pytest.raises(TypeError):
        access.record(Told("noon"))
    with pytest.raises(AttributeError):
        access.record(object())
    with pytest.raises(TypeError):
        access.read("w")
    access.forget()


def test_windows_that_are_dropped_are_freed() -> None:
    made = windows(KERNEL, keys=5, values=9)
    asked(made, sms(), recorded=True)
    gone = weakref.ref(made)
    del made
    gc.collect()
    assert gone() is None


def tampered(text: str, harm: Any) -> None:
    """A window whose tables do not fit each other any more: an error, never a crash."""
    made = Windows({"w": parse_window(text)[0]}, STANDARD, kernel=KERNEL)  # type: ignore[dict-item]
    for number in range(20):
        made.record(sms(at=float(number), to=f"+3361234{number:04d}"))
    harm(made._storage[made._texts["w"]])
    for second in (20.0, 5_000.0):
        heard = sms(at=second, to="+33612340003")
        with suppress(IndexError, TypeError, ValueError, OverflowError):
            made.read("w", heard)
        with suppress(IndexError, TypeError, ValueError, OverflowError):
            made.record(heard)


def shortened(name: str) -> Any:
    def harm(storage: Any) -> None:
        del (getattr(storage, name, None) or getattr(storage.directory, name))[1:]

    return harm


def strange(storage: Any) -> None:
    storage.directory.heads[:] = ["no number"] * len(storage.directory.heads)


def far(storage: Any) -> None:
    storage.directory.rows.update(dict.fromkeys(storage.directory.rows, 1 << 80))


def behind(storage: Any) -> None:
    storage.directory.hand = -7


@pytest.mark.parametrize("text", TEXTS[0:1] + TEXTS[2:3] + TEXTS[7:11] + TEXTS[14:15] + TEXTS[18:19] + TEXTS[21:24])
@pytest.mark.parametrize("harm", [shortened("heads"), shortened("touched"), shortened("keys"), strange, far, behind])
def test_tables_that_do_not_fit_are_an_error_and_no_crash(text: str, harm: Any) -> None:
    tampered(text, harm)


@pytest.mark.parametrize("table", ["slots", "sets", "times", "before"])
def test_tables_that_are_too_short_are_an_error_and_no_crash(table: str) -> None:
    of = {"slots": TEXTS[0], "sets": TEXTS[7], "times": TEXTS[23], "before": TEXTS[21]}
    tampered(of[table], shortened(table))


def test_faces_are_made_of_what_they_need_only() -> None:
    for way in ("count", "add", "ratio", "total", "add_amount", "last", "see", "distinct", "note"):
        with pytest.raises(TypeError):
            getattr(KERNEL, way)(1, 2)
        with pytest.raises(AttributeError):
            getattr(KERNEL, way)(object(), object(), object(), object())
