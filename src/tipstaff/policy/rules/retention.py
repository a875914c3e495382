"""Retention as it runs: checked against the event types."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tipstaff.policy.document.nodes import Scalar
from tipstaff.policy.document.notes import Notes, did_you_mean
from tipstaff.policy.pack.nouns import Policy, RetentionText
from tipstaff.vocab.reading.schema import EventType, Vocabulary
from tipstaff.vocab.reading.schema import Scalar as ScalarType
from tipstaff.vocab.times.durations import Duration


@dataclass(frozen=True, slots=True)
class Retention:
    """Events of a type become unreadable once they are too old, or too many.

    Args:
        keep: from its recording; an event may be exactly that old. None for any age.
        newest: so many, the latest ones, for each account and each value of the fields `by`; 0 for any number.
        calendar: for business days in `keep`.
    """

    policy: str
    type: str
    keep: Duration | None
    newest: int
    by: tuple[str, ...]
    calendar: str

    @property
    def bounds(self) -> str:
        """How long and how many, in words: `for 14d, the newest 100 by account, app`."""
        bounds = [f"for {self.keep}"] if self.keep is not None else []
        bounds += [f"the newest {self.newest} by {', '.join(('account', *self.by))}"] if self.newest else []
        return ", ".join(bounds)

    def __str__(self) -> str:
        """In a line, for the audit chain: `messagebird: error.logged for 14d, the newest 100 by account, app`."""
        return f"{self.policy}: {self.type} {self.bounds}"


def check_retention(policy: Policy, vocabulary: Vocabulary, notes: Notes) -> tuple[Retention, ...]:
    """What a policy says of retention; unknown types and fields are noted."""
    found = (_checked(policy, text, vocabulary, notes) for text in policy.retention)
    return tuple(one for one in found if one is not None)


def _checked(policy: Policy, text: RetentionText, vocabulary: Vocabulary, notes: Notes) -> Retention | None:
    event_type = vocabulary.types.get(text.type.text)
    if event_type is None:
        hint = did_you_mean(text.type.text, vocabulary.types)
        notes.at(text.type, "unknown-type", f"`{text.type.text}` is not an event type", hint=hint)
        return None
    by = tuple(_fields(event_type, text.by, notes))
    return Retention(policy.name, event_type.name, text.keep, text.newest, by, policy.calendar)


def _fields(event_type: EventType, by: Iterable[Scalar], notes: Notes) -> Iterable[str]:
    single = [field.name for field in event_type.record.fields if isinstance(field.type, ScalarType)]
    for scalar in by:
        if scalar.text in single:
            yield scalar.text
            continue
        hint = did_you_mean(scalar.text, single) or f"one of {', '.join(single)}"
        message = f"`{scalar.text}` is not a single value of `{event_type.name}`"
        notes.at(scalar, "unknown-field", message, hint=hint)
