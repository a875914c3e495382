"""`retention` of a `policy.yaml`: how long events of a type stay readable, and how many of them."""

from __future__ import annotations

from tipstaff.policy.document.keys import Keys
from tipstaff.policy.document.nodes import Scalar
from tipstaff.policy.document.notes import Notes
from tipstaff.policy.pack.nouns import RetentionText
from tipstaff.vocab.errors import Invalid
from tipstaff.vocab.times.durations import Duration, parse_duration

MOST = 1_000_000
"""The greatest `newest`: so many places are remembered for each that it counts for."""


def read_retention(keys: Keys) -> tuple[RetentionText, ...]:
    """Every item; one without a type, or without a bound, is left out."""
    found = (_retention(item) for item in keys.each("retention", "a retention"))
    return tuple(one for one in found if one is not None)


def _retention(keys: Keys) -> RetentionText | None:
    event_type = keys.scalar("type", required=True)
    length = keys.scalar("keep")
    keep = None if length is None else _length(length, keys.notes)
    bounded = keys.take("newest") is not None
    newest = keys.whole("newest", 0, (1, MOST))
    by = keys.words("by")
    keys.done()
    if length is None and not bounded:
        hint = "add `keep: 14d`, `newest: 100`, or both"
        keys.notes.at(keys.node, "missing-key", "a retention needs `keep` or `newest`", hint=hint)
    if by and not bounded:
        keys.notes.at(by[0], "wrong-value", "`by` says for what `newest` counts, and there is no `newest`")
    if event_type is None or (keep is None and not newest):
        return None
    return RetentionText(event_type, keep, newest, by, keys.node.place, keys.node.source)


def _length(scalar: Scalar, notes: Notes) -> Duration | None:
    try:
        length = parse_duration(scalar.text)
    except Invalid as refused:
        fault = refused.faults[0]
        notes.at(scalar, "wrong-value", f"`{scalar.text}` is not {fault.expected}", hint=fault.hint)
        return None
    if any(part.amount for part in length.parts):
        return length
    notes.at(scalar, "wrong-value", f"`{scalar.text}` keeps nothing; what is recorded is kept for some time")
    return None
