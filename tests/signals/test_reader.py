"""A signal is computed when asked, once, and its failure is a value."""

from __future__ import annotations

import pytest
from signalkit.events import event, reader, sms

from tipstaff.cel import CelError
from tipstaff.cel.types import DOUBLE, INT, STRING
from tipstaff.signals import Catalogue, Reader, Signal, SignalFunction
from tipstaff.signals.failure import unavailable
from tipstaff.signals.lazily import Library
from tipstaff.signals.signal import View

absent = Library("a_package_that_nobody_has")


def make(calls: list[str]) -> Reader:
    def plain(view: View) -> float:
        calls.append("plain")
        return 0.5

    def built(view: View) -> float:
        return float(str(view.get("x.plain"))) * 2

    def fails(view: View) -> float:
        calls.append("fails")
        raise unavailable("nothing to look at")

    def twice(view: View, number: int) -> int:
        calls.append(f"twice {number}")
        return number * 2

    signals = [
        Signal(name, DOUBLE, 1, "1", (), "a", compute)
        for name, compute in (("x.plain", plain), ("x.built", built), ("x.fails", fails))
    ]
    lacking = Signal("x.lacking", DOUBLE, 1, "1", (), "a", lambda _: absent.thing())
    function = SignalFunction("x.twice", (INT,), INT, 1, "1", (), "a", twice)
    return Reader(sms(), Catalogue([*signals, lacking, function], {}))


def test_nothing_is_computed_until_asked_and_then_once() -> None:
    calls: list[str] = []
    of = make(calls)
    assert calls == []
    assert (of.get("x.built"), of.get("x.plain"), of.get("x.built")) == (1.0, 0.5, 1.0)
    assert (of.call("x.twice", (2,)), of.call("x.twice", (2,)), of.call("x.twice", (3,))) == (4, 4, 6)
    assert calls == ["plain", "twice 2", "twice 3"]


def test_a_failure_is_kept_like_a_value() -> None:
    calls: list[str] = []
    of = make(calls)
    for _ in range(2):
        with pytest.raises(CelError, match="nothing to look at"):
            of.get("x.fails")
    assert isinstance(of.known("x.fails"), CelError)
    assert calls == ["fails"]


def test_a_package_that_is_not_installed_makes_its_signals_unavailable() -> None:
    failure = make([]).known("x.lacking")
    assert isinstance(failure, CelError)
    assert (failure.code, "a_package_that_nobody_has" in failure.message) == ("signal-unavailable", True)


def test_what_was_asked_for_can_be_shown() -> None:
    of = make([])
    of.get("x.built")
    of.call("x.twice", (2,))
    assert of.computed() == {"x.built": 1.0, "x.plain": 0.5, "x.twice(2,)": 4}


def test_two_signals_of_one_name_are_refused() -> None:
    signal = Signal("x.a", STRING, 1, "1", (), "a", lambda _: "")
    with pytest.raises(ValueError, match=r"x\.a"):
        Catalogue([signal, signal], {})


def test_text_signals_of_an_event_without_text_are_unavailable() -> None:
    failure = reader(event("seat.open", product="p", user="u")).known("text.spam")
    assert isinstance(failure, CelError)
    assert failure.code == "signal-unavailable"


def test_a_table_that_is_not_there_is_a_failure() -> None:
    with pytest.raises(CelError, match="no table"):
        make([]).table("colours")


def test_what_signals_share_is_found_once_and_so_is_its_failure() -> None:
    asked: list[str] = []

    def length(view: View) -> int:
        asked.append("length")
        return len(view.text.raw)

    def failing(view: View) -> int:
        asked.append("failing")
        raise CelError("signal-unavailable", "not today")

    of = reader(sms("four"))

    assert [of.once(length), of.once(length)] == [4, 4]
    for _ in range(2):
        with pytest.raises(CelError, match="not today"):
            of.once(failing)
    assert asked == ["length", "failing"]
