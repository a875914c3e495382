"""The page of one decision, as values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

import msgspec
from msgspec import Struct

from tipstaff.console.desk import Desk, Words
from tipstaff.console.views.event import Shown, plain, shown_event
from tipstaff.ledgers.functions import FUNCTIONS
from tipstaff.store import DecisionRow
from tipstaff.vocab.decision import Decision, Reason

Kind = Literal["signal", "window", "ledger"]


class Finding(Struct, frozen=True):
    """One rule that matched, with the words of its clause in the reader's language (None when they are not known)."""

    reason: Reason
    title: str
    ref: str
    words: str | None
    language: str
    evidence: list[tuple[str, str]]


class Computed(Struct, frozen=True):
    """One value that the rules asked for; `known` is False when it could not be had, and `value` then says why."""

    name: str
    kind: Kind
    value: str
    known: bool


class DecisionPage(Struct, frozen=True):
    """Everything the page shows. `event` is None once the event was erased; `computed` None when it was not kept."""

    row: DecisionRow
    decision: Decision
    findings: list[Finding]
    shadow: list[Finding]
    computed: list[Computed] | None
    event: Shown | None


def decision_page(desk: Desk, row: DecisionRow, language: str) -> DecisionPage:
    """Gather the page of a recorded decision in a language."""
    decision = msgspec.json.decode(row.decision, type=Decision)
    reasons = sorted(decision.reasons, key=lambda reason: -reason.verdict.severity)
    computed = desk.computed(row.id)
    return DecisionPage(
        row,
        decision,
        [_finding(reason, desk.words, language) for reason in reasons],
        [_finding(reason, desk.words, language) for reason in decision.shadow],
        None if computed is None else [_computed(name, value) for name, value in sorted(computed.items())],
        None if row.event is None else shown_event(row.event, desk.vocabulary),
    )


def _finding(reason: Reason, words: Callable[[str, str, str], Words | None], language: str) -> Finding:
    evidence = [(name, plain(value)) for name, value in reason.evidence.items()]
    known = words(reason.policy, reason.version, reason.clause)
    if known is None:
        return Finding(reason, reason.policy, "", None, language, evidence)
    text, spoken = _in(known.text, language)
    title, _ = _in(known.title, language)
    return Finding(reason, title or reason.policy, known.ref, text, spoken, evidence)


def _in(texts: Mapping[str, str], language: str) -> tuple[str | None, str]:
    """The text in this language, else in the first one there is, with the language it is in."""
    if language in texts:
        return texts[language], language
    return next(((text, spoken) for spoken, text in texts.items()), (None, language))


def _computed(name: str, value: Any) -> Computed:
    if isinstance(value, dict) and value.keys() == {"error", "message"}:
        return Computed(name, _kind(name), f"{value['message']} ({value['error']})", known=False)
    return Computed(name, _kind(name), plain(value), known=True)


def _kind(name: str) -> Kind:
    """Windows are named so, ledger functions are known by name, the rest are signals."""
    if name.startswith("window."):
        return "window"
    return "ledger" if name.partition("(")[0] in _LEDGERS else "signal"


_LEDGERS = frozenset(function.name for function in FUNCTIONS)
