"""The page docs/evaluation.md: honest rows flagged first, then a table and a plot per classifier."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from evaluate.measure import Outcome, Result
from evaluate.plots import draw

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "evaluation.md"
PICTURES = ROOT / "docs" / "pictures" / "evaluation"
RESULTS = Path(__file__).parent / "results"
LOOKED_AT = Path(__file__).parent / "looked_at"
HEADLINES = ROOT / "src" / "tipstaff" / "signals" / "data" / "figures.json"
_COLUMNS = {
    "score": ("flagged", "precision", "recall", "f1", "f1_max", "fpr_at_95", "r_at_1", "auc"),
    "choice": ("accuracy", "macro_f1"),
    "names": ("flagged", "precision", "recall", "f1", "macro_f1"),
}
_HEADS = {
    "flagged": "honest flagged",
    "f1": "F1",
    "f1_max": "F1 max",
    "fpr_at_95": "FPR at R .95",
    "r_at_1": "R at FPR .01",
    "auc": "AUC",
    "macro_f1": "macro-F1",
    "us": "µs",
}
_AT_MOST = {"flagged", "us", "fpr_at_95"}
_INTRODUCTION = """# Evaluation

Every classifier of the project on every collection there is for it, beside what else could be installed, in one run;
made by `make evaluate`. **train**: ours learned from the set, and is judged in folds by fits that have not seen the
rows; **dev**: looked at while building; **test**: never looked at, reported as it comes. *Honest flagged* is the share
of the honest rows at or over the threshold in use. *F1 max* is the best over all thresholds, chosen on the set itself:
optimistic for all. µs is CPU time per item, one at a time, warm, on the machine of the run: compare within a table.
"""


def render_table(outcomes: Iterable[Outcome]) -> str:
    """The tables of these tasks, as Markdown."""
    return "\n".join(_table(outcome) for outcome in outcomes)


def write_page(outcomes: Sequence[Outcome]) -> None:
    """Write the page, its plots, and the headline figures that `tipstaff signals` shows.

    What was measured of a signal is kept in `results/`; signals that were not measured now keep their last results.
    """
    RESULTS.mkdir(exist_ok=True)
    PICTURES.mkdir(parents=True, exist_ok=True)
    for signal, group in groupby(sorted(outcomes, key=lambda o: o.task.signal), key=lambda o: o.task.signal):
        kept = _section(signal, list(group))
        path = RESULTS / f"{signal}.json"
        path.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    known = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(RESULTS.glob("*.json"))}
    honest = "\n".join(row for section in known.values() for row in section["honest"])
    body = "\n".join(section["body"] + _looked_at(signal) for signal, section in known.items())
    head = "## Honest rows flagged\n\n| signal | set | role | honest | flagged | share |\n|---|---|---|---|---|---|\n"
    PAGE.write_text(f"{_INTRODUCTION}\n{head}{honest}\n\n{body}", encoding="utf-8")
    # One measurement may be of several signals: each shows it.
    figures = {name: section["figures"] for signal, section in known.items() for name in signal.split(", ")}
    HEADLINES.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _section(signal: str, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """What is kept of one signal: rows for the table of honest rows, the section of the page, the headline figures."""
    pictures = draw(signal, outcomes, PICTURES)
    shown = [f"![{signal}](pictures/evaluation/{name})\n" for name in pictures]
    return {
        "honest": [row for outcome in outcomes for row in _honest(outcome)],
        "figures": [headline for outcome in outcomes for headline in _headlines(outcome)],
        "body": "\n".join([f"## `{signal}`\n", *shown, *(_table(outcome) for outcome in outcomes)]),
    }


def _looked_at(signal: str) -> str:
    """What a person wrote about the worst false positives of a signal, where somebody has looked."""
    path = LOOKED_AT / f"{signal}.md"
    return f"\n{path.read_text(encoding='utf-8')}\n" if path.exists() else ""


def _headlines(outcome: Outcome) -> list[dict[str, Any]]:
    """The figures of ours on one set, rounded."""
    if outcome.absent:
        return []
    result = outcome.results[0]
    rounded = {name: round(result.figures[name], 4) for name in ("rows", *_COLUMNS[outcome.task.kind])}
    return [{"set": outcome.task.data, "role": outcome.task.role, **rounded}]


def _honest(outcome: Outcome) -> list[str]:
    if outcome.absent or outcome.task.kind == "choice" or not outcome.results[0].figures:
        return []
    figures = outcome.results[0].figures
    honest = int(figures["rows"] - figures["positive"])
    if not honest:
        return []
    share = figures["flagged"]
    task = outcome.task
    return [
        f"| `{task.signal}` | {task.data} | {task.role} | {honest} | {round(share * honest)} | {100 * share:.2f} % |"
    ]


def _table(outcome: Outcome) -> str:
    task = outcome.task
    head = f"### `{task.signal}` on {task.data} ({task.role})\n\n{task.about}\n"
    if outcome.absent:
        return f"{head}\nNot measured: {outcome.absent}.\n"
    columns = _COLUMNS[task.kind]
    first = outcome.results[0].figures
    rows = f"{int(first['rows'])} rows" + (f", {int(first['positive'])} positive" if "positive" in first else "")
    names = " | ".join(_HEADS.get(name, name) for name in (*columns, "us"))
    lines = [head, f"{rows}.\n", f"| judge | {names} |", "|---" * (len(columns) + 2) + "|"]
    lines += [_row(result, columns) for result in outcome.results]
    return "\n".join([*lines, "", *_groups(outcome, columns), *_targets(outcome)])


def _row(result: Result, columns: Sequence[str]) -> str:
    if result.absent:
        return f"| {result.judge} | {result.absent} |" + " |" * len(columns)
    figures = " | ".join(f"{result.figures[name]:.4f}".lstrip("0") or "0" for name in columns)
    return f"| {result.judge} | {figures} | {'' if result.us is None else f'{result.us:,.1f}'} |"


def _groups(outcome: Outcome, columns: Sequence[str]) -> list[str]:
    groups = outcome.results[0].groups
    if not groups:
        return []
    named = " | ".join(_HEADS.get(name, name) for name in columns)
    lines = [f"| group (ours) | rows | {named} |", "|---" * (len(columns) + 2) + "|"]
    for group, figures in groups.items():
        shown = " | ".join(f"{figures[name]:.4f}" for name in columns)
        lines.append(f"| {group} | {int(figures['rows'])} | {shown} |")
    return [*lines, ""]


def _targets(outcome: Outcome) -> list[str]:
    """One line: what was promised, and whether it was reached."""
    result = outcome.results[0]
    said = []
    for name, wanted in outcome.task.targets.items():
        value = result.us if name == "us" else result.figures.get(name)
        if value is not None:
            met = value <= wanted if name in _AT_MOST else value >= wanted
            sign = "≤" if name in _AT_MOST else "≥"
            said.append(
                f"{_HEADS.get(name, name)} {sign} {wanted:g}: {'reached' if met else '**missed**'} ({value:.4g})"
            )
    return [f"Targets: {'; '.join(said)}.\n"] if said else []
