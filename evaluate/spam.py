"""Spam in short messages and in mail, as it comes and in disguise."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import lru_cache

from training.fitting import platt, scorer
from training.spamdata import mails, sms_exais, sms_french, sms_uci
from training.text_spam import RECIPE, sms_rows

from evaluate.attacks import ATTACKS
from evaluate.peers import char_tfidf, word_tfidf
from evaluate.shared import path, rows
from evaluate.signals import score_of
from evaluate.task import Example, Judge, Task, each
from tipstaff.signals.model.bank import bank
from tipstaff.signals.model.linear import sigmoid

APART = 0  # the fold that what ships has not seen
OURS_SMS = score_of("text.spam")
OURS_MAIL = score_of("text.spam", "email.send")


def tasks() -> list[Task]:
    """Messages, their translation, other people's messages, attacks, mail.

    Raises:
        Absent: a collection that the judges learn from is not there.
    """
    path("sms_uci/data.csv.gz")
    path("email_spamassassin/data.jsonl.xz")
    return [*_messages(), *_mail(), *_attacked()]


def _messages() -> list[Task]:
    sms = bank("text_spam").models["sms"]
    ships = Judge("ours", each(OURS_SMS), OURS_SMS, threshold=sms.band[1])
    folds = Judge("ours, where the band ends", _in_folds, OURS_SMS, threshold=sms.band[1])
    even = Judge("ours, at one half", _in_folds, threshold=0.5)
    learned = tuple(_uci())
    return [
        Task(
            "text.spam",
            "sms_uci, 5-fold",
            "train",
            "British and Singaporean messages, near-copies removed. Each fold is judged by a fit of the whole recipe "
            "(with our own sentences, tweets and translations) without it.",
            _uci,
            (folds, even, word_tfidf(), char_tfidf()),
            targets={"f1": 0.955, "auc": 0.996, "flagged": 0.002},
        ),
        Task(
            "text.spam",
            "sms_uci, the fifth kept apart",
            "dev",
            "What ships, on rows that it has not seen; threshold at the upper end of the model's band.",
            lambda: [example for example in _uci() if example.fold == APART],
            (ships,),
        ),
        Task(
            "text.spam",
            "sms_uci in French, 5-fold",
            "test",
            "sms_uci_mt_fr, a machine translation row for row, never learned from. Ours has learned from the other "
            "folds in English, 717 messages of them put into French by hand, and our own sentences.",
            lambda: [Example(e.text, e.spam, e.fold) for e in sms_french()],
            (folds, even),
            targets={"f1": 0.95},
        ),
        Task(
            "text.spam",
            "sms_exais",
            "test",
            "Nigerian messages; spam there is any unsolicited notice of an operator. All judges learned from sms_uci "
            "(ours with its whole recipe).",
            lambda: [Example(e.text, e.spam) for e in sms_exais()],
            (ships, word_tfidf(learned), char_tfidf(learned)),
            targets={"auc": 0.78},
        ),
    ]


def _attacked() -> list[Task]:
    """Spam of the fifth kept apart under each attack, honest messages as they are."""
    sms = bank("text_spam").models["sms"]
    learned = [example for example in _uci() if example.fold != APART]
    ours = Judge("ours", each(OURS_SMS), OURS_SMS, threshold=sms.band[0])
    return [
        Task(
            "text.spam",
            f"sms_uci in disguise: {name}",
            "dev",
            f"The fifth kept apart, its spam, and only that, written in disguise ({name}); threshold at the lower end "
            "of the model's band, where a person looks. R at FPR .01 is recall where 1 % of the honest is flagged.",
            lambda attack=attack: _disguised(attack),  # type: ignore[misc]  # a default binds the attack of this round
            (ours, word_tfidf(learned), char_tfidf(learned)),
            targets={"r_at_1": 0.93},
        )
        for name, attack in ATTACKS.items()
    ]


def _mail() -> list[Task]:
    mail = bank("text_spam").models["mail"]
    train = [Example(e.text, e.spam, e.fold) for e in mails()[0]]
    ours = Judge("ours", each(OURS_MAIL), OURS_MAIL, threshold=mail.band[1])
    return [
        Task(
            "text.spam",
            "email_spamassassin, test half",
            "dev",
            "Mail of 2002 to 2005: subject and visible text. All judges learned from the other half; threshold of ours "
            "at the upper end of its band. The time is that of the text alone, parsing the mail not counted.",
            lambda: [Example(e.text, e.spam) for e in mails()[1]],
            (ours, word_tfidf(train), char_tfidf(train)),
            targets={"f1": 0.97, "flagged": 0.005},
        ),
        Task(
            "text.spam",
            "email_enron1",
            "test",
            "Enron mail and spam of 2004, pre-tokenised and without headers. All judges learned from SpamAssassin.",
            lambda: [Example(r["text"], r["label"] == "1") for r in rows("email_enron1/data.csv.gz")],
            (ours, word_tfidf(train)),
            targets={"auc": 0.80},
        ),
    ]


def _in_folds(examples: Sequence[Example]) -> list[float]:
    """Scores of fits of the whole recipe without the fold, calibrated on the folds themselves (two numbers)."""
    logits = [0.0] * len(examples)
    for apart in range(5):
        score = _fit_without(apart)
        at = [i for i, example in enumerate(examples) if example.fold == apart]
        for i, answer in zip(at, score([examples[i].given for i in at]), strict=True):
            logits[i] = answer
    slope, offset = _calibration()
    return [sigmoid(slope * z + offset) for z in logits]


@lru_cache(maxsize=8)
def _fit_without(apart: int) -> Callable[[Sequence[str]], list[float]]:
    return scorer(sms_rows(apart), RECIPE)


@lru_cache(maxsize=1)
def _calibration() -> tuple[float, float]:
    """Slope and offset from the English folds alone, so that other sets are judged untouched."""
    examples = _uci()
    logits = [0.0] * len(examples)
    for apart in range(5):
        at = [i for i, example in enumerate(examples) if example.fold == apart]
        for i, answer in zip(at, _fit_without(apart)([examples[i].given for i in at]), strict=True):
            logits[i] = answer
    return platt(logits, [bool(example.label) for example in examples])


@lru_cache(maxsize=1)
def _uci() -> tuple[Example, ...]:
    return tuple(Example(e.text, e.spam, e.fold) for e in sms_uci())


def _disguised(attack: Callable[[str, random.Random], str]) -> list[Example]:
    rng = random.Random(20261118)
    apart = [example for example in _uci() if example.fold == APART]
    return [example._replace(given=attack(example.given, rng)) if example.label else example for example in apart]
