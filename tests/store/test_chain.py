"""The bytes that are hashed are canonical JSON, and the drawing in `chain` is what is built."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from tests.store.conftest import NOW, row

from tipstaff.store import Store, chain

texts = st.text(st.characters(exclude_categories=["Cs"]))
integers = st.integers(0, 2**53 - 1)


@given(integers, texts, texts, st.binary(max_size=8), st.binary(max_size=8))
def test_a_leaf_is_over_canonical_json(sequence: int, one: str, other: str, digest: bytes, decision: bytes) -> None:
    header = [sequence, one, other]

    leaf = chain.decision_leaf(header, digest, decision)

    assert leaf == sha256(b"\x00" + rfc8785.dumps(header) + digest + decision).digest()


bodies = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
)


@given(integers, texts, st.datetimes(timezones=st.just(UTC)), texts, st.dictionaries(texts, bodies, max_size=3))
def test_an_entry_is_hashed_as_canonical_json(
    sequence: int, kind: str, at: datetime, by: str, body: dict[str, Any]
) -> None:
    previous = bytes(range(32))
    micros = chain.micros(at)
    content = {"sequence": sequence, "kind": kind, "at": str(micros), "by": by, "body": body}

    found = chain.entry_hash((sequence, kind, micros, by), chain.canonical(body), previous)

    assert found == sha256(b"\x00" + rfc8785.dumps({**content, "previous": previous.hex()})).digest()


@given(integers, st.lists(st.binary(min_size=32, max_size=32), max_size=3), integers)
def test_a_seal_is_canonical_json(first: int, leaves: list[bytes], other: int) -> None:
    body = chain.seal_body((first // 2, leaves), (other // 2, leaves[:1]))

    stretches = {"decisions": (first // 2, leaves), "changes": (other // 2, leaves[:1])}
    assert body == rfc8785.dumps(
        {
            name: {
                "first": start,
                "last": start + len(some) - 1,
                "count": len(some),
                "digest": sha256(b"".join(some)).hexdigest(),
            }
            for name, (start, some) in stretches.items()
            if some
        }
    )


@given(st.datetimes(timezones=st.just(UTC)))
def test_times_are_kept_to_the_microsecond(at: datetime) -> None:
    assert chain.moment(chain.micros(at)) == at


def test_every_commit_ends_in_a_seal_over_its_rows(memory: Store) -> None:
    memory.run(lambda transaction: [transaction.record_decision(row(number)) for number in (1, 2)])
    memory.run(lambda transaction: transaction.append_audit("key.create", {"name": "ci"}, NOW, "ann"))
    memory.run(lambda transaction: transaction.put_entry("lists", b"a", b"1", NOW, "ann", "lists.put"))
    memory.run(lambda transaction: None)

    entries = memory.reader.audit()

    assert [one.kind for one in entries] == ["seal", "key.create", "seal", "seal"]
    assert [sorted(one.body) for one in entries] == [["decisions"], ["name"], [], ["changes"]]
    assert (entries[0].body["decisions"]["first"], entries[0].body["decisions"]["last"]) == (1, 2)
    assert entries[0].at == row(2).at


def test_a_time_beyond_what_json_counts_is_kept(memory: Store) -> None:
    far = datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)

    memory.run(lambda transaction: transaction.append_audit("test", {}, far, "ann"))

    assert memory.reader.audit()[0].at == far


@pytest.mark.parametrize("body", [{"x": float("nan")}, {"x": 2**53}, {"x": b"bytes"}, {"x": {1, 2}}, {1: "x"}])
def test_what_json_cannot_say_is_a_value_error(body: Any) -> None:
    with pytest.raises(ValueError, match="canonical"):
        chain.canonical(body)
