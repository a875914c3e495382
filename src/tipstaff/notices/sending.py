"""Putting a notice down: the record, and the line in the outbox that whoever delivers it takes up."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from msgspec import Struct

from tipstaff.ledgers.ledgers import Draft
from tipstaff.notices.composing import LANGUAGES, compose
from tipstaff.notices.notice import NOTICES, Notice
from tipstaff.vocab.enforcing import Law

DELIVER: Final = "notice.deliver"


class Telling(Struct, frozen=True):
    """What is to be told: the kind of notice, to whom, and what about.

    Of a request for evidence: `about` what it is, `within` what time (a duration), what follows `otherwise`, and the
    `sample`, of which the outbox alone learns.
    """

    kind: str
    account: str
    clause: str = ""
    version: str = ""
    case: str = ""
    action: str = ""
    report: str = ""
    action_kind: str = ""
    scope: str = "account"
    object: str = ""
    until: datetime | None = None
    reason: str = ""
    finding: str = ""
    about: str = ""
    within: str = ""
    otherwise: str = ""
    evidence: str = ""
    sample: tuple[str, ...] = ()
    automated: bool = False
    to: str = ""
    address: str = ""
    language: str = ""


def notify(draft: Draft, telling: Telling, notice_id: str, at: datetime, law: Law) -> Notice:
    """Write a notice to an account, in its language, or to the masked `to` whose `address` the outbox alone learns."""
    clause = law.clause(telling.clause, telling.version) if telling.clause else None
    account = draft.account(telling.account) if telling.account else None
    language = telling.language or (account.locale if account is not None else "en")
    notice = draft.put(
        NOTICES,
        Notice(
            id=notice_id,
            kind=telling.kind,
            to=telling.to or telling.account,
            at=at,
            language=language if language in LANGUAGES else "en",
            texts=compose(telling.kind, _facts(telling), clause, law),
            account="" if telling.to else telling.account,
            clause=telling.clause,
            policy=clause.policy if clause is not None else "",
            version=telling.version,
            case=telling.case,
            action=telling.action,
            report=telling.report,
            evidence=telling.evidence,
            reason=telling.reason,
            automated=telling.automated,
        ),
    )
    addresses = [telling.address] if telling.address else list(account.emails) if account is not None else []
    body = {"notice": notice_id, "addresses": addresses, "sample": list(telling.sample)}
    draft.send(f"notice/{notice_id}", DELIVER, {name: value for name, value in body.items() if value})
    return notice


def _facts(telling: Telling) -> dict[str, str]:
    found = {
        "account": telling.account,
        "scope": telling.scope,
        "object": telling.object,
        "until": telling.until.strftime("%Y-%m-%d %H:%M") if telling.until is not None else "",
        "reason": telling.reason,
        "action": telling.action_kind,
        "number": telling.report or telling.evidence,
        "finding": telling.finding,
        "about": telling.about,
        "within": telling.within,
        "otherwise": telling.otherwise,
        "version": telling.version,
        "automated": "yes" if telling.automated else "",
    }
    return {name: value for name, value in found.items() if value}
