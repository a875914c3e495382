"""The list of cases, and the page of one, as values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Final

import msgspec
from msgspec import Struct

from tipstaff.cases.records.case import CASES, QUEUE, Case, Determination
from tipstaff.cases.records.evidence import EVIDENCE, EvidenceRequest
from tipstaff.cases.records.evidence import OF_CASE as EVIDENCE_OF_CASE
from tipstaff.cases.records.report import REPORTS, SELF_REPORTS, Report, SelfReport
from tipstaff.console.desk import Desk
from tipstaff.enforce.records.action import ACTIONS, OF_CASE, Action
from tipstaff.enforce.records.strike import OF_CASE as STRIKES_OF_CASE
from tipstaff.enforce.records.strike import STRIKES, Strike
from tipstaff.notices import NOTICES, Notice
from tipstaff.notices.notice import OF_ACCOUNT, Words
from tipstaff.store import DecisionFilter, DecisionRow
from tipstaff.vocab.decision import Decision
from tipstaff.vocab.masking import ELLIPSIS

SHOWN: Final = 100
"""Cases in the list, and decisions on a page."""

_BEGINNING: Final = 110
_decode = msgspec.json.Decoder(Decision).decode


class Cited(Struct, frozen=True):
    """A decision of a case: what it said under the case's clause. Nothing of the content is shown."""

    id: str
    at: datetime
    type: str
    verdict: str
    explain: str


class Told(Struct, frozen=True):
    """A notice with its words in the reader's language."""

    notice: Notice
    words: Words


class CasePage(Struct, frozen=True):
    """Everything the page shows. `words` is the clause in the reader's language, None when it is not known."""

    case: Case
    title: str
    ref: str
    words: str | None
    decisions: list[Cited]
    more: bool
    actions: Sequence[Action]
    strikes: Sequence[Strike]
    notices: list[Told]
    reports: list[Report]
    self_reports: list[SelfReport]
    evidence: Sequence[EvidenceRequest]
    determinations: Sequence[Determination]
    history: list[tuple[datetime, str, str]]


class Waiting(Struct, frozen=True):
    """A case in the list. `words` is how its clause begins in the reader's language, "" when it is not known."""

    case: Case
    words: str


def listed(desk: Desk, language: str, *, over: bool) -> list[Waiting]:
    """The same cases as lines of the list."""
    return [Waiting(case, _words(desk, case, language)) for case in queue(desk, over=over)]


def _words(desk: Desk, case: Case, language: str) -> str:
    words = _in(desk.clause(case.policy, case.version, case.clause)["text"], language) or ""
    return words if len(words) <= _BEGINNING else f"{words[:_BEGINNING].rpartition(' ')[0]} {ELLIPSIS}"


def queue(desk: Desk, *, over: bool) -> list[Case]:
    """Cases that somebody has to decide, the most pressing first; or those that are over, the latest first."""
    shelf = desk.ledgers.shelf
    if over:
        done = desk.ledgers.by(CASES, QUEUE, "over")
        return sorted(done, key=lambda case: case.determinations[-1].at, reverse=True)[:SHOWN]
    rows = shelf.scan(CASES.index_kind(QUEUE), CASES.index_prefix(QUEUE, ("live",)))
    values = (shelf.entry(CASES.name, key) for _, key in islice(rows, SHOWN))
    return [CASES.decode(value) for value in values if value is not None]


def case_page(desk: Desk, name: str, language: str) -> CasePage | None:
    """Gather the page of a case in a language; None when there is no such case."""
    ledgers = desk.ledgers
    case = ledgers.get(CASES, name)
    if case is None:
        return None
    cited = list(islice(_cited(desk, case, language), SHOWN + 1))
    clause = desk.clause(case.policy, case.version, case.clause)
    return CasePage(
        case=case,
        title=_in(desk.title(case.policy), language) or case.policy,
        ref=clause["ref"],
        words=_in(clause["text"], language),
        decisions=cited[:SHOWN],
        more=len(cited) > SHOWN,
        actions=ledgers.by(ACTIONS, OF_CASE, case.id),
        strikes=ledgers.by(STRIKES, STRIKES_OF_CASE, case.id),
        notices=[_told(one, language) for one in _notices(desk, case)],
        reports=[one for name in case.reports if (one := ledgers.get(REPORTS, case.account, name)) is not None],
        self_reports=[
            own for name in case.self_reports if (own := ledgers.get(SELF_REPORTS, case.account, name)) is not None
        ],
        evidence=ledgers.by(EVIDENCE, EVIDENCE_OF_CASE, case.id),
        determinations=case.determinations,
        history=[
            (row.at, row.command, row.by) for row in desk.store.reader.history(CASES.name, CASES.prefix((case.id,)))
        ],
    )


def _cited(desk: Desk, case: Case, language: str) -> Iterator[Cited]:
    """The decisions that name the case, newest first."""
    before: int | None = None
    while case.clause:
        where = DecisionFilter(account=case.account, clause=case.clause, before=before)
        rows = desk.store.reader.decisions(where, SHOWN)
        for row in rows:
            if case.opened_at is not None and row.at < case.opened_at:
                return
            decision = _decode(row.decision)
            if decision.case == case.id or row.id in case.decisions:
                yield _line(row, decision, case, desk.retell(row, decision, language))
        if len(rows) < SHOWN:
            return
        before = rows[-1].sequence


def _line(row: DecisionRow, decision: Decision, case: Case, told: Sequence[str]) -> Cited:
    explain = next((words for one, words in zip(decision.reasons, told, strict=True) if one.clause == case.clause), "")
    return Cited(row.id, row.at, row.type, row.verdict.value, explain)


def _notices(desk: Desk, case: Case) -> list[Notice]:
    own = [one for one in desk.ledgers.by(NOTICES, OF_ACCOUNT, case.account) if one.case == case.id]
    return sorted(own, key=lambda notice: notice.at)


def _told(notice: Notice, language: str) -> Told:
    return Told(notice, notice.texts.get(language) or next(iter(notice.texts.values())))


def _in(texts: Any, language: str) -> str | None:
    return texts.get(language) or next(iter(texts.values()), None)
