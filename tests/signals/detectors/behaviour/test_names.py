"""Names that people choose, and names made by the dozen."""

from __future__ import annotations

import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.events import reader, sms


def call(name: str, of: str) -> object:
    return reader(sms()).call(f"name.{name}", (of,))


PEOPLE = (
    "anna.petit", "jean-pierre.martin", "mmueller", "sophie1987", "contact", "dupont_marie", "kevin92", "no-reply",
    "JohnSmith", "élodie.françois", "li.wei", "support", "the.gardener", "camille", "marie+promo@example.org",
    "yyyyanna", "zzzzcc", "sooooophie",
)  # fmt: skip


@pytest.mark.parametrize("name", PEOPLE)
def test_people_s_names_do_not_look_random(name: str) -> None:
    assert call("random", name) < 0.5  # type: ignore[operator]


@pytest.mark.parametrize(
    "name", ["xk7qz2vp", "a1b2c3d4e5", "zqxwvkjh", "8f3a9c2e7b", "qhx9vmz2@example.org", "Bq7ZtX0kPw"]
)
def test_names_made_at_random_do(name: str) -> None:
    assert call("random", name) > 0.9  # type: ignore[operator]


def test_most_of_a_random_series_is_told_and_short_names_never_are() -> None:
    rng = random.Random(5)
    made = ["".join(rng.choices(string.ascii_lowercase + string.digits, k=10)) for _ in range(500)]
    assert sum(call("random", name) >= 0.5 for name in made) > 450  # type: ignore[operator]
    assert call("random", "xqz7k") == 0


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("anna1987", "w4d4"), ("paul2003@example.org", "w4d4"), ("j.doe_42", "w1.w3.d2"), ("Élise", "w5"), ("", ""),
        ("a+b", "w1"), ("77", "d2"),
    ],
)  # fmt: skip
def test_patterns(name: str, pattern: str) -> None:
    assert call("pattern", name) == pattern


@pytest.mark.parametrize(
    ("address", "mailbox"),
    [
        ("A.N.na+7@Gmail.com", "anna@gmail.com"),
        ("anna@googlemail.com", "anna@gmail.com"),
        ("a.b+c@example.org", "a.b@example.org"),
        (" A.B@Example.ORG ", "a.b@example.org"),
        ("anna", "anna"),
        ("", ""),
    ],
)
def test_mailboxes(address: str, mailbox: str) -> None:
    assert call("mailbox", address) == mailbox


def test_entropy() -> None:
    assert [call("entropy", name) for name in ("", "aaaa", "abab", "abcdefgh")] == [0, 0, 1, 3]


@given(st.text(max_size=200))
def test_anything_can_be_asked(name: str) -> None:
    chance = call("random", name)
    assert isinstance(chance, float)
    assert 0 <= chance <= 1
    assert isinstance(call("entropy", name), float)
    assert isinstance(call("pattern", name), str)
    assert isinstance(call("mailbox", name), str)


def test_a_list_of_people_is_not_made_and_a_series_is() -> None:
    people = ["anna.petit@a.example", "b.martin@a.example", "hugo.bernard@a.example", "zoe1987@a.example"]
    series = [f"user{number:04d}@a.example" for number in range(12)]

    assert reader(sms()).call("name.made_share", (people,)) == 0.0
    assert reader(sms()).call("name.made_share", (series,)) == 1.0
    assert reader(sms()).call("name.made_share", (people + series,)) == 0.75
    assert reader(sms()).call("name.made_share", ([],)) == 0.0
