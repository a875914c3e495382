"""A filter misses nobody, and seldom takes a stranger for one of its own."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from tipstaff.ledgers.records.register_blocks import ROW, bits_for, block_of, listed_since, rows_of
from tipstaff.ledgers.records.register_filters import Bits

TOKENS = st.lists(st.binary(min_size=12, max_size=12), max_size=60)


@settings(deadline=None)
@given(TOKENS)
def test_nobody_is_missed(tokens: list[bytes]) -> None:
    bits = Bits.for_entries(len(tokens))
    bits.add(tokens)
    again = Bits(b"".join(bits.pieces()))
    assert all(again.may_have(token) for token in tokens)


def test_few_strangers_are_looked_up() -> None:
    rng = random.Random(5)
    bits = Bits.for_entries(13_107)  # ten bits each, the fewest there can be
    bits.add(rng.randbytes(12) for _ in range(13_107))
    taken = sum(bits.may_have(rng.randbytes(12)) for _ in range(20_000))
    assert 200 < taken < 20_000 / 50


@settings(deadline=None)
@given(TOKENS, TOKENS)
def test_rows_are_found_with_the_load_that_listed_them_first(first: list[bytes], second: list[bytes]) -> None:
    before = rows_of(first, 3, b"")
    rows = rows_of(second, 4, before)
    assert len(rows) == ROW * len(set(second))
    for token in first + second:
        expected = None if token not in second else 3 if token in first else 4
        assert listed_since(rows, token + b"more") == expected


def test_a_token_is_found_only_where_a_row_begins() -> None:
    rows = bytes(12) + b"\0\0\0\x01" + b"\x00" * 3 + b"\x09" * 9 + b"\0\0\0\x02"
    assert listed_since(rows, b"\0" * 3 + b"\x09" * 9) == 2
    assert listed_since(rows, b"\x01" + b"\0" * 3 + b"\x09" * 8) is None  # across the end of the first row


def test_blocks_are_as_many_as_hold_some_dozens_each() -> None:
    assert [bits_for(entries) for entries in (1, 10_000, 1_000_000, 10_000_000)] == [8, 8, 15, 18]
    assert block_of(b"\xff\xff\xff\xff", 18) == "03ffff"
