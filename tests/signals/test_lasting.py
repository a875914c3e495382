"""What is remembered from event to event is what would be said anew, on its own day; nobody fills it from outside."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.events import sms

from tipstaff.cel import CelError
from tipstaff.cel.types import STRING
from tipstaff.ledgers.parties import normalise
from tipstaff.signals import Catalogue, Reader, SignalFunction, catalogue
from tipstaff.signals.confusable.skeleton import skeleton
from tipstaff.signals.detectors.behaviour import addresses, agents, names
from tipstaff.signals.failure import unavailable
from tipstaff.signals.lasting import LONGEST, UNKNOWN, Day, Lasting, short_ones
from tipstaff.signals.markup.colours import colour
from tipstaff.signals.markup.styles import look
from tipstaff.signals.numbering.number import read
from tipstaff.signals.signal import View
from tipstaff.signals.text.sketch import template_of
from tipstaff.signals.text.wording import wording
from tipstaff.signals.urls.scoring import host_score
from tipstaff.signals.urls.suffixes import owned, registrable
from tipstaff.signals.windows.keys import subnet_of

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
REMEMBERING = catalogue()
LASTING = sorted(name for name, function in REMEMBERING.functions.items() if function.lasting)
NUMBERS = st.from_regex(r"\+?(33|1|44|49|800|93)[0-9]{3,10}", fullmatch=True) | st.text(max_size=5)
ARGUMENTS = st.tuples(NUMBERS, st.sampled_from(["FR", "US", "", "XX", "alcohol"]))


def counting(asked: list[str], *, lasting: bool = True) -> Catalogue:
    def compute(view: View, word: str) -> str:
        asked.append(word)
        if word == "fails":
            raise unavailable("not today")
        return f"{word} at {view.at:%d}"

    return Catalogue([SignalFunction("x.said", (STRING,), STRING, 1, "1", (), "a", compute, lasting)], {})


def test_the_functions_of_numbers_senders_and_ages_last() -> None:
    assert {"number.country", "sender.shape", "sender.faults", "age.required"} <= set(LASTING)
    assert not {"hours.open", "sender.lookalike", "files.similar", "optout.keyword"} & set(LASTING)


@given(name=st.sampled_from(LASTING), given_arguments=ARGUMENTS, days=st.integers(-4000, 400))
def test_what_is_remembered_is_what_would_be_said(name: str, given_arguments: tuple[str, str], days: int) -> None:
    wanted = len(REMEMBERING.functions[name].params)
    args = (*given_arguments, *given_arguments)[:wanted]
    event = sms(at=NOON + timedelta(days=days))
    expected = Reader(event, catalogue()).answer((name, args), args)
    for _ in range(2):
        found = Reader(event, REMEMBERING).answer((name, args), args)
        assert str(found) == str(expected) if isinstance(expected, CelError) else found == expected


def test_an_answer_counts_for_its_day() -> None:
    asked: list[str] = []
    known = counting(asked)
    for at in (NOON, NOON + timedelta(hours=11), NOON + timedelta(hours=12)):
        assert Reader(sms(at=at), known).call("x.said", ("word",)) == f"word at {at:%d}"
    assert asked == ["word", "word"]


def test_what_depends_on_the_event_is_asked_of_every_event() -> None:
    asked: list[str] = []
    known = counting(asked, lasting=False)
    for _ in range(2):
        Reader(sms(), known).call("x.said", ("word",))
    assert asked == ["word", "word"]


def test_a_failure_is_not_remembered() -> None:
    asked: list[str] = []
    known = counting(asked)
    for _ in range(2):
        with pytest.raises(CelError, match="not today"):
            Reader(sms(), known).call("x.said", ("fails",))
    assert asked == ["fails", "fails"]


def test_nobody_fills_the_memory_from_outside() -> None:
    day = Day(20)
    for number in range(100):
        day.put(("x", (str(number),)), number)
        day.put(("x", ("long" * LONGEST,)), number)
        day.put(("x", (("a list",),)), number)
        assert day.get(("x", ("0",))) == 0, "what is used stays"
        assert len(day) <= 20
    assert day.get(("x", ("1",))) is UNKNOWN
    assert day.get(("x", ("long" * LONGEST,))) is UNKNOWN


def test_only_a_few_days_are_remembered() -> None:
    lasting = Lasting()
    first = lasting.on(NOON)
    assert lasting.on(NOON + timedelta(hours=1)) is first
    for days in range(1, 50):
        lasting.on(NOON + timedelta(days=days))
    assert len(lasting._days) <= 3


REMEMBER: list[Callable[[str], object]] = [
    addresses._kind, agents._marks, colour, host_score, look, names._random, normalise, owned, read, registrable,
    skeleton, subnet_of, template_of, wording,
]  # fmt: skip


@pytest.mark.parametrize("ask", REMEMBER, ids=lambda ask: ask.__name__)
def test_no_memory_holds_a_long_text(ask: Callable[[str], object]) -> None:
    text = "long.text " * 1_000
    before = sys.getrefcount(text)
    ask(text)
    assert sys.getrefcount(text) == before


def test_short_ones_are_worked_out_once() -> None:
    asked: list[str] = []
    ask = short_ones(4)(asked.append)
    for _ in range(3):
        ask("short")
        ask("x" * 300)
    assert [len(one) for one in asked] == [5, 300, 300, 300]
