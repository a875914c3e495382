"""The page of one decision, as values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec
from msgspec import Struct

from tipstaff.app.functions import FUNCTIONS
from tipstaff.console.desk import Desk
from tipstaff.console.texts import Texts, texts
from tipstaff.console.views.event import Shown, shown_event
from tipstaff.console.views.spoken import shielded
from tipstaff.console.views.withholding import withheld
from tipstaff.store import DecisionRow
from tipstaff.vocab.decision import Decision, Reason
from tipstaff.vocab.masking import mask_within

Kind = Literal["signal", "window", "ledger"]


class Finding(Struct, frozen=True):
    """One rule that matched, with the words of its clause in the reader's language (None when they are not known).

    `explain` is in the reader's language where the record holds all that it says, else in the account's.
    """

    reason: Reason
    explain: str
    title: str
    ref: str
    words: str | None
    language: str
    condition: str
    evidence: list[tuple[str, str]]


class Computed(Struct, frozen=True):
    """One value that the rules asked for; `known` is False when it could not be had, and `value` then says why."""

    name: str
    kind: Kind
    value: str
    known: bool


class DecisionPage(Struct, frozen=True):
    """Everything the page shows. `event` is None once the event was erased, or where it is for specialists only."""

    row: DecisionRow
    decision: Decision
    findings: list[Finding]
    shadow: list[Finding]
    computed: list[Computed]
    event: Shown | None
    withheld: bool = False


def decision_page(desk: Desk, row: DecisionRow, language: str) -> DecisionPage:
    """Gather the page of a recorded decision in a language."""
    decision = msgspec.json.decode(row.decision, type=Decision)
    told = desk.explain(row.id)
    hidden = withheld(desk.ledgers, decision)
    said = desk.retell(row, decision, language)
    findings = _findings(decision.reasons, told["reasons"], desk, language)
    findings = [msgspec.structs.replace(one, explain=words) for one, words in zip(findings, said, strict=True)]
    return DecisionPage(
        row,
        decision,
        sorted(findings, key=lambda finding: -finding.reason.verdict.severity),
        _findings(decision.shadow, told["shadow"], desk, language),
        [_computed(name, value, texts(language)) for name, value in sorted(decision.facts.items())],
        None if row.event is None or hidden else shown_event(row.event, desk.vocabulary),
        hidden,
    )


def _findings(reasons: Sequence[Reason], told: Sequence[Mapping[str, Any]], desk: Desk, language: str) -> list[Finding]:
    return [_finding(reason, more, desk, language) for reason, more in zip(reasons, told, strict=True)]


def _finding(reason: Reason, told: Mapping[str, Any], desk: Desk, language: str) -> Finding:
    evidence = [(name, shielded(value, texts(language))) for name, value in reason.evidence.items()]
    title, _ = _in(desk.title(reason.policy), language)
    words, tongue = _in(told["clause_text"], language)
    named = title or reason.policy
    return Finding(reason, reason.explain, named, told["ref"], words, tongue, told["condition"], evidence)


def _in(words: Mapping[str, str], language: str) -> tuple[str | None, str]:
    """The text in this language, else in the first one there is, with the language it is in."""
    if language in words:
        return words[language], language
    return next(((text, other) for other, text in words.items()), (None, language))


def _computed(name: str, value: Any, t: Texts) -> Computed:
    shown = mask_within(name)
    if isinstance(value, dict) and value.keys() == {"error", "message"}:
        return Computed(shown, _kind(name), mask_within(f"{value['message']} ({value['error']})"), known=False)
    return Computed(shown, _kind(name), shielded(value, t), known=True)


def _kind(name: str) -> Kind:
    """Windows are named so or by what they count, ledger functions are known by name, the rest are signals."""
    if name.startswith("window.") or " over " in name:
        return "window"
    return "ledger" if name.partition("(")[0] in _LEDGERS else "signal"


_LEDGERS = frozenset(function.name for function in FUNCTIONS)
