"""Figures from answers: plain functions over lists, in pure Python so that they can be read and checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

Figures = Mapping[str, float]
Scored = Sequence[tuple[float, bool]]


class Point(NamedTuple):
    """One threshold: share of the honest flagged, share of the others caught, precision."""

    threshold: float
    flagged: float
    recall: float
    precision: float


def scored(answers: Scored, threshold: float) -> dict[str, float]:
    """Figures of a score task.

    flagged: share of the honest at or over the threshold; precision, recall, f1 there; f1_max: the best over all
    thresholds (optimistic); auc: area under the ROC curve, ties half; fpr_at_95: share of the honest flagged where 95 %
    is caught; r_at_1: share caught where at most 1 % of the honest is flagged.
    """
    yes = sum(1 for _, label in answers if label)
    no = len(answers) - yes
    hits = sum(1 for score, label in answers if label and score >= threshold)
    false = sum(1 for score, label in answers if not label and score >= threshold)
    points = curve(answers)
    return {
        "rows": len(answers),
        "positive": yes,
        "flagged": false / max(1, no),
        "precision": hits / max(1, hits + false),
        "recall": hits / max(1, yes),
        "f1": _f1(hits, false, yes),
        "f1_max": max((2 * p.precision * p.recall / max(1e-9, p.precision + p.recall) for p in points), default=0.0),
        "auc": area(answers),
        "fpr_at_95": min((p.flagged for p in points if p.recall >= 0.95), default=1.0),
        "r_at_1": max((p.recall for p in points if p.flagged <= 0.01), default=0.0),
    }


def curve(answers: Scored) -> list[Point]:
    """Every threshold that changes something, highest first."""
    ranked = sorted(answers, key=lambda answer: -answer[0])
    yes = sum(1 for _, label in ranked if label)
    no = len(ranked) - yes
    points, hits, false = [], 0, 0
    for at, (score, label) in enumerate(ranked):
        hits, false = hits + label, false + (not label)
        if at + 1 == len(ranked) or ranked[at + 1][0] != score:
            points.append(Point(score, false / max(1, no), hits / max(1, yes), hits / (hits + false)))
    return points


def area(answers: Scored) -> float:
    """The chance that a positive scores over an honest one; ties count half."""
    ranked = sorted(answers)
    yes = sum(1 for _, label in ranked if label)
    no = len(ranked) - yes
    total, at = 0.0, 0
    while at < len(ranked):
        end = at
        while end < len(ranked) and ranked[end][0] == ranked[at][0]:
            end += 1
        total += sum(1 for _, label in ranked[at:end] if label) * (at + 1 + end) / 2
        at = end
    return (total - yes * (yes + 1) / 2) / max(1, yes * no)


def reliability(answers: Scored, bins: int = 10) -> list[tuple[float, float, int]]:
    """(mean score, share of positives, how many) for each tenth of the score that holds something."""
    held: dict[int, list[tuple[float, bool]]] = {}
    for score, label in answers:
        held.setdefault(min(bins - 1, max(0, int(score * bins))), []).append((score, label))
    return [
        (sum(s for s, _ in part) / len(part), sum(1 for _, label in part if label) / len(part), len(part))
        for _, part in sorted(held.items())
    ]


def chosen(answers: Sequence[tuple[str, str]]) -> dict[str, float]:
    """Figures of a choice task from (answer, label): accuracy and macro-F1 over the labels."""
    right = sum(1 for answer, label in answers if answer == label)
    return {
        "rows": len(answers),
        "accuracy": right / max(1, len(answers)),
        "macro_f1": _mean([_f1_of(answers, name) for name in sorted({label for _, label in answers})]),
    }


def named(answers: Sequence[tuple[frozenset[str], frozenset[str]]]) -> dict[str, float]:
    """Figures of a names task from (answer, label): micro precision and recall, macro-F1, and honest rows named."""
    hits = sum(len(answer & label) for answer, label in answers)
    said, true = sum(len(answer) for answer, _ in answers), sum(len(label) for _, label in answers)
    honest = [answer for answer, label in answers if not label]
    names = sorted({name for _, label in answers for name in label})
    per_name = [_f1_of([(n if n in a else "", n if n in lab else "") for a, lab in answers], n) for n in names]
    return {
        "rows": len(answers),
        "positive": len(answers) - len(honest),
        "flagged": sum(1 for answer in honest if answer) / max(1, len(honest)),
        "precision": hits / max(1, said),
        "recall": hits / max(1, true),
        "f1": 2 * hits / max(1, said + true),
        "macro_f1": _mean(per_name),
    }


def _f1(hits: int, false: int, yes: int) -> float:
    return 2 * hits / max(1, hits + false + yes)


def _f1_of(answers: Sequence[tuple[str, str]], name: str) -> float:
    hits = sum(1 for answer, label in answers if answer == name == label)
    false = sum(1 for answer, label in answers if answer == name != label)
    return _f1(hits, false, sum(1 for _, label in answers if label == name))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / max(1, len(values))
