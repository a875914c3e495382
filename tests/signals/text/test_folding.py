"""Disguises come off, are named and placed; scripts, emoji and honest emphasis are left alone."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.pace import calmly, taken

from tipstaff.signals.text.folding import TRICKS, fold
from tipstaff.signals.text.undoing import marks
from tipstaff.signals.text.undoing.tracing import Trace

DISGUISES = [
    ("Buy V1agra n0w", "buy viagra now", ("leet",)),
    ("FR€€ c@$h", "free cash", ("leet",)),
    ("s3cur3 y0ur acc0unt", "secure your account", ("leet",)),
    ("ｆｒｅｅ money", "free money", ("styled",)),
    ("𝐅𝐑𝐄𝐄 now", "free now", ("styled",)),
    ("🅵🆁🅴🅴 now", "free now", ("styled",)),
    ("ꜰʀᴇᴇ now", "free now", ("styled",)),
    ("🇫 🇷 🇪 🇪 now", "free now", ("styled",)),
    ("ʎǝuoɯ ǝǝɹɟ", "free money", ("styled",)),
    ("f r e e  c.a.s.h", "free  cash", ("spaced",)),
    ("f r e e p r i z e n o w", "free prize now", ("spaced",)),
    ("c l a i m   y o u r   p r i z e", "claim your prize", ("spaced",)),
    ("fr*ee via|gra", "free viagra", ("spaced",)),
    ("frее gift vіagra", "free gift viagra", ("confusables",)),
    ("сору of your раураl", "copy of your paypal", ("confusables",)),
    ("пpивет, кaк дeлa", "привет, как дела", ("confusables",)),
    ("fr\u200bee ca\u2060sh", "free cash", ("zero-width",)),
    ("fr\u00adee", "free", ("zero-width",)),
    ("hello\U000e0066\U000e0072", "hello", ("zero-width",)),
    ("\u202efree\u202c", "free", ("bidi",)),
    ("\u202eeerf\u202c gift", "free gift", ("bidi",)),
    ("freeeeee", "free", ("repeated",)),
    ("f\u0301\u0302\u0303\u0304ree", "free", ("marks",)),
    ("q\u0301uick free", "quick free", ()),
    ("f\u0336r\u0336e\u0336e\u0336", "free", ("marks",)),
]
HONEST = [
    "Привет, как дела?",
    "Москва и Paris, а также Berlin",
    "Καλημέρα σας",
    "мама мыла раму",
    "СРОЧНО: встреча в 10:00, Zoom",
    "مرحبا بك",
    "می\u200cخواهم",
    "שלום, בְּרֵאשִׁית",
    "नमस्ते, क्\u200dष",
    "你好，今天免费",
    "ＴＯＫＹＯ 東京",
    "👨\u200d👩\u200d👧 family ❤️ 1️⃣ 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f 🇫🇷🇬🇧",
    "Crème brûlée à l'œuvre, Mᵐᵉ Durand, le 1ᵉʳ mai, H₂O, 20 m²",
    "Đặng Thị Ngọc, Łódź, İstanbul'da ışık",
    "sooooo niiiice!!! win!!! free!",
    "U S A, J R R Tolkien, A B C D E F G",
    "room 1042, code A7X92K, 3G/4G, mp3, ps3, mi5, B2B, 20€, £50, 50p, win95, covid19, 10am",
    "me@free.fr www.cash.com c4sh.example",
    "CC\u00adSpi\u00adgold Do\u00adnau\u00addampf",
    "call \u202a+33 6 12 34 56 78\u202c or \u2068Anna\u2069",
    "gr8 2nite b4 l8r m8 4u 2moro",
]


@pytest.mark.parametrize(("text", "folded", "tricks"), DISGUISES)
def test_a_disguise_comes_off(text: str, folded: str, tricks: tuple[str, ...]) -> None:
    assert (fold(text).text, fold(text).tricks) == (folded, tricks)


@pytest.mark.parametrize(("text", "folded", "tricks"), DISGUISES)
def test_what_was_undone_says_where_in_the_original(text: str, folded: str, tricks: tuple[str, ...]) -> None:
    framed = fold("Well, " + text + " - bye")
    for undone in framed.undone:
        assert undone.trick in tricks
        assert 6 <= undone.start < undone.end <= 6 + len(text)


@pytest.mark.parametrize("text", HONEST)
def test_what_is_honest_is_no_trick(text: str) -> None:
    assert fold(text).tricks == ()


@pytest.mark.parametrize(
    ("text", "word", "was"),
    [
        ("get 𝐅𝐑𝐄𝐄 stuff", "free", "𝐅𝐑𝐄𝐄"),
        ("ﬁne f\u200br\u200be\u200be now", "free", "f\u200br\u200be\u200be"),
        ("ﬁne ﬂat v1agra now", "viagra", "v1agra"),
        ("İ ﷺ p r i z e!", "prize", "p r i z e"),
        ("un cafe\u0301 gratuit", "café", "cafe\u0301"),
    ],
)
def test_places_lead_back(text: str, word: str, was: str) -> None:
    folded = fold(text)
    at = folded.text.index(word)
    start, end = folded.place(at, at + len(word))
    assert text[start:end] == was


@calmly
@given(st.text(max_size=200))
def test_folding_is_total_and_every_place_leads_somewhere(text: str) -> None:
    folded = fold(text)
    assert set(folded.tricks) <= set(TRICKS)
    places = [folded.place(at, at + 1) for at in range(len(folded.text))]
    assert all(0 <= start <= end <= len(text) for start, end in places)
    assert places == sorted(places)


HANDFUL = st.text(alphabet="aàe\u0301\u0323\u0300ﬁﷺ가\u1100\u1161\u11a8\u09c7\u09be\u30abｶﾞ\uff9e½Å\u212b ", max_size=40)


@calmly
@given(HANDFUL)
def test_composing_piece_by_piece_is_composing_the_whole(text: str) -> None:
    trace = Trace(text)
    marks.heaps(trace)
    whole = unicodedata.normalize("NFKC", trace.text)
    marks.compose(trace)
    assert trace.text == re.sub("(?<=[A-Za-z\u00c0-\u024f\u1e00-\u1eff])[\u0300-\u036f]+", "", whole)


PIECES = [
    "a\u0301\u0316",
    "\u0301\u0316",
    "\u05b0\u05bc",
    "a b c d ",
    "f r e e ",
    "v1agra ",
    "а",
    "рa",
    "\u200b",
    "!1",
    "a.",
]
PIECES += [
    "a\u200b",
    "ﷺ",
    "\u202e",
    "🇫",
    "aaa",
    "fr*ee ",
    "\U000e0041",
    "a\u0336",
    "ᴀ",
    "\x00",
    "1",
    "ɐ",
    "e e",
    "a\u00ad",
]


@pytest.mark.parametrize("piece", PIECES)
def test_time_is_linear(piece: str) -> None:
    """Twice the text takes about twice the time, whatever the text is made of."""

    def spent(size: int) -> float:
        return taken(fold, (piece * (size // len(piece) + 1))[:size])

    spent(2_000)
    # A busy machine may slow one pair of measurements down; a square law would be seen in all of them.
    assert any(spent(60_000) < 3.5 * spent(30_000) + 0.01 for _ in range(3))
