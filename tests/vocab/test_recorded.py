"""Whatever was accepted once can be read back."""

from __future__ import annotations

import json
import math

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipstaff.vocab.recorded import LONGEST_INTEGER, numbers_out_of_range, recorded_json

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
)


@given(JSON)
def test_an_ordinary_document_reads_as_it_is(value: object) -> None:
    raw = json.dumps(value).encode()

    assert recorded_json(raw) == msgspec.json.decode(raw)
    assert numbers_out_of_range(raw) == []


@pytest.mark.parametrize(
    ("number", "read"),
    [
        ("1e400", math.inf),
        ("-1E+999", -math.inf),
        ("9" * (LONGEST_INTEGER + 1), math.inf),
        ("-" + "9" * (LONGEST_INTEGER + 1), -math.inf),
        ("1" + "0" * 400 + ".5", math.inf),
    ],
)
def test_a_number_that_nothing_holds_reads_as_infinite_and_has_a_path(number: str, read: float) -> None:
    raw = f'{{"a":[1,{{"b":{number}}}],"c":{number}}}'.encode()
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(raw)

    assert recorded_json(raw) == {"a": [1, {"b": read}], "c": read}
    assert numbers_out_of_range(raw) == ["a[1].b", "c"]


def test_the_longest_integer_is_read_as_it_is() -> None:
    digits = "7" * LONGEST_INTEGER

    assert recorded_json(f'{{"n":{digits},"far":1e400}}'.encode())["n"] == int(digits)
