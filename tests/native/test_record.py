"""The kernel makes the rows and digests that the Python makes, byte for byte, and leaves what is unusual to it."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipstaff.native.kernels import found, kernel
from tipstaff.store.commit import batch
from tipstaff.store.commit.batch import Batch, prepare
from tipstaff.store.rows import DecisionRow
from tipstaff.vocab.verdict import Verdict

pytestmark = pytest.mark.skipif(found("record").module is None, reason=f"the kernel is {found('record').state}")

HEADS = (7, 3, 2, bytes(32))
texts = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from('"\\\n\t\b\f\r\x00\x1f\x7fé…😀'), max_size=40
)
moments = st.datetimes(timezones=st.just(UTC))
decisions = st.builds(
    DecisionRow,
    id=texts,
    source=texts,
    event_id=texts,
    type=texts,
    account=texts,
    at=moments,
    verdict=st.sampled_from(Verdict),
    request_hash=st.binary(max_size=40),
    event=st.none() | st.binary(max_size=300),
    decision=st.binary(max_size=300),
    clauses=st.lists(texts, max_size=4).map(tuple),
    event_digest=st.just(b"") | st.binary(min_size=32, max_size=32),
)


def plain(**more: Any) -> DecisionRow:
    given = {"id": "d", "source": "s", "event_id": "e", "type": "t", "account": "a", "verdict": Verdict.DENY}
    rest = {"at": datetime(2026, 11, 20, tzinfo=UTC), "request_hash": b"", "event": b"{}", "decision": b"{}"}
    return DecisionRow(**{**given, **rest, **more})


def in_python(rows: list[DecisionRow]) -> Batch:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(batch, "_KERNEL", None)
        return prepare(rows, HEADS)


@given(st.lists(decisions, min_size=1, max_size=6))
def test_rows_leaves_and_seal_are_the_same(rows: list[DecisionRow]) -> None:
    assert kernel("record").rows(rows, 8) is not None
    assert prepare(rows, HEADS) == in_python(rows)


@pytest.fixture(params=[True, False], ids=["plainly", "in hardware"])
def digest(request: pytest.FixtureRequest) -> Any:
    helped = kernel("record").choose(request.param)
    yield kernel("record").sha256
    kernel("record").choose(False)
    if not request.param and not helped:
        pytest.skip("this processor has no instructions for it")


def test_digests_are_those_of_the_library(digest: Callable[[bytes], bytes]) -> None:
    some = random.Random(1)
    for size in (*range(260), 1_000, 65_536, 1_000_003):
        data = some.randbytes(size)
        assert digest(data) == sha256(data).digest(), size


def test_a_million_letters_have_the_published_digest(digest: Callable[[bytes], bytes]) -> None:
    assert digest(b"a" * 1_000_000).hex() == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"


@pytest.mark.parametrize(
    "odd",
    [
        {"at": datetime(2026, 11, 20, tzinfo=timezone(timedelta(hours=1)))},
        {"event_digest": b"short"},
        {"account": "\ud800"},
        {"clauses": ("\udfff",)},
        {"clauses": ["a"]},
        {"decision": bytearray(b"{}")},
        {"event": memoryview(b"{}")},
        {"id": 3},
    ],
    ids=["zone", "digest", "text", "clause", "list", "bytearray", "view", "number"],
)
def test_what_is_unusual_is_left_to_the_python(odd: dict[str, Any]) -> None:
    assert kernel("record").rows([plain(), plain(**odd)], 1) is None


def test_a_time_in_another_zone_is_recorded_all_the_same() -> None:
    at = datetime(2026, 11, 20, 15, tzinfo=timezone(timedelta(hours=1)))

    assert prepare([plain(), plain(at=at)], HEADS) == in_python([plain(), plain(at=at)])


def test_large_members_are_taken_whole() -> None:
    rows = [plain(event=b"x" * 5_000_000, account="\x01" * 1_000_000, clauses=("\\" * 100_000,) * 3)] * 2

    assert prepare(rows, HEADS) == in_python(rows)


@pytest.mark.parametrize("args", [(), ([],), ((), 1), ([], "1"), ([], 1 << 70), ([], 1, 2)], ids=str)
def test_what_is_no_list_with_a_number_is_refused(args: tuple[Any, ...]) -> None:
    with pytest.raises((TypeError, OverflowError)):
        kernel("record").rows(*args)


def test_what_is_no_decision_is_refused() -> None:
    with pytest.raises(AttributeError):
        kernel("record").rows([plain(), object()], 1)
