from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipstaff.ledgers.keys import Tokens, join, sortable, stem
from tipstaff.ledgers.parties import normalise

KEY = b"0123456789abcdef"


@pytest.mark.parametrize(
    ("spellings", "canonical"),
    [
        (
            ["+33612345678", "+33 6 12 34 56 78", "0033612345678", "33612345678", "+33(6)12-34.56.78"],
            "tel:+33612345678",
        ),
        (["+３３612345678", " +33612345678 "], "tel:+33612345678"),
        (
            ["Jane.Doe@Example.ORG", "jane.doe@example.org.", "mailto:jane.doe@example.org"],
            "mailto:jane.doe@example.org",
        ),
        (["a@bücher.example", "a@xn--bcher-kva.example"], "mailto:a@xn--bcher-kva.example"),
        (["@Acme", "acme", "ACME"], "handle:acme"),
        (["0612345678"], "handle:0612345678"),
        (["3617"], "handle:3617"),
    ],
)
def test_spellings_of_one_party_are_one(spellings: list[str], canonical: str) -> None:
    assert {normalise(spelling) for spelling in spellings} == {canonical}


def test_a_token_hides_the_address_and_depends_on_the_key() -> None:
    token = Tokens(KEY).token("+33612345678")
    assert token == Tokens(KEY).token("+33 6 12 34 56 78")
    assert len(token) == 32
    assert "612345678" not in token
    assert token != Tokens(KEY + b"!").token("+33612345678")
    assert Tokens(KEY).token("") == ""


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="16 to 64"):
        Tokens(b"short")


parts = st.lists(st.text(st.sampled_from("ab\0\1é\udc80"), max_size=4), max_size=4)


@given(parts, parts)
def test_keys_are_equal_only_when_their_parts_are(one: list[str], other: list[str]) -> None:
    assert (join(one) == join(other)) is (one == other)


@given(parts, parts)
def test_a_prefix_is_a_group_and_nothing_else(one: list[str], other: list[str]) -> None:
    assert join(other).startswith(join(one)) is (other[: len(one)] == one)
    assert stem(join(other), min(len(one), len(other))) == join(other[: len(one)])


@given(st.datetimes(timezones=st.timezones()), st.datetimes(timezones=st.timezones()))
def test_moments_sort_as_text(one, other) -> None:
    try:
        texts = sortable(one), sortable(other)
    except OverflowError:
        return
    assert (texts[0] < texts[1]) is (one < other)


def test_addresses_that_nobody_has_are_read_and_not_remembered() -> None:
    tokens = Tokens(KEY)
    for number in range(5):
        long = f"{number}{'x' * 400}@example.org"
        assert tokens.token(long) == tokens.token(long.upper()) != tokens.token(f"+{long}")
    assert len(tokens._recent) == 0
    tokens.token("anna@example.org")
    assert len(tokens._recent) == 1
