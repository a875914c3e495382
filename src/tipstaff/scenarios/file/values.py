"""Single values in a scenario file: texts, numbers, times, lengths.

A shape reads a node, gives its value and notes what is wrong with it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from tipstaff.scenarios.file.document import (
    ListNode,
    MapNode,
    Node,
    Notes,
    ScalarNode,
    flag_value,
    plain_value,
    scalar_value,
)
from tipstaff.vocab.errors import Invalid
from tipstaff.vocab.times.durations import parse_duration, parse_offset


class Shape(Protocol):
    """One kind of value."""

    def read(self, node: Node, notes: Notes) -> Any:
        """The value of `node`; None when it is wrong, which is then noted."""


@dataclass(frozen=True, slots=True)
class Text:
    """Any single value, taken as the author typed it."""

    what: str = "a text"

    def read(self, node: Node, notes: Notes) -> Any:
        """The text of the scalar."""
        if isinstance(node, ScalarNode) and (node.text or node.quoted):
            return node.text
        return wrong(node, notes, self.what)


@dataclass(frozen=True, slots=True)
class Matching:
    """A text of a given pattern."""

    what: str
    pattern: re.Pattern[str]

    def read(self, node: Node, notes: Notes) -> Any:
        """The text when it matches."""
        if isinstance(node, ScalarNode) and self.pattern.fullmatch(node.text):
            return node.text
        return wrong(node, notes, self.what)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words; a near miss gets the word that was probably meant."""

    words: tuple[str, ...]

    def read(self, node: Node, notes: Notes) -> Any:
        """The word."""
        if isinstance(node, ScalarNode) and node.text in self.words:
            return node.text
        hint = did_you_mean(node.text, self.words) if isinstance(node, ScalarNode) else ""
        return wrong(node, notes, f"one of {', '.join(self.words)}", hint)


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number of at least `least`."""

    least: int = 0

    def read(self, node: Node, notes: Notes) -> Any:
        """The number."""
        value = scalar_value(node) if isinstance(node, ScalarNode) else None
        if isinstance(value, int) and not isinstance(value, bool) and value >= self.least:
            return value
        return wrong(node, notes, f"a whole number of at least {self.least}")


@dataclass(frozen=True, slots=True)
class Number:
    """Any number."""

    def read(self, node: Node, notes: Notes) -> Any:
        """The number, whole ones as int."""
        value = scalar_value(node) if isinstance(node, ScalarNode) else None
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return value
        return wrong(node, notes, "a number")


@dataclass(frozen=True, slots=True)
class Flag:
    """true or false."""

    def read(self, node: Node, notes: Notes) -> Any:
        """The flag."""
        value = flag_value(node) if isinstance(node, ScalarNode) else None
        if value is not None:
            return value
        return wrong(node, notes, "true or false")


@dataclass(frozen=True, slots=True)
class Time:
    """An RFC 3339 time; a bare date is its first instant, UTC."""

    def read(self, node: Node, notes: Notes) -> Any:
        """The time in UTC."""
        moment = parse_time(node.text) if isinstance(node, ScalarNode) else None
        if moment is not None:
            return moment
        return wrong(node, notes, "a time such as 2026-11-18T14:00:00Z")


@dataclass(frozen=True, slots=True)
class TimeText:
    """A time, kept as RFC 3339 text for those who decode it themselves."""

    def read(self, node: Node, notes: Notes) -> Any:
        """The time in UTC, written `2026-11-18T14:00:00Z`."""
        moment = Time().read(node, notes)
        return None if moment is None else moment.isoformat().replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class Length:
    """A duration such as `24h`, `1d2h`, `15bd:FR`; `signed` allows a leading minus (`-5m`)."""

    signed: bool = False

    def read(self, node: Node, notes: Notes) -> Any:
        """The duration."""
        text = node.text if isinstance(node, ScalarNode) else ""
        try:
            return parse_offset(text) if self.signed and text.startswith("-") else parse_duration(text)
        except Invalid as refusal:
            fault = refusal.faults[0]
            return wrong(node, notes, fault.expected, fault.hint)


@dataclass(frozen=True, slots=True)
class Moment:
    """When a step happens: a time, or `+duration` after the scenario's `now`."""

    def read(self, node: Node, notes: Notes) -> Any:
        """The time or the duration."""
        if isinstance(node, ScalarNode) and node.text.startswith("+"):
            shifted = ScalarNode(node.place, node.text[1:], node.quoted)
            return Length().read(shifted, notes)
        return Time().read(node, notes)


@dataclass(frozen=True, slots=True)
class Anything:
    """Any JSON value."""

    def read(self, node: Node, notes: Notes) -> Any:  # noqa: ARG002  nothing is wrong with anything
        """The value."""
        return plain_value(node)


@dataclass(frozen=True, slots=True)
class AsWritten:
    """A part that is read later, by someone who knows more: the node itself, which must be a table."""

    def read(self, node: Node, notes: Notes) -> Any:
        """The node."""
        return node if isinstance(node, MapNode) else wrong(node, notes, "a table of names and values")


def parse_time(text: str) -> datetime | None:
    """An RFC 3339 time in UTC; None when it is not one."""
    try:
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):  # the first and last hours of the calendar have no UTC in some zones
        return None


def did_you_mean(word: str, known: Sequence[str] | Mapping[str, Any]) -> str:
    """ "did you mean `x`?" for the nearest known word, or ""."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.7)
    return f"did you mean `{near[0]}`?" if near else ""


def wrong(node: Node, notes: Notes, expected: str, hint: str = "") -> Any:
    """Note what was expected; gives None, the value of everything that is wrong."""
    notes.report("wrong-value", f"expected {expected}, got {_shown(node)}", node.place, hint)
    return None


def _shown(node: Node) -> str:
    if isinstance(node, MapNode):
        return "a table"
    if isinstance(node, ListNode):
        return "a list"
    return f"`{node.text}`" if node.text else "nothing"
