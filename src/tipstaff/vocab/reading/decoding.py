"""One decoder for every door: bytes in, an Event out, or every fault named.

bytes ──▶ envelope (one struct) ──▶ data (one struct per type) ──▶ Event
               └── anything refused ──▶ faults, all at once
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import msgspec
from msgspec import UNSET, Struct
from msgspec.structs import astuple

from tipstaff.vocab.errors import Fault, Invalid, Malformed
from tipstaff.vocab.event import Event
from tipstaff.vocab.reading.faults import event_faults
from tipstaff.vocab.reading.schema import Vocabulary
from tipstaff.vocab.reading.structs import envelope_decoder, envelopes
from tipstaff.vocab.reading.utc import to_utc


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
        self._envelope = envelope_decoder(vocabulary).decode
        self._kinds = {made: (name, to_utc(vocabulary.types[name].record)) for name, made in envelopes(vocabulary)}

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
            envelope = self._envelope(raw)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            raise self._refusal(raw) from None
        if not raw.isascii():
            _require_utf8(raw)
        event_type, fix = self._kinds[type(envelope)]
        # At once: member by member is slower where every event may be of another class.
        _, event_id, source, account, data, time = astuple(envelope)
        if fix is not None:
            fix(data)
        if time is UNSET:
            return Event(event_id, source, event_type, now, account, data, with_time(raw, now))
        if time.tzinfo is not UTC:
            time = time.astimezone(UTC)
        if self._limits is not None:
            self._require_near(time, now, self._limits)
        return Event(event_id, source, event_type, time, account, data, raw)

    def _require_near(self, time: datetime, now: datetime, limits: ClockLimits) -> None:
        if -limits.behind <= time - now <= limits.ahead:
            return
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


def with_time(raw: bytes, time: datetime) -> bytes:
    """The event with the time it was given, so that a replay of the record sees the same time."""
    begin = _timed_in_utc(time) if time.tzinfo is UTC else _timed(time)
    return begin + raw.lstrip()[1:]


def _timed(time: datetime) -> bytes:
    return b'{"time":"' + time.isoformat().encode() + b'",'


# Many events come at one moment. In other zones equal times read otherwise.
_timed_in_utc = lru_cache(maxsize=4)(_timed)


def _stamp(time: datetime) -> str:
    return time.isoformat(timespec="seconds").replace("+00:00", "Z")
