"""One decoder for every door: bytes in, an Event out, or every fault named.

bytes ──▶ envelope (one struct) ──▶ data (one struct per type) ──▶ Event
               └── anything refused ──▶ faults, all at once
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, Raw, Struct, UnsetType

from tipstaff.vocab.errors import Fault, Invalid, Malformed
from tipstaff.vocab.event import Event
from tipstaff.vocab.faults import ENVELOPE_LIMIT, event_faults
from tipstaff.vocab.schema import FieldType, ListOf, MapOf, Record, Scalar, Vocabulary
from tipstaff.vocab.structs import Instant, StructMaker

_Name = Annotated[str, Meta(min_length=1, max_length=ENVELOPE_LIMIT)]


class _Envelope(Struct, gc=False):
    specversion: Literal["1.0"]
    id: _Name
    source: _Name
    type: str
    account: _Name
    data: Raw
    time: Instant | UnsetType = UNSET


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
        self._maker = StructMaker()
        self._envelope = msgspec.json.Decoder(_Envelope)
        self._data: dict[str, msgspec.json.Decoder[Struct]] = {}
        self._timed = {name for name, kind in vocabulary.types.items() if _has_time(kind.record)}

    def struct(self, event_type: str) -> type[Struct]:
        """The struct that holds the data of a type."""
        return self._maker.struct(self.vocabulary.types[event_type].record)

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
            data = self._data_decoder(envelope.type).decode(envelope.data)
        except (msgspec.DecodeError, KeyError, RecursionError, UnicodeDecodeError):
            raise self._refusal(raw) from None
        if not raw.isascii():
            _require_utf8(raw)
        if envelope.type in self._timed:
            _to_utc(data)
        if envelope.time is UNSET:
            time, raw = now, _with_time(raw, now)
        else:
            time = self._within(envelope.time.astimezone(UTC), now)
        return Event(envelope.id, envelope.source, envelope.type, time, envelope.account, data, raw)

    def _data_decoder(self, event_type: str) -> msgspec.json.Decoder[Struct]:
        """Made on first use: most installations see a handful of types, and start-up stays short."""
        decoder = self._data.get(event_type)
        if decoder is None:
            decoder = self._data[event_type] = msgspec.json.Decoder(self.struct(event_type))
        return decoder

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


def _has_time(field_type: FieldType) -> bool:
    if isinstance(field_type, Record):
        return any(_has_time(field.type) for field in field_type.fields)
    if isinstance(field_type, ListOf):
        return _has_time(field_type.item)
    if isinstance(field_type, MapOf):
        return _has_time(field_type.value)
    return isinstance(field_type, Scalar) and field_type.kind == "time"


def _to_utc(value: object) -> None:
    """Bring every time inside to UTC, in place: the value is not shared yet."""
    if isinstance(value, list):
        for item in value:
            _to_utc(item)
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            inner = getattr(value, name)
            if isinstance(inner, datetime):
                msgspec.structs.force_setattr(value, name, inner.astimezone(UTC))
            else:
                _to_utc(inner)
