"""Telling a repeat from a conflict, also when the event was erased since."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import blake2b, sha256
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tipstaff.app.recording.records import same
from tipstaff.app.recording.scrubbing import scrubbed
from tipstaff.store import DecisionRow
from tipstaff.vocab.errors import Conflict
from tipstaff.vocab.reading.decoding import with_time
from tipstaff.vocab.verdict import Verdict

AT = datetime(2026, 11, 20, 14, 0, 0, 123456, tzinfo=UTC)
ANSWER = b'{"verdict":"allow"}'

texts = st.text(max_size=20) | st.just("my card is 4111 1111 1111 1111")
told = st.fixed_dictionaries(
    {"id": st.just("e"), "data": st.fixed_dictionaries({"text": texts})},
    optional={"time": st.sampled_from(["2026-11-20T14:00:00Z", "2026-11-20T15:00:00+01:00"])},
)


def recorded(raw: bytes, *, erased: bool, old: bool) -> DecisionRow:
    """As a decision on these bytes is read back; `old`: by a release that kept a digest of what was sent."""
    kept = scrubbed(raw if "time" in json.loads(raw) else with_time(raw, AT))
    return DecisionRow(
        id="01",
        source="s",
        event_id="e",
        type="t",
        account="a",
        at=AT,
        verdict=Verdict.ALLOW,
        request_hash=blake2b(raw, digest_size=16).digest() if old else b"",
        event=None if erased else kept,
        decision=ANSWER,
        event_digest=sha256(kept).digest(),
    )


@settings(deadline=None)
@given(told, st.booleans(), st.booleans())
def test_the_same_bytes_are_a_repeat_even_when_the_event_is_gone(event: Any, erased: bool, old: bool) -> None:
    raw = json.dumps(event).encode()

    assert same(recorded(raw, erased=erased, old=old), raw) == ANSWER


@settings(deadline=None)
@given(told, told, st.booleans(), st.booleans())
def test_other_content_is_a_conflict(event: Any, other: Any, erased: bool, old: bool) -> None:
    raw, again = json.dumps(event).encode(), json.dumps(other).encode()
    content = {**event, "time": None}, {**other, "time": None}
    if content[0] == content[1]:
        return

    with pytest.raises(Conflict):
        same(recorded(raw, erased=erased, old=old), again)


@settings(deadline=None)
@given(told, st.booleans())
def test_the_same_content_in_other_bytes_is_a_repeat_as_long_as_the_event_is_there(event: Any, old: bool) -> None:
    raw, again = json.dumps(event).encode(), json.dumps(dict(reversed(event.items())), indent=1).encode()

    assert same(recorded(raw, erased=False, old=old), again) == ANSWER
