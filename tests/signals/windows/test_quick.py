"""The quick way and the general way give the same values and leave the same state."""

from __future__ import annotations

import random
from math import isnan
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.events import event, sms
from signalkit.pace import calmly

from tipstaff.cel import CelError
from tipstaff.signals.windows import Limits, Windows, faces, parse_window
from tipstaff.vocab.event import Event
from tipstaff.vocab.events import STANDARD

TEXTS = (
    "count of message.send by account over 10m",
    "count of message.send, message.failed by to over 10m",
    "count of message.send by account over 10m where event.purpose == 'marketing'",
    "count of message.send by subnet(ip) over 10m",
    "count of message.send by campaign over 10m where event.tag == 'a'",
    "distinct to of message.send by account over 10m",
    "distinct to of message.send by account over 10m up to 3",
    "distinct campaign of message.send by account over 10m",
    "sum quantity of usage.recorded by account over 10m",
    "sum quantity of usage.recorded by account over 10m where event.meter == 'a'",
    "ratio of message.failed to message.send by account over 10m min 2",
    "ratio of message.failed to message.send, message.failed by account over 10m min 2",
    "ratio of message.send where event.purpose == 'marketing' to message.send by account over 10m min 2",
    "ratio of message.failed to message.send by account over 10m min 2 enter 0.5 leave 0.2",
    "last of message.send by to",
    "last of message.send by to where event.purpose == 'marketing'",
)


def told(rng: random.Random, now: float) -> Event:
    account, to = rng.choice("ab"), f"+3360000000{rng.randint(0, 6)}"
    kind = rng.randint(0, 4)
    if kind == 0:
        return event("message.failed", now, account, message="m", channel="sms", to=to)
    if kind == 1:
        return event("usage.recorded", now, account, meter=rng.choice("ab"), quantity=rng.choice([0, 1, 2.5, -1]))
    more: dict[str, Any] = {} if rng.random() < 0.5 else {"campaign": rng.choice("xy"), "tag": rng.choice("ab")}
    if rng.random() < 0.7:
        more["ip"] = f"192.0.{rng.randint(0, 2)}.7"
    return sms(at=now, account=account, to=to, purpose=rng.choice(["marketing", "service"]), **more)


def value(of: Windows, name: str, asked: Event) -> object:
    try:
        found = of.read(name, asked)
    except CelError as error:
        return error.code
    return "nan" if isinstance(found, float) and isnan(found) else found


def windows() -> Windows:
    specs = {text: parse_window(text)[0] for text in TEXTS}
    assert None not in specs.values(), [text for text in TEXTS if specs[text] is None]
    return Windows(specs, STANDARD, limits=Limits(keys=5, values=9))  # type: ignore[arg-type]


@calmly
@given(st.integers(0, 2**32), st.integers(1, 60))
def test_the_quick_way_says_what_the_general_way_says(seed: int, size: int) -> None:
    rng, now = random.Random(seed), 0.0
    quick, general = windows(), windows()
    for _ in range(size):
        now += rng.choice([0.0, 1.0, 11.0, 70.0, 700.0]) * rng.random()
        heard = told(rng, now - rng.choice([0.0, 0.0, 30.0, 300.0]))
        found = asked(quick, heard)
        with pytest.MonkeyPatch.context() as without:
            without.setattr(faces, "quick_reader", lambda *_: None)
            without.setattr(faces, "quick_recorder", lambda *_: None)
            assert found == asked(general, heard)
    assert quick.snapshot() == general.snapshot()


def asked(of: Windows, heard: Event) -> dict[str, object]:
    """Every value for an event, which is then recorded."""
    found = {name: value(of, name, heard) for name in TEXTS if heard.type in name}
    of.record(heard)
    return found
