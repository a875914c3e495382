"""Cases as people and machines read them: the queue a page at a time, and all that belongs to one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from tipstaff.cases.records.case import CASES, LIVE_OF, QUEUE, Case
from tipstaff.cases.records.evidence import EVIDENCE, EvidenceRequest
from tipstaff.cases.records.evidence import OF_CASE as EVIDENCE_OF_CASE
from tipstaff.cases.records.report import REPORTS, SELF_REPORTS, Report, SelfReport
from tipstaff.enforce.records.action import ACTIONS, Action
from tipstaff.enforce.records.action import OF_CASE as ACTIONS_OF_CASE
from tipstaff.enforce.records.strike import OF_CASE as STRIKES_OF_CASE
from tipstaff.enforce.records.strike import STRIKES, Strike
from tipstaff.ledgers import Ledgers
from tipstaff.notices import NOTICES, Notice
from tipstaff.notices.notice import OF_ACCOUNT
from tipstaff.vocab.errors import Fault, Invalid, NotFound

Waiting = Literal["live", "over"]


class Wanted(Struct, frozen=True):
    """Which cases: those that somebody has to decide (`live`) or those that are over; None means any.

    `after` is the id of a case: only those behind it in the queue.
    """

    waiting: Waiting = "live"
    account: str | None = None
    clause: str | None = None
    after: str | None = None


class CaseFile(Struct, frozen=True):
    """A case and what belongs to it. Its decisions are those of its account that cite its clause and name the case."""

    case: Case
    actions: list[Action]
    strikes: list[Strike]
    notices: list[Notice]
    reports: list[Report]
    self_reports: list[SelfReport]
    evidence: list[EvidenceRequest]


def queue(ledgers: Ledgers, wanted: Wanted, limit: int) -> list[Case]:
    """Cases in the order of the queue: urgent ones first, then the gravest, then the oldest.

    Raises:
        Invalid: `after` names no case.
    """
    behind = b"" if wanted.after is None else _place(_start(ledgers, wanted.after), wanted.waiting)
    found = (
        case
        for place, case in _standing(ledgers, wanted, behind)
        if place > behind and wanted.clause in {None, case.clause}
    )
    return list(islice(found, limit))


def case_file(ledgers: Ledgers, case_id: str) -> CaseFile:
    """Everything about a case. Who reported is masked.

    Raises:
        NotFound: there is no such case.
    """
    case = ledgers.get(CASES, case_id)
    if case is None:
        asked = f"`{case_id[:100]}`"
        raise NotFound(f"no case has the id {asked}", faults=[Fault("path.id", "the id of a case", asked)])
    told = (ledgers.get(REPORTS, case.account, name) for name in case.reports)
    own = (ledgers.get(SELF_REPORTS, case.account, name) for name in case.self_reports)
    return CaseFile(
        case=case,
        actions=list(ledgers.by(ACTIONS, ACTIONS_OF_CASE, case.id)),
        strikes=list(ledgers.by(STRIKES, STRIKES_OF_CASE, case.id)),
        notices=[one for one in ledgers.by(NOTICES, OF_ACCOUNT, case.account) if one.case == case.id],
        reports=[replace(one, reporter_token="") for one in told if one is not None],
        self_reports=[one for one in own if one is not None],
        evidence=list(ledgers.by(EVIDENCE, EVIDENCE_OF_CASE, case.id)),
    )


def _standing(ledgers: Ledgers, wanted: Wanted, behind: bytes) -> Iterator[tuple[bytes, Case]]:
    """Cases with their places in the queue, in its order; those before a place may be left out."""
    if wanted.account is not None:
        own = ledgers.by(CASES, LIVE_OF, wanted.account, wanted.waiting)
        yield from sorted(((_place(case, wanted.waiting), case) for case in own), key=lambda one: one[0])
        return
    shelf = ledgers.shelf
    for place, key in shelf.scan(CASES.index_kind(QUEUE), CASES.index_prefix(QUEUE, (wanted.waiting,))):
        value = shelf.entry(CASES.name, key) if place > behind else None
        if value is not None:
            yield place, CASES.decode(value)


def _start(ledgers: Ledgers, case_id: str) -> Case:
    case = ledgers.get(CASES, case_id)
    if case is None:
        raise Invalid(
            "the page cannot be found", faults=[Fault("query.after", "the id of a case", f"`{case_id[:40]}`")]
        )
    return case


def _place(case: Case, waiting: Waiting) -> bytes:
    """Its key in the queue, as if it stood there: it may have left it since a page was read."""
    return CASES.index_prefix(QUEUE, (waiting, case.order)) + CASES.key_of(case)
