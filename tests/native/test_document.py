"""The kernel that looks through JSON lets nothing through that the Python refuses, and nearly all that it takes."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipstaff.api.routing.bodies import require_shallow
from tipstaff.api.routing.repeated import require_distinct_keys
from tipstaff.native.kernels import found, kernel
from tipstaff.vocab.errors import Malformed

pytestmark = pytest.mark.skipif(found("document").module is None, reason=f"the kernel is {found('document').state}")

LEVELS = 5
PIECES = (
    "{", "}", "[", "]", ",", ":", '"a"', '"a":1', '"b":', '"', "\\", "\\u0061", '"\\u0061":2', "1", "-", "1e400",
    "9" * 41, "9" * 5000,
    "-1.5", "true", "false", "null", "nul", " ", "\n", "\x00", "é", "\ud800", "[" * 6, "{}", "[]",
    '"x":{"a":1}',
)  # fmt: skip
HOSTILE = (
    b"", b"\x00", b"[" * 100_000, b'{"a":' * 100_000, b'"' + b"\\" * 100_001, b'{"k":1' + b',"k":1' * 50_000 + b"}",
    b"{" + b",".join(b'"%d":1' % number for number in range(50_000)) + b"}", b"9" * 100_000, b" " * 100_000,
    b"[" + b"[]," * 50_000 + b"0]", b'{"\xff":1,"\xff":2}', b'"' + b"a" * 10_000_000 + b'"', b'{"a', b'{"a"', b'{"a":',
    b"[1", b"[1,", b"tru", b'"\\', b"-", b"{}}", b"[}", b"{]", b'{"a":1,}', b"[1,]", b"1 2",
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text('a":\\ \n{,}é', max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text('ab": ', max_size=3), inner, max_size=4),
    max_leaves=12,
)


def refused(document: bytes, levels: int = LEVELS) -> bool:
    try:
        require_shallow(document, levels)
        require_distinct_keys(document)
    except Malformed:
        return True
    return False


def ordinary(document: bytes, levels: int = LEVELS) -> bool:
    return bool(kernel("document").is_ordinary(document, levels))


@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_nothing_is_let_through_that_is_refused(parts: list[str]) -> None:
    document = "".join(parts).encode("utf-8", "surrogatepass")
    assert not (ordinary(document) and refused(document))


@given(JSON, JSON)
def test_a_key_that_stands_twice_is_seen(one: Any, other: Any) -> None:
    first, second = (json.dumps({"k": value, "m": 0})[1:-1] for value in (one, other))
    assert not ordinary(("[{" + first + "," + second + "}]").encode(), 50)


@given(JSON, st.integers(0, 8))
def test_levels_are_counted_alike(value: Any, levels: int) -> None:
    document = json.dumps(value).encode()
    assert not (ordinary(document, levels) and refused(document, levels))


@pytest.mark.parametrize("document", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_bytes_are_read_within_bounds(document: bytes) -> None:
    assert not (ordinary(document, 1 << 40) and refused(document, 1 << 40))
    assert not (ordinary(document) and refused(document))


def test_what_callers_send_needs_no_second_look() -> None:
    pick = random.Random(3)
    for number in range(300):
        words = [{"host": "a.example", "clicks": pick.randint(-9, 10**12)} for _ in range(number % 5)]
        data = {
            "text": "Prêt \N{EURO SIGN} ?\n",
            "share": pick.uniform(-1e6, 1e6),
            "links": words,
            "none": None,
            "is": True,
        }
        event = {"id": f"e{number}", "source": "s", "type": "message.send", "account": "acme", "data": data}
        for ascii_only, indent in ((True, None), (False, 2)):
            assert ordinary(json.dumps(event, ensure_ascii=ascii_only, indent=indent).encode(), 64)


def test_what_it_does_not_take() -> None:
    with pytest.raises(TypeError):
        kernel("document").is_ordinary("{}", 3)
    with pytest.raises(TypeError):
        kernel("document").is_ordinary(b"{}")
