"""Keys with a text among their parts are one digest: the same everywhere, another for other parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.events import event, sms

from tipstaff.signals.windows import Windows, packing, parse_window
from tipstaff.signals.windows.keys import Keys, Missing
from tipstaff.signals.windows.packing import is_packed, packed, packer
from tipstaff.vocab.events import STANDARD

PARTS = st.tuples(st.text(max_size=9), st.one_of(st.text(max_size=90), st.binary(min_size=16, max_size=16)))


@pytest.fixture(params=["as it is", "in Python"], autouse=True, scope="module")
def kernel_or_none(request: pytest.FixtureRequest) -> Iterator[None]:
    """Once as it is here, perhaps in C; once in Python."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "in Python":
            patch.setattr(packing, "_KERNEL", None)
        yield


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("distinct to of message.send by account, text over 1h", True),
        ("distinct from of message.send by account, template(text) over 1h", True),
        ("count of message.send by campaign, account over 1h", True),
        ("count of message.send by text over 1h", False),
        ("count of message.send by account, to over 1h", False),
        ("count of message.send by account, subnet(ip) over 1h", False),
        ("sum quantity of usage.recorded by account, quantity over 1h", False),
        ("usual count of message.send by account, text over 1h across 28d", False),
    ],
)
def test_windows_with_a_text_among_several_parts_are_packed(text: str, expected: bool) -> None:
    spec, found = parse_window(text)
    assert spec is not None, found
    assert is_packed(spec, STANDARD) is expected


@given(PARTS, PARTS)
def test_a_key_is_16_bytes_and_its_own(one: tuple[Any, ...], other: tuple[Any, ...]) -> None:
    pack = packer(b"s")
    assert len(pack(one)) == packing._SIZE
    assert (pack(one) == pack(other)) == (one == other)
    assert pack(one) != packer(b"another secret")(one)


def test_what_runs_together_is_not_the_same() -> None:
    pack = packer(b"s")
    assert len({pack(key) for key in [("ab", "c"), ("a", "bc"), ("", "abc"), ("abc",), ("a", "b", "c")]}) == 5


def test_both_ways_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    here = packer(b"s")(("acme", "é" * 40))
    monkeypatch.setattr(packing, "_KERNEL", None)
    assert packer(b"s")(("acme", "é" * 40)) == here


def test_every_one_of_several_keys_is_packed() -> None:
    keys = Keys([("a", "x"), ("b", "x")])
    pack = packer(b"s")
    assert packed(lambda _: keys, b"s")(sms()) == (pack(("a", "x")), pack(("b", "x")))
    missing = Missing("text")
    assert packed(lambda _: missing, b"s")(sms()) is missing


def test_texts_do_not_stand_in_snapshots() -> None:
    name = "distinct to of message.send by account, text over 1h"
    windows = Windows({name: parse_window(name)[0]}, STANDARD)  # type: ignore[dict-item]
    windows.record(sms("a word in confidence"))
    windows.record(event("message.failed", 0.0, "acme", message="m", channel="sms", to="+33612345678"))
    assert b"confidence" not in windows.snapshot()
    assert windows.read(name, sms("a word in confidence", to="+33612345679")) == 2
    assert windows.read(name, sms("another word", to="+33612345679")) == 1
