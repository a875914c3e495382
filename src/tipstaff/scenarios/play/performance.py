"""One scenario from its first given to its last expectation.

given ──▶ history ──▶ steps: each moves the clock, does one thing, and is held against what was expected
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from tipstaff.scenarios.file.model import (
    CommandStep,
    EventStep,
    EventTemplate,
    Expectation,
    Past,
    Scenario,
    Step,
    WaitStep,
)
from tipstaff.scenarios.play.checks.every import mismatches
from tipstaff.scenarios.play.messages import Told, message
from tipstaff.scenarios.play.results import Failure, ScenarioResult, reasons_of
from tipstaff.scenarios.play.scene import Outcome, Scene
from tipstaff.scenarios.play.timeline import Timeline, back, times
from tipstaff.vocab.diagnostics import Place
from tipstaff.vocab.errors import NotThereYet, TipstaffError
from tipstaff.vocab.reading.schema import Vocabulary
from tipstaff.vocab.times.durations import add


class Stage(Scene, Protocol):
    """An engine that a scenario can be performed on."""

    @property
    def vocabulary(self) -> Vocabulary:
        """The event types and fields of the packs in force."""
        ...

    def give(self, rows: Mapping[str, Any]) -> None:
        """Put the state before the first step."""
        ...

    def tell(self, raw: bytes) -> Outcome:
        """Ask or tell one event."""
        ...

    def ask(self, raw: bytes) -> Outcome:
        """Ask whether an event would be allowed, without leaving a trace."""
        ...

    def command(self, name: str, args: dict[str, Any], actor: str) -> Outcome:
        """Give a command."""
        ...

    def pass_time(self, moment: datetime) -> None:
        """Move the clock there; what falls due on the way happens, in order."""
        ...


@dataclass
class _Run:
    """What is known while one scenario runs."""

    stage: Stage
    timeline: Timeline
    failures: list[Failure] = field(default_factory=list)
    last: Outcome = field(default_factory=Outcome)
    """What the last step that was not refused came to."""

    def fail(self, number: int, place: Place, what: str) -> None:
        """Note a failure that is no mismatch."""
        self.failures.append(Failure(number, place, what))


def perform(scenario: Scenario, file: str, stage: Stage, timeline: Timeline) -> ScenarioResult:
    """Perform a scenario on a fresh stage whose clock is `timeline`.

    A command, key or record whose room is not built yet ends it with `not there yet: NAME`.
    """
    run = _Run(stage, timeline)
    number, place = 0, scenario.place
    try:
        _set_up(scenario, stage, timeline)
        for number, step in enumerate(scenario.steps, start=1):
            place = step.place
            _take(step, number, run)
    except NotThereYet as later:
        run.fail(number, place, str(later))
    except TipstaffError as error:
        run.fail(number, place, f"the set-up was refused: {_said(error)}")
    return ScenarioResult(file, scenario.place.line, scenario.name, list(scenario.clauses), run.failures)


def _set_up(scenario: Scenario, stage: Stage, timeline: Timeline) -> None:
    stage.give(scenario.given.rows)
    told = sorted(
        ((moment, order, index, past) for order, past in enumerate(scenario.given.history)
         for index, moment in enumerate(_moments(past, timeline.start))),
        key=lambda one: one[:3],
    )  # fmt: skip
    for moment, order, index, past in told:
        timeline.now = moment
        outcome = stage.tell(message(past.event, stage.vocabulary, Told(f"history-{order}-{index}", index, moment)))
        if outcome.error is not None:
            raise outcome.error
    timeline.now = timeline.start


def _moments(past: Past, now: datetime) -> Iterator[datetime]:
    """Oldest first: the oldest lies `until` and `repeat` times `every` before now."""
    end = add(now, back(past.until)) if past.until is not None else now
    for index in range(past.repeat):
        yield add(end, back(times(past.every, past.repeat - index))) if past.every is not None else end


def _take(step: Step, number: int, run: _Run) -> None:
    run.stage.pass_time(run.timeline.moment(step.at))
    match step:
        case WaitStep():
            run.stage.pass_time(run.timeline.after(step.length))
            outcomes: Sequence[Outcome] = ()
        case CommandStep():
            outcomes = [run.stage.command(step.do, step.args, step.actor)]
        case EventStep():
            outcomes = list(_told(step, number, run))
        case _:
            raise AssertionError("a step is an event, a command or a wait")
    run.last = next((one for one in reversed(outcomes) if one.error is None), run.last)
    _check(step, number, outcomes, run)


def _told(step: EventStep, number: int, run: _Run) -> Iterator[Outcome]:
    at = run.timeline.moment(step.at)
    for index in range(step.repeat):
        if index and step.every is not None:
            at = add(at, step.every)
            run.stage.pass_time(at)
        for position, template in enumerate(step.events):
            told = Told(f"step-{number}-{index}-{position}", index, at)
            put = run.stage.ask if step.leaves_no_trace else run.stage.tell
            yield put(_message(template, run, told))


def _message(template: EventTemplate, run: _Run, told: Told) -> bytes:
    return message(template, run.stage.vocabulary, told)


def _check(step: Step, number: int, outcomes: Sequence[Outcome], run: _Run) -> None:
    for index, outcome in enumerate(outcomes):
        last = index == len(outcomes) - 1
        expected = (*step.expect_each, *(step.expect if last else ()))
        of_many = f"telling {index + 1} of {len(outcomes)}" if len(outcomes) > 1 else ""
        _hold(expected, outcome, (number, step.place, of_many), run)
    if not outcomes:
        # Waiting is never refused: what it may look at is what the last step came to.
        _hold((*step.expect_each, *step.expect), run.last, (number, step.place, ""), run)


def _hold(expected: Sequence[Expectation], outcome: Outcome, where: tuple[int, Place, str], run: _Run) -> None:
    number, place, which = where
    error = outcome.error
    if error is not None:
        if isinstance(error, NotThereYet):
            raise error
        if not any(one.key == "error" or _of_none(one, error) for one in expected):
            run.fail(number, place, f"{which + ' ' if which else ''}was refused: {_said(error)}")
            return
    for one, wrong in mismatches(expected, outcome, run.stage):
        what = f"{which}: `{one.key}` does not hold" if which else f"`{one.key}` does not hold"
        run.failures.append(Failure(number, one.place, what, wrong, reasons_of(outcome.decision)))


def _of_none(one: Expectation, error: TipstaffError) -> bool:
    """Whether it was expected that there is no proof: a consent that nobody gave is refused as not found."""
    return one.key == "proof" and error.code == "not-found" and all(row.get("is") is False for row in one.value)


def _said(error: TipstaffError) -> str:
    faults = "; ".join(str(fault) for fault in error.faults)
    return f"{error.code}: {error.message}" + (f" ({faults})" if faults else "")
