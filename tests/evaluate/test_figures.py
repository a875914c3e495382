"""The figures that the project publishes are computed right; peers that are absent are said; every subject loads."""

from __future__ import annotations

import random

import pytest
from evaluate.__main__ import subjects, tasks_of
from evaluate.attacks import ATTACKS
from evaluate.figures import area, chosen, curve, named, reliability, scored
from evaluate.measure import run
from evaluate.page import render_table
from evaluate.task import Absent, Example, Judge, Task, each, in_folds

ANSWERS = [(0.9, True), (0.8, False), (0.7, True), (0.6, True), (0.2, False), (0.1, False)]


def test_figures_of_scores() -> None:
    figures = scored(ANSWERS, 0.65)
    assert (figures["rows"], figures["positive"]) == (6, 3)
    assert figures["flagged"] == pytest.approx(1 / 3)
    assert (figures["precision"], figures["recall"], figures["f1"]) == pytest.approx((2 / 3, 2 / 3, 2 / 3))
    assert figures["f1_max"] == pytest.approx(6 / 7)
    assert figures["auc"] == pytest.approx(7 / 9)
    assert figures["fpr_at_95"] == pytest.approx(1 / 3)
    assert figures["r_at_1"] == pytest.approx(1 / 3)


def test_area_counts_pairs_and_ties_half() -> None:
    rng = random.Random(4)
    answers = [(rng.randrange(5) / 5, rng.random() < 0.4) for _ in range(60)]
    yes, no = [s for s, label in answers if label], [s for s, label in answers if not label]
    wins = sum((a > b) + (a == b) / 2 for a in yes for b in no)
    assert area(answers) == pytest.approx(wins / len(yes) / len(no))


def test_a_curve_takes_ties_together() -> None:
    points = curve([(0.5, True), (0.5, False), (0.4, True)])
    assert [(p.threshold, p.flagged, p.recall) for p in points] == [(0.5, 1.0, 0.5), (0.4, 1.0, 1.0)]


def test_figures_of_choices_and_names() -> None:
    assert chosen([("en", "en"), ("fr", "en"), ("fr", "fr")])["accuracy"] == pytest.approx(2 / 3)
    a, b, none = frozenset("a"), frozenset("b"), frozenset[str]()
    figures = named([(a, a), (a | b, b), (none, none), (b, none)])
    assert figures["flagged"] == 0.5
    assert (figures["precision"], figures["recall"]) == (0.5, 1.0)
    assert figures["macro_f1"] == pytest.approx(2 / 3)


def test_calibration_is_by_tenths() -> None:
    assert reliability([(0.05, False), (0.95, True), (1.0, True)]) == [(0.05, 0.0, 1), (0.975, 1.0, 2)]


def _task(*judges: Judge, targets: dict[str, float] | None = None) -> Task:
    examples = [Example(str(score), label, fold=i % 5) for i, (score, label) in enumerate(ANSWERS)]
    return Task("x.y", "made up", "dev", "six rows.", lambda: examples, judges, targets=targets or {})


def test_a_table_says_what_was_reached_missed_and_absent() -> None:
    ours = Judge("ours", each(float), one=float, threshold=0.65)
    peer = Judge("theirs", each(float), needs="no-such-package-anywhere")
    table = render_table([run(_task(ours, peer, targets={"auc": 0.99, "recall": 0.5, "flagged": 0.1}))])
    assert "AUC ≥ 0.99: **missed**" in table
    assert "recall ≥ 0.5: reached" in table
    assert "honest flagged ≤ 0.1: **missed**" in table
    assert "needs no-such-package-anywhere, not installed" in table


def test_a_judge_that_learns_never_sees_the_fold_it_judges() -> None:
    seen: list[set[int]] = []

    def fit(examples: object) -> object:
        folds = {example.fold for example in examples}  # type: ignore[attr-defined]
        seen.append(folds)
        return lambda givens: [0.0 for _ in givens]

    run(_task(Judge("ours", in_folds(fit))))  # type: ignore[arg-type]
    assert seen == [{0, 1, 2, 3, 4} - {apart} for apart in range(5)]


def test_every_subject_has_tasks_whose_first_judge_is_ours() -> None:
    for subject in subjects():
        try:
            tasks = tasks_of(subject)
        except Absent:
            continue
        assert tasks, subject
        for task in tasks:
            assert task.judges[0].name.startswith("ours"), (subject, task.data)
            assert task.role in ("train", "dev", "test")


@pytest.mark.parametrize("name", sorted(ATTACKS))
def test_an_attack_changes_a_text_and_is_the_same_each_time(name: str) -> None:
    text = "Claim your free prize today, call 0906 now"
    once, again = (ATTACKS[name](text, random.Random(1)) for _ in range(2))
    assert once == again != text
