"""The one decoder: what is promised decodes, everything else is named, and the two paths never disagree."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipstaff.vocab.errors import Invalid, Malformed
from tipstaff.vocab.events import STANDARD
from tipstaff.vocab.reading.decoding import ClockLimits, Decoder
from tipstaff.vocab.reading.faults import event_faults
from tipstaff.vocab.reading.schema import FieldType, ListOf, MapOf, Record, Scalar
from tipstaff.vocab.reading.structs import StructMaker

NOW = datetime(2026, 11, 20, 14, tzinfo=UTC)
DECODER = Decoder(STANDARD)


def envelope(**changes: Any) -> dict[str, Any]:
    event = {
        "specversion": "1.0",
        "id": "e1",
        "source": "test",
        "type": "message.send",
        "account": "acme",
        "time": "2026-11-20T15:00:00+01:00",
        "data": {"channel": "sms", "from": "ACME", "to": "+33612345678", "text": "Soldes", "purpose": "marketing"},
    }
    return {**event, **changes}


def faults(document: object) -> list[str]:
    with pytest.raises(Invalid) as refused:
        DECODER.decode(json.dumps(document).encode(), NOW)
    return [fault.path for fault in refused.value.faults]


def test_a_whole_event_decodes_in_utc_and_keeps_what_nobody_declared() -> None:
    sent = envelope()
    sent["data"]["loyalty"] = {"tier": 3}
    event = DECODER.decode(json.dumps(sent).encode(), NOW)

    assert event.time == NOW
    assert event.time.tzinfo is UTC
    assert (event.data.from_, event.data.media) == ("ACME", msgspec.UNSET)
    assert event.extra() == {"loyalty": {"tier": 3}}


def test_an_event_without_time_happens_now() -> None:
    sent = envelope()
    del sent["time"]
    assert DECODER.decode(json.dumps(sent).encode(), NOW).time == NOW


def test_times_inside_the_data_come_out_in_utc() -> None:
    parties = [{"id": "a", "notified_at": "2026-11-20T10:00:00-05:00"}]
    data = {"medium": "voice", "session": "s", "parties": parties}
    event = DECODER.decode(json.dumps(envelope(type="recording.start", data=data)).encode(), NOW)
    assert event.data.parties[0].notified_at.tzinfo is UTC


def test_every_fault_is_named_at_once() -> None:
    data = {"channel": "smss", "from": 3, "too": "+33612345678", "text": "x", "purpose": None}
    assert faults(envelope(id="", account=7, data=data)) == [
        "id", "account", "data.channel", "data.from", "data.to", "data.purpose",
    ]  # fmt: skip


def test_a_null_for_an_optional_field_says_to_leave_it_out() -> None:
    sent = envelope()
    sent["data"]["campaign"] = None
    with pytest.raises(Invalid) as refused:
        DECODER.decode(json.dumps(sent).encode(), NOW)
    assert "leave the field out" in refused.value.faults[0].hint


def test_an_unknown_type_suggests_the_near_one() -> None:
    with pytest.raises(Invalid) as refused:
        DECODER.decode(json.dumps(envelope(type="mesage.send")).encode(), NOW)
    assert "message.send" in refused.value.faults[0].hint


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff", b"nul", b'{"data":' + b"[" * 200_000, b'{"id":"\xed\xa0\x80"}'])
def test_bytes_that_are_no_document_are_malformed(raw: bytes) -> None:
    with pytest.raises(Malformed):
        DECODER.decode(raw, NOW)


@pytest.mark.parametrize(
    ("off", "fits"),
    [
        (timedelta(minutes=5), True),
        (timedelta(minutes=5, seconds=1), False),
        (timedelta(days=-31), True),
        (timedelta(days=-31, seconds=-1), False),
    ],
)
def test_a_clock_that_is_far_off_is_told(off: timedelta, fits: bool) -> None:
    decoder = Decoder(STANDARD, ClockLimits())
    raw = json.dumps(envelope(time=(NOW + off).isoformat())).encode()
    if fits:
        assert decoder.decode(raw, NOW).time == NOW + off
    else:
        with pytest.raises(Invalid, match="clock"):
            decoder.decode(raw, NOW)


def test_records_of_the_same_fields_decode_alike_and_others_do_not() -> None:
    """They share a struct, whatever they are called; one that differs in anything has its own."""
    host = {"host": "str", "seen?": "time"}
    fields = {
        "message.send": {"extra": {"links": [host]}},
        "message.failed": {"extra": {"links": [host]}},
        "user.sign_in": {"extra": {"links": [{"host": "str", "seen": "time"}]}},
    }
    maker = StructMaker()

    one, same, other = (
        maker.struct(STANDARD.extended({name: more}).types[name].record.fields[-1].type)  # type: ignore[arg-type]
        for name, more in fields.items()
    )

    assert one is same
    assert one is not other
    msgspec.convert({"links": [{"host": "a"}]}, one)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"links": [{"host": "a"}]}, other)


def test_a_policy_may_declare_further_fields_but_not_redeclare_one() -> None:
    grown = STANDARD.extended({"message.send": {"loyalty?": "int"}})
    raw = json.dumps(envelope(data={**envelope()["data"], "loyalty": 3})).encode()
    assert Decoder(grown).decode(raw, NOW).data.loyalty == 3
    with pytest.raises(ValueError, match="already has"):
        STANDARD.extended({"message.send": {"text": "str"}})


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=5),
)


def values(field_type: FieldType) -> st.SearchStrategy[Any]:
    """Values that mostly fit a field, and sometimes do not."""
    if isinstance(field_type, Scalar):
        fitting: st.SearchStrategy[Any] = (
            st.sampled_from(field_type.choices)
            if field_type.choices
            else {
                "str": st.text(max_size=8),
                "int": st.integers(-(2**63), 2**63 - 1),
                "float": st.floats(allow_nan=False, allow_infinity=False),
                "bool": st.booleans(),
                "time": st.just("2026-11-20T14:00:00Z"),
            }[field_type.kind]
        )
    elif isinstance(field_type, ListOf):
        fitting = st.lists(values(field_type.item), max_size=2)
    elif isinstance(field_type, MapOf):
        fitting = st.dictionaries(st.text(max_size=3), values(field_type.value), max_size=2)
    else:
        fitting = objects(field_type)
    return st.one_of(fitting, fitting, fitting, fitting, JUNK)


def objects(record: Record) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional={f.name: values(f.type) for f in record.fields})


@given(
    st.sampled_from(sorted(STANDARD.types)).flatmap(lambda n: st.tuples(st.just(n), objects(STANDARD.types[n].record)))
)
def test_the_fast_path_and_the_walk_agree(sent: tuple[str, dict[str, Any]]) -> None:
    """Whatever the fast path refuses, the walk can name; what it takes has no fault."""
    event_type, data = sent
    walked = event_faults(envelope(type=event_type, data=data), STANDARD)
    raw = json.dumps(envelope(type=event_type, data=data)).encode()
    if walked:
        with pytest.raises(Invalid) as refused:
            DECODER.decode(raw, NOW)
        assert list(refused.value.faults) == walked
    else:
        assert DECODER.decode(raw, NOW).type == event_type


@given(st.binary(max_size=200))
def test_no_bytes_crash_the_decoder(raw: bytes) -> None:
    with pytest.raises(Invalid):
        DECODER.decode(raw, NOW)
