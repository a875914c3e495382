"""Steps whose time has passed when they come: a clock never runs backwards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from tipstaff.scenarios.file.model import EventStep, Scenario, ScenarioFile, Step, WaitStep
from tipstaff.scenarios.play.timeline import DEFAULT_NOW, Timeline, times
from tipstaff.vocab.diagnostics import Diagnostic
from tipstaff.vocab.errors import Invalid
from tipstaff.vocab.times.durations import add

# Months and business days add up differently one by one; so many of them lie beyond any calendar anyway.
_ONE_BY_ONE = 10_000
_HINT = "steps happen in the order they are written: move the step up, or leave `at` out"


def wrong_times(file: ScenarioFile) -> Iterator[Diagnostic]:
    """Steps that lie before the scenario's time when they are reached, or beyond the years that times can hold."""
    for scenario in file.scenarios:
        yield from _of_scenario(scenario)


def _of_scenario(scenario: Scenario) -> Iterator[Diagnostic]:
    timeline = Timeline(scenario.given.now or DEFAULT_NOW)
    for step in scenario.steps:
        try:
            at = timeline.moment(step.at)
            if at < timeline.now:
                message = f"`at` is {_stamp(at)}, but it is {_stamp(timeline.now)} already"
                yield Diagnostic("time-runs-back", message, step.at_place, hint=_HINT)
            timeline.move_to(at)
            timeline.move_to(_end(step, timeline))
        except Invalid as fault:
            yield Diagnostic("wrong-value", str(fault), step.at_place)
            return


def _end(step: Step, timeline: Timeline) -> datetime:
    """The time when a step that begins now is over."""
    if isinstance(step, WaitStep):
        return timeline.after(step.length)
    if not isinstance(step, EventStep) or step.every is None:
        return timeline.now
    if step.repeat > _ONE_BY_ONE:
        return timeline.after(times(step.every, step.repeat - 1))
    end = timeline.now
    for _ in range(step.repeat - 1):
        end = add(end, step.every)
    return end


def _stamp(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
