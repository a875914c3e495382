"""Near copies are near, other texts are far, and a template is one key whatever fills it."""

from __future__ import annotations

import random
import re

from hypothesis import given
from hypothesis import strategies as st
from signalkit.events import reader, sms
from signalkit.pace import calmly
from signalkit.shared import rows

from tipstaff.signals.text import sketch
from tipstaff.signals.text.sketch import distance, fingerprint, gist, template
from tipstaff.signals.text.wording import Wording

NAMES = ("Anna", "Paul", "Zoë", "Noah")


def sketched(text: str) -> tuple[str, str]:
    plain = Wording(text).bare
    return fingerprint(gist(plain)), template(plain)


def near_copy(rng: random.Random, text: str) -> str:
    """A name put in, a number changed, a word dropped or a link added."""
    words = text.split()
    change = rng.randrange(4)
    if change == 0:
        words[rng.randrange(len(words))] = rng.choice(NAMES)
    elif change == 1:
        words += [f"https://x{rng.randrange(99)}.example/{rng.randrange(9999)}"]
    elif change == 2:
        del words[rng.randrange(len(words))]
    else:
        words.insert(rng.randrange(len(words)), str(rng.randrange(10_000)))
    return " ".join(words)


def test_near_copies_of_real_messages_are_near_and_other_messages_are_far() -> None:
    rng = random.Random(3)
    texts = sorted({row["text"] for row in rows("sms_uci/data.csv.gz") if len(row["text"].split()) >= 8})[:1_500]
    prints = [sketched(text)[0] for text in texts]
    copies = [sketched(near_copy(rng, text))[0] for text in texts]
    near = sum(distance(one, other) <= 12 for one, other in zip(prints, copies, strict=True))
    assert near / len(texts) > 0.93
    shuffled = rng.sample(prints, len(prints))
    far = sum(distance(one, other) <= 12 for one, other in zip(prints, shuffled, strict=True) if one != other)
    assert far / len(texts) < 0.003


@calmly
@given(st.sampled_from(NAMES), st.sampled_from(NAMES), st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_template_is_one_key_whatever_fills_it(one: str, other: str, code: int, more: int) -> None:
    made = [
        f"Hello {name}, your parcel {number} waits: pay at https://p{number}.example/{name} before {number % 12}h"
        for name, number in ((one, code), (other, more))
    ]
    assert sketched(made[0])[1] == sketched(made[1])[1] != ""
    assert sketched(made[0].upper())[1] == sketched(made[0].replace("parcel", "párcel"))[1]
    assert sketched(made[0])[1] != sketched(made[0].replace("parcel", "letter"))[1]


def test_disguises_do_not_make_another_template() -> None:
    plain = "Free money waits for you today, call the office now"
    assert sketched(plain) == sketched(plain.replace("Free", "Fr\u200bee").replace("o", "о", 1))


def test_texts_without_enough_words_have_none() -> None:
    assert sketched("hi you") == ("", "")
    assert sketched("1 2 3 4 5")[1] == ""
    assert distance("", sketched("one two three four")[0]) == 64


@calmly
@given(st.text(max_size=400))
def test_any_text_has_one_or_none(text: str) -> None:
    found, key = sketched(text)
    assert (len(found), len(key)) in ((0, 0), (16, 0), (16, 16))
    assert distance(found, found) == (0 if found else 64)


def test_very_long_texts_are_bounded() -> None:
    rng = random.Random(1)
    words = ["".join(rng.choices("abcdefgh", k=6)) for _ in range(20_000)]
    found = sketched(" ".join(words))[0]
    words[50] = "another"
    assert distance(found, sketched(" ".join(words))[0]) <= 6


def test_signals_and_the_same_value_on_every_machine() -> None:
    of = reader(sms("Hello Anna, your parcel 12 waits at the office"))
    assert (of.get("text.fingerprint"), of.get("text.template")) == ("b25badcc8cf59efc", "01ecfc472b0e4163")
    assert of.call("fingerprint.distance", ("00000000000000ff", "0000000000000000")) == 8


@calmly
@given(st.text(max_size=40) | st.text("ab1²é'_ œж-", max_size=40))
def test_a_gist_has_the_words_of_its_expression(text: str) -> None:
    plain = Wording(text).bare
    if not any(part in plain for part in (*sketch._LINKED, "/")):
        assert gist(plain) == ["#" if re.search(r"\d", word) else word for word in sketch._WORD.findall(plain)]
