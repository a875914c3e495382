"""One picture per classifier: the ROC curve (honest flagged on a log scale) and the calibration of ours."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evaluate.figures import curve, reliability
from evaluate.measure import Outcome, installed
from tipstaff.signals.lazily import Library

pyplot = Library("matplotlib.pyplot")
matplotlib = Library("matplotlib")
_POINTS = 80


def draw(signal: str, outcomes: Sequence[Outcome], folder: Path) -> list[str]:
    """Draw what can be drawn; gives the names of the files. Nothing without matplotlib, or without score tasks."""
    measured = [o for o in outcomes if o.task.kind == "score" and not o.absent and _both_sides(o)]
    if not measured or not installed("matplotlib"):
        return []
    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "tipstaff"
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(10, 4.2))
    for outcome in measured:
        _roc(left, outcome)
        _calibration(right, outcome)
    _finish(left, right)
    name = f"{signal}.svg"
    figure.tight_layout()
    figure.savefig(folder / name, metadata={"Date": None})
    pyplot.close(figure)
    return [name]


def _both_sides(outcome: Outcome) -> bool:
    return len({bool(example.label) for example in outcome.examples}) == 2


def _scored(outcome: Outcome, judge: int) -> list[tuple[float, bool]]:
    answers = outcome.results[judge].answers
    return [(float(a), bool(e.label)) for a, e in zip(answers, outcome.examples, strict=True)]  # type: ignore[arg-type]


def _roc(axes: Any, outcome: Outcome) -> None:
    """Ours as a line; the best of the others as dots."""
    points = curve(_scored(outcome, 0))
    kept = points[:: max(1, len(points) // _POINTS)] + points[-1:]
    label = f"{outcome.task.data} ({outcome.results[0].figures['auc']:.3f})"
    (line,) = axes.plot([max(p.flagged, 1e-4) for p in kept], [p.recall for p in kept], label=label, linewidth=1.4)
    others = [i for i, result in enumerate(outcome.results) if i and result.figures]
    if others:
        best = max(others, key=lambda i: outcome.results[i].figures["auc"])
        points = curve(_scored(outcome, best))
        kept = points[:: max(1, len(points) // 20)]
        axes.plot(
            [max(p.flagged, 1e-4) for p in kept], [p.recall for p in kept], ".", color=line.get_color(), alpha=0.5
        )


def _calibration(axes: Any, outcome: Outcome) -> None:
    held = reliability(_scored(outcome, 0))
    axes.plot([score for score, _, _ in held], [share for _, share, _ in held], "o-", linewidth=1, markersize=3)


def _finish(left: Any, right: Any) -> None:
    left.set(xscale="log", xlim=(1e-4, 1), ylim=(0, 1.01), xlabel="share of the honest flagged", ylabel="share caught")
    left.set_title("ours: line (AUC); best other: dots", fontsize=9)
    left.legend(fontsize=7, loc="lower right")
    right.plot([0, 1], [0, 1], color="grey", linewidth=0.7)
    right.set(xlim=(0, 1), ylim=(0, 1), xlabel="score", ylabel="share that is one")
    right.set_title("calibration", fontsize=9)
    for axes in (left, right):
        axes.grid(alpha=0.25)
