"""Every word in both languages, with the same places to fill in."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

import tipstaff.console
from tipstaff.api.demo.collections import COLLECTIONS
from tipstaff.api.demo.stream import SAMPLE
from tipstaff.cases.commands import COMMANDS
from tipstaff.cases.commands.reports import SEVERITIES
from tipstaff.cases.records.case import Desk, Ground, Outcome
from tipstaff.cases.records.case import State as CaseState
from tipstaff.cases.records.evidence import State as EvidenceState
from tipstaff.cel.failure import ErrorCode
from tipstaff.console.texts import LANGUAGES, texts
from tipstaff.console.views.outbox import STATES as OUTBOX_STATES
from tipstaff.enforce.catalogue import CATALOGUE
from tipstaff.enforce.records.action import State as ActionState
from tipstaff.notices.composing import ASKED_FOR
from tipstaff.vocab.events import STANDARD
from tipstaff.vocab.verdict import Verdict

ROOM = Path(str(files("tipstaff.console")))
SOURCES = [*ROOM.glob("templates/*.html"), *ROOM.rglob("*.py")]
ENGLISH, FRENCH = texts("en"), texts("fr")
CATEGORIES = (
    "spam", "phishing", "fraud", "malware", "hate", "harassment", "threat", "minors", "terrorism",
    "intellectual-property", "privacy", "defamation", "illegal-content", "security", "other",
)  # fmt: skip
RIGHTS = ("copyright", "trademark", "moral", "privacy", "dignity", "trade-secret")
CASEWORK = ("case", "report", "self-report", "strike", "action", "evidence", "silence")


def remedied() -> set[str]:
    """The categories of cases that the packs open by themselves."""
    packs = Path(tipstaff.__file__).parent / "packs"
    written = [path.read_text(encoding="utf-8") for path in packs.rglob("*.yaml") if "clauses" in str(path)]
    return {name for text in written for name in re.findall(r"category: ([a-z-]+)", text)}


def failures() -> set[str]:
    """Codes of failures that are named where they happen."""
    written = [path.read_text(encoding="utf-8") for path in Path(tipstaff.__file__).parent.rglob("*.py")]
    return {code for text in written for code in re.findall(r'CelError\(\s*"([a-z-]+)"', text)}


# Keys that are put together from a value: every value's key must be there.
MADE = {
    "verdict.": [verdict.value for verdict in Verdict],
    "decision.heading_": [verdict.value for verdict in Verdict],
    "decision.kind_": ["signal", "window", "ledger"],
    "outbox.state_": list(OUTBOX_STATES),
    "outbox.none_": list(OUTBOX_STATES),
    "outbox.explain_": list(OUTBOX_STATES),
    "outbox.clock_": ["failed", "broken", "unreadable"],
    "outbox.wrong_": ["refused", "no_scope", "not_allowed", "bad_transition", "incomplete"],
    "app.theme_": ["auto", "light", "dark"],
    "cases.severity_": ["0", "1", "2", "3", "4"],
    "cases.state_": list(get_args(CaseState)),
    "cases.desk_": list(get_args(Desk)),
    "cases.outcome_": [name.replace("-", "_") for name in get_args(Outcome) if name],
    "cases.ground_": [name.replace("-", "_") for name in get_args(Ground)],
    "actions.kind_": [name.replace("-", "_") for name in CATALOGUE],
    "actions.state_": [name.replace("-", "_") for name in get_args(ActionState)],
    "about.": list(ASKED_FOR),
    "evidence.state_": list(get_args(EvidenceState)),
    "matter.": [*SEVERITIES, *CATEGORIES, *RIGHTS, "breach", "licence", *remedied()],
    "type.": list(STANDARD.types),
    "failure.": [*get_args(ErrorCode), *failures()],
    "command.": ["given", *(name for name in COMMANDS if name.split(".")[0] in CASEWORK and name != "report.load")],
    "played.": [*COLLECTIONS, SAMPLE],
}
# Only the catalogue itself uses these.
OWN = {"months", "moment"}


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def used() -> set[str]:
    found: set[str] = set()
    for source in SOURCES:
        found |= set(re.findall(r"""["']([a-z_]+\.[a-z_]+(?:\.[a-z]+)?)["']""", source.read_text(encoding="utf-8")))
    return found


def test_both_languages_have_the_same_keys() -> None:
    assert ENGLISH.sentences.keys() == FRENCH.sentences.keys()


@pytest.mark.parametrize("key", sorted(ENGLISH.sentences))
def test_both_languages_fill_in_the_same_places(key: str) -> None:
    assert places(ENGLISH.sentences[key]) == places(FRENCH.sentences[key])
    assert ENGLISH.sentences[key].strip()
    assert FRENCH.sentences[key].strip()


def test_every_key_that_a_page_uses_is_there() -> None:
    sections = {key.partition(".")[0] for key in ENGLISH.sentences}
    wanted = {
        key
        for key in used() - MADE.keys()
        if key.partition(".")[0] in sections and not key.endswith((".html", ".py", ".js"))
    }
    wanted |= {f"{stem}{value}" for stem, values in MADE.items() for value in values}

    missing = {key for key in wanted if not ENGLISH.has(key) and not ENGLISH.has(f"{key}.other")}
    assert sorted(missing) == []


def test_no_sentence_is_kept_that_no_page_uses() -> None:
    made = {f"{stem}{value}" for stem, values in MADE.items() for value in values}
    counted = {key.removesuffix(".one") for key in ENGLISH.sentences if key.endswith(".one")}
    known = {key for key in ENGLISH.sentences if key.rpartition(".")[0] not in counted} | counted

    assert sorted(known - used() - made - OWN) == []


def test_french_is_set_as_french_is_set() -> None:
    for key, sentence in FRENCH.sentences.items():
        assert not re.search(r"[^\u00a0\u202f\d/]:(?= |$)| [;!?:»]|« ", sentence), (key, sentence)
        assert "'" not in sentence, (key, sentence)


@pytest.mark.parametrize(
    ("language", "count", "expected"),
    [("en", 0, "0 new decisions"), ("en", 1, "1 new decision"), ("en", 2, "2 new decisions"),
     ("fr", 0, "0 nouvelle décision"), ("fr", 1, "1 nouvelle décision"), ("fr", 2, "2 nouvelles décisions"),
     ("en", 1234, "1,234 new decisions"), ("fr", 1234, "1\u202f234 nouvelles décisions")],
)  # fmt: skip
def test_numbers_agree(language: str, count: int, expected: str) -> None:
    assert texts(language)("list.newer", count=count) == expected


def test_dates_and_figures_are_each_languages_own() -> None:
    at = datetime(2026, 5, 1, 14, 3, 9, tzinfo=UTC)

    assert ENGLISH.moment(at) == "1 May 2026, 14:03:09 UTC"
    assert FRENCH.moment(at) == "1er mai 2026 à 14:03:09 UTC"
    assert FRENCH.date(at + timedelta(days=1)) == "2 mai 2026"
    assert (ENGLISH.number(1234.56, 1), FRENCH.number(1234.56, 1)) == ("1,234.6", "1\u202f234,6")


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [(0, 0, "0%"), (0, 9, "0%"), (1, 1000, "< 1%"), (999, 1000, "> 99%"), (1000, 1000, "100%"), (1, 3, "33%")],
)
def test_a_share_never_says_nothing_for_something(part: int, whole: int, expected: str) -> None:
    assert ENGLISH.share(part, whole) == expected


def test_a_missing_key_is_an_error() -> None:
    with pytest.raises(KeyError):
        ENGLISH("list.nonsense")


def test_the_catalogue_ships_with_the_package() -> None:
    assert tipstaff.console.__file__
    assert LANGUAGES == ("en", "fr")
