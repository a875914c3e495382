"""What one measurement is: a set of examples, and judges who are asked the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

Label = bool | str | frozenset[str]
Answer = float | str | frozenset[str]


class Example(NamedTuple):
    """One thing to judge.

    `given` is what a judge gets (a text, a domain, an event). `label` is a bool (score tasks: is it one?), a name
    (choice tasks) or a set of names (names tasks). `fold` is 0 to 4: near-copies share one, judges that learn from the
    set itself must not judge what they learned from. `group` splits figures further (attacked attribute, kind, ...).
    """

    given: Any
    label: Label
    fold: int = 0
    group: str = ""


@dataclass(frozen=True, slots=True)
class Judge:
    """Somebody who answers: ours, or what a user would pick otherwise.

    `judge` gets all examples and gives an answer for each, in order: a score (higher is more so), a name or a set of
    names. It may learn from examples of other folds; never from the label of the example it answers for. `one` judges
    one `given`, and is what is timed. `needs` is the package that must be installed; when it is absent the table says
    so. `threshold` turns a score into yes.
    """

    name: str
    judge: Callable[[Sequence[Example]], Sequence[Answer]]
    one: Callable[[Any], object] | None = None
    needs: str = ""
    threshold: float = 0.5


Role = Literal["train", "dev", "test"]
Kind = Literal["score", "choice", "names"]


@dataclass(frozen=True, slots=True)
class Task:
    """One set, one question, several judges; the first is ours.

    Args:
        signal: what is measured, for example `text.spam`.
        data: the set, for example `sms_uci, 5-fold`.
        role: `train` (learned from, in folds), `dev` (looked at while building), `test` (never looked at).
        about: one sentence: what the set holds, and what ours was trained on.
        examples: reads the set; raises `Absent` when it is not there.
        judges: ours first.
        kind: `score` (label bool), `choice` (label a name), `names` (label a set of names).
        targets: figure name to the least ours should reach (`f1`, `auc`, `recall`, `r_at_1`, `macro_f1`, ...) or, for
            `flagged` and `us`, the most.
        show: whether rows of the set may be quoted where a person explains the worst ones.
    """

    signal: str
    data: str
    role: Role
    about: str
    examples: Callable[[], Sequence[Example]]
    judges: tuple[Judge, ...]
    kind: Kind = "score"
    targets: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    show: bool = True


class Absent(Exception):
    """A collection, or a package to compare with, that is not on this machine; the message names it."""


def each(one: Callable[[Any], Answer]) -> Callable[[Sequence[Example]], list[Answer]]:
    """A judge that answers one example at a time and learns nothing."""
    return lambda examples: [one(example.given) for example in examples]


def in_folds(
    fit: Callable[[Sequence[Example]], Callable[[Sequence[Any]], Sequence[float]]],
) -> Callable[[Sequence[Example]], list[float]]:
    """A judge that learns: `fit` gets the examples of the other folds and gives what scores the fold's `given`s."""

    def judge(examples: Sequence[Example]) -> list[float]:
        answers = [0.0] * len(examples)
        for apart in sorted({example.fold for example in examples}):
            score = fit([example for example in examples if example.fold != apart])
            at = [i for i, example in enumerate(examples) if example.fold == apart]
            for i, answer in zip(at, score([examples[i].given for i in at]), strict=True):
                answers[i] = float(answer)
        return answers

    return judge
