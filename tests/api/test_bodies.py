from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipstaff.api.routing.bodies import Disconnected, read_body, require_length, require_shallow
from tipstaff.vocab.errors import Malformed, TooLarge

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=20,
)


def depth(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + max(map(depth, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(depth, value), default=0)
    return 0


@given(JSON, st.integers(0, 8), st.booleans())
def test_depth_is_what_json_says_it_is(value: Any, limit: int, escaped: bool) -> None:
    document = json.dumps(value, ensure_ascii=escaped).encode()

    if depth(value) > limit:
        with pytest.raises(Malformed):
            require_shallow(document, limit)
    else:
        require_shallow(document, limit)


@given(st.binary(max_size=300))
def test_bytes_that_are_no_json_never_crash_the_count(document: bytes) -> None:
    with suppress(Malformed):
        require_shallow(document, 3)


def read(pieces: Sequence[bytes], limit: int) -> bytes:
    messages = [
        {"type": "http.request", "body": piece, "more_body": place < len(pieces) - 1}
        for place, piece in enumerate(pieces)
    ]

    async def receive() -> Any:
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    return asyncio.run(read_body(receive, limit))


@given(st.lists(st.binary(max_size=20), min_size=1, max_size=8))
def test_a_body_comes_whole_however_it_is_cut(pieces: list[bytes]) -> None:
    whole = b"".join(pieces)

    assert read(pieces, len(whole)) == whole


@given(st.lists(st.binary(min_size=1, max_size=20), min_size=1, max_size=8))
def test_a_body_one_byte_over_the_limit_is_refused(pieces: list[bytes]) -> None:
    with pytest.raises(TooLarge):
        read(pieces, len(b"".join(pieces)) - 1)


def test_a_caller_who_hangs_up_gets_no_answer() -> None:
    messages: list[dict[str, Any]] = [{"type": "http.request", "body": b"{", "more_body": True}]

    async def receive() -> Any:
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    with pytest.raises(Disconnected):
        asyncio.run(read_body(receive, 100))


def test_a_declared_length_is_believed_before_a_byte_is_read() -> None:
    require_length(None, 10)
    require_length(b"10", 10)
    with pytest.raises(TooLarge):
        require_length(b"11", 10)
    with pytest.raises(Malformed):
        require_length(b"-1", 10)
