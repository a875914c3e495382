"""The kernel of digits lets through every text in which the definition finds a number as long as a card."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.natively import COLLECTIONS, HOSTILE, needs, real, sample, short, texts
from signalkit.pace import calmly

from tipstaff.native.kernels import found
from tipstaff.signals.detectors.personal.scan import runs_on_plainly

pytestmark = needs("digits")


def may_hold_card(text: str) -> bool:
    holds: bool = found("digits").module.may_hold_card(text)
    return holds


def never_missed(text: str) -> bool:
    """Whether the definition finds one; then the kernel has let the text through."""
    runs = runs_on_plainly(text)
    assert may_hold_card(text) or not runs
    return runs


PARTS = (
    "4",
    "12",
    "4111 1111 1111",
    "٣",
    "１",
    "𝟗",
    " ",
    "-",
    "  ",
    "\u00a0",
    "–",
    "\u200b",
    "\u00ad",
    "a",
    "é",
    ".",
    "\n",
    "²",
)


@calmly
@given(texts | st.lists(st.sampled_from(PARTS), max_size=30).map("".join))
def test_no_number_is_missed(text: str) -> None:
    never_missed(text)


@pytest.mark.parametrize("text", HOSTILE, ids=short)
def test_no_number_of_a_hostile_text_is_missed(text: str) -> None:
    never_missed(text[:200_000])


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_no_number_of_real_texts_is_missed(collection: str) -> None:
    for text in real(collection):
        never_missed(text)


def test_most_messages_are_not_looked_at() -> None:
    let_through = [may_hold_card(text) for text in sample()[:-1]]
    assert sum(let_through) < len(let_through) / 20


def test_every_space_and_dash_that_counts_may_part_digits() -> None:
    for code in range(0x110000):
        if unicodedata.category(chr(code)) in ("Zs", "Pd", "Cf"):
            assert may_hold_card("1" * 6 + chr(code) + "1" * 6)


@pytest.mark.parametrize("text", ["", "1" * 11, "1" * 11 + "  1", "11 11 11 11 11 1a1", "08002986030, 150p", "1é" * 20])
def test_what_is_too_short_is_not_let_through(text: str) -> None:
    assert not may_hold_card(text)


def test_it_reads_texts_only() -> None:
    with pytest.raises(TypeError, match="text"):
        found("digits").module.may_hold_card(b"1" * 16)
