"""One decoder for every door: bytes in, an Event out, or every fault named.

bytes ──▶ envelope (one struct) ──▶ data (one struct per type) ──▶ Event
               └── anything refused ──▶ faults, all at once
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from msgspec import UNSET, Struct

from tipstaff.vocab.errors import Fault, Invalid, Malformed
from tipstaff.vocab.event import Event
from tipstaff.vocab.faults import event_faults
from tipstaff.vocab.schema import FieldType, ListOf, MapOf, Scalar, Vocabulary
from tipstaff.vocab.structs import envelope_decoder


class ClockLimits(Struct, frozen=True):
    """How far an event's time may lie from now. A sender whose clock is further off is told so."""

    ahead: timedelta = timedelta(minutes=5)
    behind: timedelta = timedelta(days=31)


class Decoder:
    """Decodes CloudEvents JSON against a vocabulary.

    Args:
        vocabulary: the event types and their fields.
        limits: how far an event's time may lie from now; None takes any time (replays, scenarios).
    """

    def __init__(self, vocabulary: Vocabulary, limits: ClockLimits | None = None) -> None:
        self.vocabulary = vocabulary
        self._limits = limits
        self._envelope = envelope_decoder(vocabulary)
        fixers = ((name, _time_fixer(kind.record)) for name, kind in vocabulary.types.items())
        self._time_fixers = {name: fix for name, fix in fixers if fix is not None}

    def decode(self, raw: bytes, now: datetime) -> Event:
        """Decode one event.

        Args:
            raw: CloudEvents 1.0 JSON, UTF-8.
            now: the time an event without `time` gets, and against which a clock that is far off shows (UTC).
        Raises:
            Malformed: not UTF-8, not JSON, or nested too deeply.
            Invalid: its `faults` name every field that is missing or mistyped.
        """
        try:
            envelope = self._envelope.decode(raw)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            raise self._refusal(raw) from None
        if not raw.isascii():
            _require_utf8(raw)
        event_type, data, time = envelope.__struct_config__.tag, envelope.data, envelope.time
        fix = self._time_fixers.get(event_type)
        if fix is not None:
            fix(data)
        if time is UNSET:
            time, raw = now, _with_time(raw, now)
        else:
            time = self._within(time if time.tzinfo is UTC else time.astimezone(UTC), now)
        return Event(envelope.id, envelope.source, event_type, time, envelope.account, data, raw)

    def _within(self, time: datetime, now: datetime) -> datetime:
        limits = self._limits
        if limits is None or -limits.behind <= time - now <= limits.ahead:
            return time
        earliest, latest = now - limits.behind, now + limits.ahead
        fault = Fault(
            "time",
            f"a time between {_stamp(earliest)} and {_stamp(latest)}",
            _stamp(time),
            "check the sender's clock; older events belong in a replay",
        )
        raise Invalid("the event's clock is far off", faults=[fault])

    def _refusal(self, raw: bytes) -> Invalid:
        """Say everything that is wrong with bytes that the fast path refused."""
        document = parse_json(raw)
        faults = event_faults(document, self.vocabulary)
        if not faults:
            # The fast path is stricter than the walk on nothing we know of; its own words are better than silence.
            faults = [Fault("", "a valid event", "one that the decoder refuses")]
        return Invalid(f"the event has {len(faults)} fault{'s' if len(faults) > 1 else ''}", faults=faults)


def parse_json(raw: bytes) -> Any:
    """JSON bytes as plain values.

    Raises:
        Malformed: not UTF-8, not JSON, or nested too deeply; the message says where.
    """
    _require_utf8(raw)
    try:
        return msgspec.json.decode(raw)
    except msgspec.DecodeError as error:
        raise Malformed(f"not JSON: {error}", faults=[Fault("", "a JSON document", str(error))]) from None
    except RecursionError:
        raise Malformed("nested too deeply", faults=[Fault("", "fewer levels of nesting", "too many")]) from None


def _require_utf8(raw: bytes) -> None:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        fault = Fault("", "UTF-8", f"the byte 0x{raw[error.start]:02x} at position {error.start}")
        raise Malformed("not UTF-8", faults=[fault]) from None


def _with_time(raw: bytes, time: datetime) -> bytes:
    """The event with the time it was given, so that a replay of the record sees the same time."""
    return b'{"time":"' + time.isoformat().encode() + b'",' + raw.lstrip()[1:]


def _stamp(time: datetime) -> str:
    return time.isoformat(timespec="seconds").replace("+00:00", "Z")


def _time_fixer(field_type: FieldType) -> Callable[[Any], None] | None:
    """A function that brings every time inside a value to UTC, in place; None when there can be none.

    The value is not shared yet, so changing it is safe although it is frozen.
    """
    if isinstance(field_type, ListOf):
        fix_item = _time_fixer(field_type.item)
        return None if fix_item is None else lambda items: _each(fix_item, items)
    if isinstance(field_type, MapOf):
        fix_value = _time_fixer(field_type.value)
        return None if fix_value is None else lambda mapping: _each(fix_value, mapping.values())
    if isinstance(field_type, Scalar):
        return None
    instants = [field.attribute for field in field_type.fields if _is_time(field.type)]
    inner = [(field.attribute, fix) for field in field_type.fields if (fix := _time_fixer(field.type)) is not None]
    return _record_fixer(instants, inner) if instants or inner else None


def _record_fixer(instants: list[str], inner: list[tuple[str, Callable[[Any], None]]]) -> Callable[[Any], None]:
    def fix(value: Any) -> None:
        for name in instants:
            time = getattr(value, name)
            if time is not UNSET and time.tzinfo is not UTC:
                msgspec.structs.force_setattr(value, name, time.astimezone(UTC))
        for name, fix_inner in inner:
            part = getattr(value, name)
            if part is not UNSET:
                fix_inner(part)

    return fix


def _each(fix: Callable[[Any], None], items: Iterable[Any]) -> None:
    for item in items:
        fix(item)


def _is_time(field_type: FieldType) -> bool:
    return isinstance(field_type, Scalar) and field_type.kind == "time"
