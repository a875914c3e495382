"""Scenario files as values: what the author asked to be set up, done and expected, each with its place in the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tipstaff.scenarios.file.document import MapNode
from tipstaff.vocab.diagnostics import Place
from tipstaff.vocab.times.durations import Duration


@dataclass(frozen=True, slots=True)
class EventTemplate:
    """An event as written; `data` is read against the vocabulary of the packs it is told to."""

    type: str
    account: str
    id: str | None
    source: str | None
    data: MapNode
    place: Place


@dataclass(frozen=True, slots=True)
class Past:
    """Events told before the first step, `every` apart: the oldest `until` and `repeat` times `every` before now."""

    event: EventTemplate
    repeat: int
    every: Duration | None
    until: Duration | None
    place: Place


@dataclass(frozen=True, slots=True)
class Expectation:
    """One key of an `expect` with its checked value."""

    key: str
    value: Any
    place: Place


@dataclass(frozen=True, slots=True)
class Step:
    """What every step may carry."""

    place: Place
    at: datetime | Duration | None
    at_place: Place
    expect: tuple[Expectation, ...]
    expect_each: tuple[Expectation, ...]


@dataclass(frozen=True, slots=True)
class EventStep(Step):
    """Events asked or told in turn, the whole list `repeat` times, `every` apart. `leaves_no_trace`: only asked
    whether they would be allowed.
    """

    events: tuple[EventTemplate, ...]
    repeat: int
    every: Duration | None
    leaves_no_trace: bool = False


@dataclass(frozen=True, slots=True)
class CommandStep(Step):
    """A command `do` with its arguments, given by the person `actor` ("" = the system)."""

    do: str
    args: dict[str, Any]
    actor: str


@dataclass(frozen=True, slots=True)
class WaitStep(Step):
    """The clock moves."""

    length: Duration


@dataclass(frozen=True, slots=True)
class Given:
    """The state before the first step. `rows` maps a key of `given` to its rows as JSON values."""

    now: datetime | None = None
    rows: Mapping[str, Any] = field(default_factory=dict)
    history: tuple[Past, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario, `given` of its file already merged in."""

    name: str
    clauses: tuple[str, ...]
    given: Given
    steps: tuple[Step, ...]
    place: Place
    clause_places: tuple[Place, ...] = ()

    @property
    def expects(self) -> bool:
        """Whether it expects anything at all; `expect: {}` and `clauses: []` hold whatever happens."""
        every = (one for step in self.steps for one in (*step.expect, *step.expect_each))
        return any(one.value not in ([], {}) for one in every)


@dataclass(frozen=True, slots=True)
class ScenarioFile:
    """A file: the stack of policies it is about (first general, last most specific) and its scenarios."""

    path: str
    policies: tuple[str, ...]
    version: str | None
    scenarios: tuple[Scenario, ...]
    place: Place
    version_place: Place | None = None
