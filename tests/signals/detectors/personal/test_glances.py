"""What is passed over unseen holds nothing: every glance against the whole look."""

from __future__ import annotations

import unicodedata

from hypothesis import example, given, settings
from hypothesis import strategies as st
from signalkit.events import reader, sms

from tipstaff.signals.detectors.personal.plain import Plain
from tipstaff.signals.detectors.personal.scan import numbers

CARDS = (
    "4111111111111111",
    "4111 1111 1111 1111",
    "5500-0000-0000-0004",
    "340000000000009",
    "４１１１１１１１１１１１１１１１",
)
DIGITS = st.sampled_from([*"0123456789 -.", "١", "４", "𝟜", "\u200b", "\u00a0", "–", "é", " card "])
TEXTS = st.lists(DIGITS | st.sampled_from(CARDS) | st.text(max_size=3), max_size=30).map("".join)


@given(TEXTS)
@settings(max_examples=300, deadline=None)
@example("my card is 4111 1111\u00a01111 1111")
@example("4111\u200b1111\u200b1111\u200b1111")
def test_cards_are_those_of_the_whole_look(text: str) -> None:
    of = reader(sms(text))
    whole = {(one.text.where, one.found.same) for one in numbers(of) if one.found.kind == "card"}
    assert of.known("pii.cards") == len(whole)


@given(TEXTS | st.text())
def test_digits_are_counted_as_the_plain_text_has_them(text: str) -> None:
    plain = Plain(text)
    assert plain.digits == sum(char in "0123456789" for char in plain.text)
    for at, char in enumerate(plain.text):
        if char.isalpha():
            assert unicodedata.normalize("NFKC", text[plain.place(at)]) == unicodedata.normalize("NFKC", char)
