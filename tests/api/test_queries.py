from __future__ import annotations

from contextlib import suppress
from typing import Annotated, Literal
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta, Struct

from tipstaff.api.routing.queries import read_query
from tipstaff.vocab.errors import Invalid


class Query(Struct, frozen=True, forbid_unknown_fields=True):
    name: str | None = None
    mode: Literal["decide", "ask"] = "decide"
    limit: Annotated[int, Meta(ge=1, le=500)] = 50


def test_nothing_given_is_all_defaults() -> None:
    assert read_query(b"", Query) == Query()


@given(st.text(st.characters(codec="utf-8"), min_size=1), st.integers(1, 500))
def test_what_is_written_is_read(name: str, limit: int) -> None:
    raw = urlencode({"name": name, "limit": limit}).encode()

    assert read_query(raw, Query) == Query(name, "decide", limit)


def test_every_fault_is_named_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        read_query(b"mode=perhaps&limit=501&colour=red", Query)

    assert {fault.path for fault in refused.value.faults} == {"query.mode", "query.limit", "query.colour"}
    expected = {fault.path: fault.expected for fault in refused.value.faults}
    assert expected["query.mode"] == "one of decide, ask"
    assert expected["query.limit"] == "a whole number <= 500"


@pytest.mark.parametrize("raw", [b"limit=1&limit=2", b"name=%ff", b"name=\xff", b"limit=x", b"limit="])
def test_what_cannot_be_read_is_refused(raw: bytes) -> None:
    with pytest.raises(Invalid):
        read_query(raw, Query)


@given(st.binary(max_size=60))
def test_no_bytes_crash_it(raw: bytes) -> None:
    with suppress(Invalid):
        assert isinstance(read_query(raw, Query), Query)


def test_null_is_a_word_like_any_other() -> None:
    assert read_query(b"name=null", Query) == Query(name="null")
    with pytest.raises(Invalid):
        read_query(b"mode=null", Query)
