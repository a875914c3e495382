"""Ids sort by time, then by randomness, and are what the specification says."""

from hypothesis import given
from hypothesis import strategies as st

from tipstaff.vocab.ids import ulid

MOMENT = st.integers(0, 2**48 - 1)
RANDOM = st.integers(0, 2**80 - 1)


def test_a_known_id() -> None:
    assert ulid(1469918176385, 0) == "01ARYZ6S410000000000000000"
    assert ulid(2**48 - 1, 2**80 - 1) == "7ZZZZZZZZZZZZZZZZZZZZZZZZZ"


@given(MOMENT, RANDOM, MOMENT, RANDOM)
def test_ids_sort_as_their_parts_do(one: int, a: int, other: int, b: int) -> None:
    assert (ulid(one, a) < ulid(other, b)) == ((one, a) < (other, b))
