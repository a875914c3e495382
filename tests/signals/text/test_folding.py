"""Disguises come off and are named; scripts, emoji and honest emphasis are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.pace import calmly

from tipstaff.signals.text.folding import fold


@pytest.mark.parametrize(
    ("text", "folded", "tricks"),
    [
        ("Buy V1agra n0w", "buy viagra n0w", ("leet",)),
        ("FR€€ c@$h", "free cash", ("leet",)),
        ("ｆｒｅｅ money", "free money", ("styled",)),
        ("𝐅𝐑𝐄𝐄 now", "free now", ("styled",)),
        ("f r e e  c.a.s.h", "free  cash", ("spaced",)),
        ("frее gift vіagra", "free gift viagra", ("confusables",)),
        ("fr\u200bee ca\u00adsh", "free cash", ("zero-width",)),
        ("\u202efree\u202c", "free", ("bidi",)),
        ("freeeeee", "free", ("repeated",)),
        ("f\u0301\u0302\u0303\u0304ree", "free", ("marks",)),
    ],
)
def test_a_disguise_comes_off(text: str, folded: str, tricks: tuple[str, ...]) -> None:
    assert (fold(text).text, fold(text).tricks) == (folded, tricks)


@pytest.mark.parametrize(
    "text",
    [
        "Привет, как дела?",
        "Καλημέρα σας",
        "مرحبا بك",
        "می\u200cخواهم",
        "שלום",
        "नमस्ते",
        "你好，今天免费",
        "👨\u200d👩\u200d👧 family ❤️",
        "Crème brûlée à l'œuvre",
        "Đặng Thị Ngọc",
        "sooooo niiiice!!! win!!! free!",
        "U S A, J R R Tolkien, A B C",
        "room 1042, code A7X92K, 3G/4G, mp3, B2B, 20€, win95",
        "me@free.fr www.cash.com",
        "Москва и Paris",
    ],
)
def test_what_is_honest_is_no_trick(text: str) -> None:
    assert fold(text).tricks == ()


@calmly
@given(st.text(max_size=200))
def test_folding_is_total_and_settles(text: str) -> None:
    once = fold(text)
    assert set(once.tricks) <= {"bidi", "confusables", "leet", "marks", "repeated", "spaced", "styled", "zero-width"}
    assert once == fold(text)
