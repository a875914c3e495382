"""Arguments as decisions and the audit chain keep them: nobody's number shows, and ids stay findable."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipstaff.vocab.arguments import masked
from tipstaff.vocab.spelling import mask_named, number_of

PARTIES = (
    "recipient", "reporter", "number", "from", "to", "forward_to", "end_user", "address", "sender",
)  # fmt: skip
LISTS = ("entries", "values", "sample")
WRITTEN = ("text", "proof", "wording", "about", "reason", "sample", "files")
MARKS = ("", "-", ".", " ", "/", " ", " ", "‑", "–", "·", "~", ") (", "--", "\t", "\u200b")
PLAIN_MARKS = ("", "-", ".", " ", " ")
IDS = (
    "acme", "acct_00123", "TICKET-1234567", "CASE/2026/00017", "user-12345678", "@jean", "36111", "ACME",
    "550e8400-e29b-41d4-a716-446655440000", "12345678-1234-4123-8123-123456789012", "3M", "33-acme-612345678",
    "d41d8cd98f00b204e9800998ecf8427e", "01J9ZQ7W6V5T4S3R2Q1P0N9M8K",
)  # fmt: skip

digits = st.text("0123456789", min_size=8, max_size=15).filter(lambda text: not text.startswith(("19", "20")))


@st.composite
def spelled(draw: st.DrawFn, marks: tuple[str, ...] = MARKS) -> tuple[str, str]:
    """The digits of a number, and a way to write it."""
    number = draw(digits)
    first = draw(st.integers(1, 4))
    groups = [number[:first], *(number[at : at + 2] for at in range(first, len(number), 2))]
    text = draw(st.sampled_from(marks)).join(groups)
    form = draw(st.sampled_from(("{}", "+{}", "00{}", "({})", "tel:{}", " {} ", "{}\n") if marks is MARKS else ("{}",)))
    return number, form.format(text)


def digits_in(shown: Any) -> int:
    return sum(char.isdigit() for char in str(shown))


@pytest.mark.parametrize("name", PARTIES)
@given(spelled())
def test_however_it_is_spelled_nobody_s_number_shows(name: str, number: tuple[str, str]) -> None:
    shown = masked({name: number[1]})[name]

    assert digits_in(shown) <= 6
    assert "…" in shown


@pytest.mark.parametrize("name", LISTS)
@given(spelled(PLAIN_MARKS))
def test_nor_in_a_list(name: str, number: tuple[str, str]) -> None:
    assert digits_in(masked({name: [number[1]]})) <= 6


@pytest.mark.parametrize("name", WRITTEN)
@given(digits, st.sampled_from(("{}", "{}\n", "{}\n\nthey call", "call\t{}", "{0}\n{0}")))
def test_nor_in_what_people_write(name: str, number: str, form: str) -> None:
    assert number not in masked({name: form.format(number)})[name]


@given(st.sampled_from(("note", "country", "x")), digits, st.sampled_from("\n\t\u00a0\u2028"))
def test_any_white_space_makes_a_sentence(name: str, number: str, space: str) -> None:
    assert number not in masked({name: f"call{space}{number}"})[name]


@pytest.mark.parametrize("name", [*PARTIES, "id", "account"])
@pytest.mark.parametrize("value", IDS)
def test_names_and_ids_stay(name: str, value: str) -> None:
    assert masked({name: value}) == {name: value}


@pytest.mark.parametrize("name", ["id", "account", "case"])
@given(digits)
def test_digits_that_are_an_id_stay(name: str, number: str) -> None:
    assert masked({name: number}) == {name: number}


@pytest.mark.parametrize("name", PARTIES)
@pytest.mark.parametrize("value", [33612345678, 33612345678.0])
def test_a_number_that_is_no_text_does_not_show(name: str, value: float) -> None:
    assert masked({name: value}) == {name: "336…678"}


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("06-12-34-56-78", "061…678"),
        ("06.12.34.56.78", "061…678"),
        ("(06)12345678", "061…678"),
        ("(+33) 6 12 34 56 78", "+33…678"),
        ("０６１２３４５６７８", "061…678"),
        ("jean.dupont@example.org", "j…@example.org"),
        ("0612345678/0612345679/0612345670", "061…670"),
        ("0612345678;ext=5", "06…78;ext=5"),
        ("Jean <jean@example.org>", "Jean <j…@example.org>"),
        ("Jean 06 12 34 56 78", "Jean 06…78"),
        ("112", "112"),
        ("1-1-2", "1-1-2"),
        ("2026-11-20T14:00:00Z", "2026-11-20T14:00:00Z"),
        ("", ""),
    ],
)
def test_how_somebody_is_named(value: str, shown: str) -> None:
    assert mask_named(value) == shown


@given(st.text("0123456789-. ()+/@abcf…", max_size=40))
def test_masking_what_is_masked_shows_no_more(value: str) -> None:
    once = mask_named(value)

    assert digits_in(mask_named(once)) <= digits_in(once) <= digits_in(value)


def test_short_codes_are_found_too() -> None:
    assert (number_of("36111"), number_of("1-2-3"), number_of("acme")) == ("36111", None, None)
