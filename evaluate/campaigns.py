"""The kinds of bulk campaign that providers prohibit, and age-gated kinds, on labelled spam and on honest texts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from training.campaigndata import FOREIGN, LABELLED, TESTED, key_of, labels, spam_by_key
from training.frames import FOLDER
from training.spamdata import mails, sms_uci
from training.text_campaigns import in_folds

from evaluate.shared import fold_of, rows
from evaluate.signals import value_of
from evaluate.task import Absent, Example, Judge, Task, each

_MAIL = 400
_ENRON = Path(__file__).parent / "campaign_labels_enron.tsv"


def tasks() -> list[Task]:
    """Spam that others labelled, spam that we labelled, sentences of ours, honest messages and mail."""
    ours = (Judge("ours", each(_kinds), _kinds),)
    learned = (
        Judge("ours, in folds", each(_in_folds), _kinds),
        Judge("ours as it ships, learned from these", each(_kinds)),
    )
    about = {
        "campaign_kinds_labelled": (
            "train",
            "Spam labelled by another hand; looked at while building, and learned from since the kinds have models.",
            _labelled,
        ),
        "548 more spam mails": (
            "train",
            "Labelled by reading before the models had seen them; learned from. The lexicon alone: macro-F1 .554.",
            lambda: _more(LABELLED[0]),
        ),
        "120 more spam mails": (
            "train",
            "Labelled by the lexicon's author from their first lines before measuring; learned from since.",
            lambda: _more(LABELLED[1]),
        ),
        "110 spam mails, second hand": (
            "test",
            "Drawn at random; labelled by somebody else than the lexicon's author before the signal had seen them.",
            lambda: _more(TESTED),
        ),
        "88 spam mails of email_enron1": (
            "test",
            "Of later years, many in disguise; three kinds. Labelled before the signal saw them, never learned from.",
            lambda: _more(_ENRON, _enron()),
        ),
        "own messages, French and English": (
            "dev",
            "Written by us without looking at the lexicon, then looked at.",
            _own,
        ),
        "346 fresh messages, French and English": (
            "dev",
            "Written before the signal had judged them, with honest neighbours; looked at since, never learned from.",
            lambda: _own("campaigns_fresh.tsv"),
        ),
        "honest messages (sms_uci)": ("dev", "Nothing to find.", _messages),
        "honest mail (email_spamassassin)": ("dev", "Nothing to find.", _mail),
    }
    targets = {"110 spam mails, second hand": {"macro_f1": 0.88}, "honest messages (sms_uci)": {"flagged": 0.005}}
    targets["honest mail (email_spamassassin)"] = {"flagged": 0.005}
    return [
        Task(
            "text.campaigns",
            name,
            role,  # type: ignore[arg-type]  # roles are literals
            says,
            examples,
            learned if role == "train" else ours,
            "names",
            targets.get(name, {}),
        )
        for name, (role, says, examples) in about.items()
    ]


@lru_cache(maxsize=20_000)
def _kinds(text: str) -> frozenset[str]:
    """Long texts as mail, short ones as messages."""
    value = value_of("text.campaigns", "email.send" if len(text) > _MAIL else "message.send")
    return frozenset(value(text))


def _in_folds(text: str) -> frozenset[str]:
    """As fits name it that have not seen it; what nothing learned from (near-copies of the test's), as what ships."""
    return _folds()[text] if text in _folds() else _kinds(text)


@lru_cache(maxsize=1)
def _folds() -> Mapping[str, frozenset[str]]:
    return in_folds()


def _labelled() -> list[Example]:
    return [
        Example(row["text"], frozenset({FOREIGN[row["kind"]]} if row["kind"] in FOREIGN else ()), fold_of(row["text"]))
        for row in rows("campaign_kinds_labelled/data.csv.gz")
    ]


def _enron() -> dict[str, str]:
    return {key_of(row["text"]): row["text"] for row in rows("email_enron1/data.csv.gz") if row["label"] == "1"}


def _more(path: Path, texts: Mapping[str, str] | None = None) -> list[Example]:
    spam = spam_by_key() if texts is None else texts
    found = [Example(spam[key], kinds, fold_of(key)) for key, kinds in labels(path) if key in spam]
    if not found:
        raise Absent("email_spamassassin" if texts is None else "email_enron1")
    return found


def _own(file: str = "campaigns_dev.tsv") -> list[Example]:
    lines = (FOLDER / file).read_text(encoding="utf-8").splitlines()
    told = [line.split("\t") for line in lines if not line.startswith("#")]
    return [Example(text, frozenset(kinds.split(",")) - {"honest"}, 0, language) for kinds, language, text in told]


def _messages() -> list[Example]:
    return [Example(message.text, frozenset(), message.fold) for message in sms_uci() if not message.spam]


def _mail() -> list[Example]:
    return [Example(mail.text, frozenset(), mail.fold) for half in mails() for mail in half if not mail.spam]
