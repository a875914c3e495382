"""Prohibited offers and calls, and harm in wordings that no pattern knows: what is found, and who is stopped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from training.fitting import Row, scorer
from training.harmdata import apart, unseen
from training.kinddata import HONEST, is_apart, notices, rows_of_all, told
from training.spamdata import mails, sms_exais, sms_french, sms_uci
from training.text_kinds import RECIPE

from evaluate.shared import fold_of, path
from evaluate.signals import CATALOGUE, event_of, value_of
from evaluate.task import Example, Judge, Task, each
from tipstaff.signals import Reader
from tipstaff.signals.model.bank import bank
from tipstaff.signals.model.linear import sigmoid

# From these scores on a person looks, as the table `speech-classes` and the control `speech.fraud` have it.
LOOKED_AT = {
    "text.fraud": ("fraud", 0.5),
    "text.hate": ("hate", 0.5),
    "text.minors": ("minors", 0.25),
    "text.selfharm": ("selfharm", 0.4),
    "text.terrorism": ("terrorism", 0.35),
    "text.threat": ("threat", 0.5),
}
# The score of a kind from which a person looks (`content.prohibited`).
_LEVEL = 0.92
# What the sentences' classes are to the signals: a call to attack is a threat, an advert closed to an origin hateful,
# who asks for a one-time code defrauds. Drugs and smuggling have no class of their own, only kinds.
_SAID = {
    "attack": "threat",
    "attack-call": "threat",
    "code": "fraud",
    "exclusion": "hate",
    "loan": "fraud",
    "otp": "fraud",
    "stalking": "threat",
}
_OF_KINDS = ("drugs", "smuggling")


def tasks() -> list[Task]:
    """Sentences of ours in folds, those kept apart, then honest texts.

    Raises:
        Absent: a collection that the judges learn from is not there.
    """
    path("sms_uci/data.csv.gz")
    path("email_spamassassin/data.jsonl.xz")
    return [_offers(), _harm(), _unseen(), *_honest()]


def _offers() -> Task:
    level = bank("text_kinds").models["any"].band[1]
    return Task(
        "text.kinds",
        "own sentences of prohibited kinds, 5-fold",
        "train",
        "Written by us: about 70 breaches a kind and language, and honest texts that look alike. Each fold is judged "
        "by a fit without it; threshold at the end of the model's band. The rules ask for 0.92.",
        lambda: [Example(o.text, o.kind != HONEST, fold_of(o.text), o.source) for o in told() if o.alike],
        (Judge("ours", _in_folds, value_of("text.kinds"), threshold=level),),
    )


def _in_folds(examples: Sequence[Example]) -> list[float]:
    """Scores of fits of the recipe without the fold, calibrated as what ships is."""
    model = bank("text_kinds").models["any"]
    answers = [0.0] * len(examples)
    for fold in range(5):
        at = [i for i, example in enumerate(examples) if example.fold == fold]
        for i, logit in zip(at, _fit_without(fold)([examples[i].given for i in at]), strict=True):
            answers[i] = sigmoid(model.slope * logit + model.offset)
    return answers


@lru_cache(maxsize=5)
def _fit_without(fold: int) -> Callable[[Sequence[str]], list[float]]:
    rows: list[Row] = [row for row in rows_of_all(told()) if fold_of(row.text) != fold]
    return scorer(rows, RECIPE)


def _harm() -> Task:
    return Task(
        "text.harm",
        "own sentences of harm, the third kept apart",
        "dev",
        "Written by us to get past a filter, and honest ones that look alike; nothing that ships has learned from "
        "this third. Named: the classes whose signals reach the level from which a person looks.",
        lambda: [Example(o.text, _classes(o.of), fold_of(o.text), f"{o.of} {o.source}") for o in apart()],
        (Judge("ours", each(_looked_at), _looked_at),),
        "names",
    )


def _unseen() -> Task:
    return Task(
        "text.harm",
        "own frozen set of harm and honest neighbours",
        "dev",
        "Written before the patterns and models of the day, by the hand that wrote these afterwards: it flatters the "
        "patterns. Learned from by nothing.",
        lambda: [
            Example(text, _classes(of), fold_of(text), f"{of} {language}")
            for of, language, text in unseen()
            if of not in _OF_KINDS
        ],
        (Judge("ours", each(_looked_at), _looked_at),),
        "names",
    )


def _classes(of: str) -> frozenset[str]:
    return frozenset({_SAID.get(of, of)} if of != HONEST else ())


def _looked_at(text: str) -> frozenset[str]:
    reader = Reader(event_of(text, "message.send"), CATALOGUE)
    return frozenset(of for name, (of, least) in LOOKED_AT.items() if float(str(reader.get(name))) >= least)


def _honest() -> list[Task]:
    sets: dict[str, tuple[str, Callable[[], list[str]]]] = {
        "honest messages (sms_uci), the fifth kept apart": (
            "dev",
            lambda: [e.text for e in sms_uci() if not e.spam and e.fold == 0],
        ),
        "honest messages (sms_uci) in French, machine-translated": (
            "test",
            lambda: [e.text for e in sms_french() if not e.spam],
        ),
        "honest messages (sms_exais)": ("test", lambda: [e.text for e in sms_exais() if not e.spam]),
        "own short friendly notices, the half kept apart": (
            "dev",
            lambda: [one.text for one in notices() if is_apart(one.text)],
        ),
        "honest mail (email_spamassassin), test half": ("dev", lambda: [e.text for e in mails()[1] if not e.spam]),
    }
    return [
        Task(
            signal,
            name,
            role,  # type: ignore[arg-type]  # roles are literals
            about,
            lambda texts=texts: [Example(text, frozenset()) for text in texts()],  # type: ignore[misc]  # bound now
            (Judge("ours", each(judge), judge),),
            "names",
            targets={"flagged": 0.002},
        )
        for signal, judge, about in (
            (
                "text.kinds",
                _held,
                "Nothing to find; flagged: a score of a kind from which a person looks, 0.92.",
            ),
            ("text.harm", _looked_at, "Nothing to find; flagged: a class that a person looks at."),
        )
        for name, (role, texts) in sets.items()
    ]


def _held(text: str) -> frozenset[str]:
    reader = Reader(event_of(text, "message.send"), CATALOGUE)
    found = reader.get("text.kinds")
    kinds = found if isinstance(found, list) else []
    return frozenset(kind for kind in kinds if float(str(reader.call("text.kind", (kind,)))) >= _LEVEL)
