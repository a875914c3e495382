"""Run one task: ask each judge, take the figures, take the time."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from evaluate.figures import chosen, named, scored
from evaluate.task import Absent, Answer, Example, Judge, Task

TIMED = 200


@dataclass(frozen=True, slots=True)
class Result:
    """What one judge reached: figures, or why there are none. `us` is CPU time per item, judged one at a time."""

    judge: str
    figures: dict[str, float] = field(default_factory=dict)
    us: float | None = None
    absent: str = ""
    answers: Sequence[Answer] = ()
    groups: dict[str, dict[str, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A task with its results, ours first; `absent` when the collection is missing."""

    task: Task
    examples: Sequence[Example] = ()
    results: tuple[Result, ...] = ()
    absent: str = ""


def run(task: Task) -> Outcome:
    """Ask every judge of the task."""
    try:
        examples = list(task.examples())
    except Absent as missing:
        return Outcome(task, absent=str(missing))
    return Outcome(task, examples, tuple(_ask(judge, task, examples) for judge in task.judges))


def _ask(judge: Judge, task: Task, examples: Sequence[Example]) -> Result:
    if judge.needs and not installed(judge.needs):
        return Result(judge.name, absent=f"needs {judge.needs}, not installed")
    answers = list(judge.judge(examples))
    groups = sorted({example.group for example in examples} - {""})
    by_group = {group: _figures(judge, task, *_only(group, examples, answers)) for group in groups}
    return Result(
        judge.name, _figures(judge, task, examples, answers), _time(judge, examples), answers=answers, groups=by_group
    )


def _only(group: str, examples: Sequence[Example], answers: Sequence[Answer]) -> tuple[list[Example], list[Answer]]:
    kept = [i for i, example in enumerate(examples) if example.group == group]
    return [examples[i] for i in kept], [answers[i] for i in kept]


def _figures(judge: Judge, task: Task, examples: Sequence[Example], answers: Sequence[Answer]) -> dict[str, float]:
    pairs: list[Any] = [(answer, example.label) for example, answer in zip(examples, answers, strict=True)]
    if task.kind == "choice":
        return chosen(pairs)
    return named(pairs) if task.kind == "names" else scored(pairs, judge.threshold)


def _time(judge: Judge, examples: Sequence[Example]) -> float | None:
    """Microseconds of CPU per item: one item at a time, warm, an even sample of the set, the better of two rounds."""
    if judge.one is None or not examples:
        return None
    sample = [example.given for example in examples[:: max(1, len(examples) // TIMED)]]
    for given in sample[:20]:
        judge.one(given)
    rounds = []
    for _ in range(2):
        start = time.process_time()
        for given in sample:
            judge.one(given)
        rounds.append((time.process_time() - start) / len(sample) * 1e6)
        if rounds[0] > 20_000:
            break
    return min(rounds)


def installed(package: str) -> bool:
    """Whether a distribution of that name is installed."""
    try:
        version(package)
    except PackageNotFoundError:
        return False
    return True
