"""Times inside decoded data come out in UTC, wherever they stand."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from tipstaff.vocab.reading.schema import Notation, Record, record
from tipstaff.vocab.reading.structs import StructMaker
from tipstaff.vocab.reading.utc import to_utc

OFFSET, ZULU = "2026-11-20T10:00:00-05:00", "2026-11-20T15:00:00Z"
AT = datetime(2026, 11, 20, 15, tzinfo=UTC)


def read(notation: dict[str, Notation]) -> Record:
    return record("thing", notation, {})


def fixed(kind: Record, sent: Any) -> Any:
    data = msgspec.json.decode(msgspec.json.encode(sent), type=StructMaker().struct(kind))
    fix = to_utc(kind)
    assert fix is not None
    fix(data)
    return data


@pytest.mark.parametrize("optional", ["", "?"])
@pytest.mark.parametrize("sent", [OFFSET, ZULU])
def test_one_time_deep_inside(sent: str, optional: str) -> None:
    found = fixed(read({f"a{optional}": {"b": {"at": "time"}}}), {"a": {"b": {"at": sent}}})

    assert (found.a.b.at, found.a.b.at.tzinfo) == (AT, UTC)


@pytest.mark.parametrize("sent", [(OFFSET, ZULU), (ZULU, OFFSET), (ZULU, ZULU), (OFFSET, OFFSET)])
def test_several_times(sent: tuple[str, str]) -> None:
    found = fixed(read({"at": "time", "in": {"at": "time"}}), {"at": sent[0], "in": {"at": sent[1]}})

    assert [(time, time.tzinfo) for time in (found.at, found.in_.at)] == [(AT, UTC)] * 2


def test_times_in_lists_and_maps() -> None:
    kind = read({"list": ["time"], "map": {"str": "time"}, "rows": [{"at?": "time"}], "at": "time"})
    found = fixed(kind, {"list": [OFFSET, ZULU], "map": {"a": OFFSET}, "rows": [{}, {"at": OFFSET}], "at": ZULU})

    times = [*found.list, *found.map.values(), found.rows[1].at, found.at]
    assert [(time, time.tzinfo) for time in times] == [(AT, UTC)] * 5


def test_what_is_missing_stays_missing() -> None:
    found = fixed(read({"at?": "time", "in?": {"at": "time"}}), {})

    assert (found.at, found.in_) == (msgspec.UNSET, msgspec.UNSET)


def test_a_record_without_times_needs_nothing() -> None:
    assert to_utc(read({"a": "str", "b": [{"c": "int"}]})) is None
