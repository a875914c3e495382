"""Personal and restricted data: identifiers, accounts, contact details, health."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from evaluate.shared import documents, path, rows
from evaluate.signals import CATALOGUE, event_of, value_of
from evaluate.task import Example, Judge, Task, each
from tipstaff.signals import Reader
from tipstaff.signals.detectors.personal.contacts import contacts
from tipstaff.signals.detectors.personal.scan import numbers
from tipstaff.signals.lazily import Library

spacy = Library("spacy")
tldextract = Library("tldextract")
analyzer_engine = Library("presidio_analyzer")
nlp_engine = Library("presidio_analyzer.nlp_engine")

# What both know, by our name of it; the same for the labels of the collection.
BOTH = {
    "CREDIT_CARD": "card",
    "IBAN_CODE": "iban",
    "US_SSN": "us.ssn",
    "PHONE_NUMBER": "phone",
    "EMAIL_ADDRESS": "email",
    "US_DRIVER_LICENSE": "driving-licence",
}
_LEAST_SCORE = 0.4


def counted(kinds: Iterable[str]) -> frozenset[str]:
    """Kinds as a set in which a second one of a kind counts again: `card 1`, `card 2`."""
    return frozenset(f"{kind} {at}" for kind, many in Counter(kinds).items() for at in range(1, many + 1))


def ours(text: str) -> frozenset[str]:
    """What our signals find of the kinds that both know."""
    reader = Reader(event_of(text), CATALOGUE)
    found = (*reader.once(numbers), *reader.once(contacts))
    return counted(one.found.kind for one in found if one.found.kind in BOTH.values())


def theirs(text: str) -> frozenset[str]:
    """What presidio-analyzer finds of them: all its recognisers that need no model, English, score 0.4 or more."""
    return _named(_patterns_only().analyze(text=text, language="en", entities=list(BOTH)))


def theirs_as_run(text: str) -> frozenset[str]:
    """The same with a language model before it, as its documentation sets it up."""
    return _named(_with_a_model().analyze(text=text, language="en", entities=list(BOTH)))


def _named(found: list[Any]) -> frozenset[str]:
    return counted(BOTH[one.entity_type] for one in _apart(found) if one.score >= _LEAST_SCORE)


def _apart(found: list[Any]) -> list[Any]:
    """The best of several findings at one place."""
    kept: list[Any] = []
    for one in sorted(found, key=lambda one: (-one.score, one.start)):
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return kept


@lru_cache(maxsize=1)
def _with_a_model() -> Any:
    """The analyzer with a small spaCy model. Its English ones cannot be installed as packages; the French one costs as
    much, and what is compared here rests on patterns.
    """
    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=())
    models = [{"lang_code": "en", "model_name": "fr_core_news_sm"}]
    engine = nlp_engine.NlpEngineProvider(
        nlp_configuration={"nlp_engine_name": "spacy", "models": models}
    ).create_engine()
    return analyzer_engine.AnalyzerEngine(nlp_engine=engine, supported_languages=["en"])


@lru_cache(maxsize=1)
def _patterns_only() -> Any:
    """The analyzer without a trained language model: its patterns, check digits and context words need only tokens."""
    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=())

    class Tokens(nlp_engine.SpacyNlpEngine):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.nlp = {"en": spacy.blank("en")}

        def load(self) -> None:
            """Nothing to load."""

        def is_loaded(self) -> bool:
            return True

    return analyzer_engine.AnalyzerEngine(nlp_engine=Tokens(), supported_languages=["en"])


def _identifiers(text: str) -> float:
    reader = Reader(event_of(text), CATALOGUE)
    return float(bool(reader.once(numbers)))


def _their_identifiers(text: str) -> float:
    wanted = ["CREDIT_CARD", "IBAN_CODE", "US_SSN", "US_BANK_NUMBER", "UK_NINO", "ES_NIF", "ES_NIE", "UK_NHS"]
    return max((one.score for one in _patterns_only().analyze(text=text, language="en", entities=wanted)), default=0.0)


def _synthetic() -> list[Example]:
    told = rows("pii_synth_checksum/data.csv.gz")
    return [Example(row["text"], row["label"] == "1", 0, row["kind"]) for row in told]


def _sentences() -> list[Example]:
    with gzip.open(path("pii_presidio_v2/data.jsonl.gz"), "rt", encoding="utf-8") as lines:
        told = [json.loads(line) for line in lines]
    return [Example(row["text"], counted(BOTH[kind] for kind, *_ in row["spans"] if kind in BOTH)) for row in told]


def _health() -> list[Example]:
    """Sections of clinical notes beside honest messages and the words of honest mail."""
    told = rows("health_mts_dialog/data.csv.gz")
    notes = [Example(row["text"], True, 0, "note" if len(row["text"]) >= 200 else "fragment") for row in told]
    sms = [Example(row["text"], False, 0, "sms") for row in rows("sms_uci/data.csv.gz") if row["label"] == "0"]
    letters = (one for one in documents("email_spamassassin/data.jsonl.xz") if not one["label"])
    mail = [Example(_body(one["raw_latin1"]), False, 0, "mail") for one in letters]
    return [*notes, *sms, *mail]


def _body(raw: str) -> str:
    """What stands after the headers, its beginning."""
    return raw.partition("\n\n")[2][:8000]


def tasks() -> list[Task]:
    """Checksummed identifiers, sentences with several kinds, clinical notes."""
    health = value_of("pii.health")
    return [
        Task(
            signal="pii.restricted",
            data="pii_synth_checksum",
            role="dev",
            about="Generated sentences with identifiers, cards and accounts, and hard negatives; a few are labelled "
            "valid without being so (months 13 and 15, number series that are not given out).",
            examples=_synthetic,
            judges=(
                Judge("ours", each(_identifiers), one=_identifiers),
                Judge(
                    "presidio-analyzer, patterns only",
                    each(_their_identifiers),
                    one=_their_identifiers,
                    needs="presidio-analyzer",
                    threshold=_LEAST_SCORE,
                ),
            ),
            targets={"recall": 0.99, "precision": 0.99},
        ),
        Task(
            signal="pii.accounts, pii.identifiers, pii.contacts",
            data="pii_presidio_v2",
            role="test",
            about="Generated English sentences of presidio-research; kinds that both know, each occurrence counted.",
            examples=_sentences,
            judges=(
                Judge("ours", each(ours), one=ours),
                Judge("presidio-analyzer, patterns only", each(theirs), one=theirs, needs="presidio-analyzer"),
                Judge("presidio-analyzer", each(theirs_as_run), one=theirs_as_run, needs="fr-core-news-sm"),
            ),
            kind="names",
            show=False,
        ),
        Task(
            signal="pii.health",
            data="health_mts_dialog beside honest mail and SMS",
            role="dev",
            about="Sections of clinical notes, those under 200 characters (`Negative.`, `Asthma`) as fragments; the "
            "honest ones are sms_uci and email_spamassassin, some of which do speak of somebody's health.",
            examples=_health,
            judges=(Judge("ours", each(lambda text: float(bool(health(text)))), one=health),),
            show=False,
        ),
    ]
