"""The kinds of bulk campaign that providers prohibit, and age-gated kinds, on labelled spam and on honest texts."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from training.frames import FOLDER
from training.spamdata import mails, sms_uci

from evaluate.shared import fold_of, rows
from evaluate.signals import value_of
from evaluate.task import Absent, Example, Judge, Task, each

LABELS = Path(__file__).parent / "campaign_labels.tsv"
SECOND = Path(__file__).parent / "campaign_labels_second.tsv"
# The kinds of campaign_kinds_labelled in our words; its other kinds are none of the eleven.
KINDS = {
    "pharma_supplements": "pharmaceuticals",
    "mlm_workathome": "multilevel",
    "credit_repair_debt": "credit-repair",
    "lead_generation_quotes": "lead-generation",
    "gambling": "gambling",
    "penny_stocks": "penny-stocks",
    "loans": "payday-loans",
}
_MAIL = 400


def tasks() -> list[Task]:
    """Spam that others labelled, spam that we labelled, sentences of ours, honest messages and mail."""
    ours = (Judge("ours", each(_kinds), _kinds),)
    about = {
        "campaign_kinds_labelled": ("dev", "Spam labelled by another hand; looked at while building.", _labelled),
        "120 more spam mails": (
            "dev",
            "Labelled by the lexicon's author from their first lines before measuring.",
            lambda: _more(LABELS),
        ),
        "110 spam mails, second hand": (
            "test",
            "Drawn at random; labelled by somebody else than the lexicon's author before the signal had seen them.",
            lambda: _more(SECOND),
        ),
        "own messages, French and English": (
            "dev",
            "Written by us without looking at the lexicon, then looked at.",
            _own,
        ),
        "honest messages (sms_uci)": ("dev", "Nothing to find.", _messages),
        "honest mail (email_spamassassin)": ("dev", "Nothing to find.", _mail),
    }
    targets = {"campaign_kinds_labelled": {"macro_f1": 0.88}, "honest messages (sms_uci)": {"flagged": 0.005}}
    targets["honest mail (email_spamassassin)"] = {"flagged": 0.005}
    return [
        Task("text.campaigns", name, role, says, examples, ours, "names", targets.get(name, {}))  # type: ignore[arg-type]  # roles are literals
        for name, (role, says, examples) in about.items()
    ]


@lru_cache(maxsize=20_000)
def _kinds(text: str) -> frozenset[str]:
    """Long texts as mail, short ones as messages."""
    value = value_of("text.campaigns", "email.send" if len(text) > _MAIL else "message.send")
    return frozenset(value(text))


def _labelled() -> list[Example]:
    return [
        Example(row["text"], frozenset({KINDS[row["kind"]]} if row["kind"] in KINDS else ()), fold_of(row["text"]))
        for row in rows("campaign_kinds_labelled/data.csv.gz")
    ]


def _more(labels: Path) -> list[Example]:
    spam = {_key(mail.text): mail.text for half in mails() for mail in half if mail.spam}
    lines = labels.read_text(encoding="utf-8").splitlines()
    told = dict(line.split("\t") for line in lines if not line.startswith("#"))
    found = [
        Example(spam[key], frozenset(kinds.split(",")) - {"none"}, fold_of(key))
        for key, kinds in told.items()
        if key in spam
    ]
    if not found:
        raise Absent("email_spamassassin")
    return found


def _key(text: str) -> str:
    return sha256(re.sub(r"[^a-z]", "", text.lower())[:120].encode()).hexdigest()[:16]


def _own() -> list[Example]:
    lines = (FOLDER / "campaigns_dev.tsv").read_text(encoding="utf-8").splitlines()
    told = [line.split("\t") for line in lines if not line.startswith("#")]
    return [Example(text, frozenset(kinds.split(",")) - {"honest"}, 0, language) for kinds, language, text in told]


def _messages() -> list[Example]:
    return [Example(message.text, frozenset(), message.fold) for message in sms_uci() if not message.spam]


def _mail() -> list[Example]:
    return [Example(mail.text, frozenset(), mail.fold) for half in mails() for mail in half if not mail.spam]
