"""Reports of third parties and self-reports of accounts: acknowledged at once, and put to a case."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from msgspec import Struct

from tipstaff.cases.opening import Occasion, gather
from tipstaff.cases.records.case import CASES, Case
from tipstaff.cases.records.report import BY_ID, REPORTS, SELF_REPORTS, Report, SelfReport
from tipstaff.ledgers.commands import Command, CommandContext
from tipstaff.ledgers.commands.command import DESK
from tipstaff.ledgers.ledgers import Draft
from tipstaff.ledgers.reading import plain
from tipstaff.ledgers.records.numbers import NUMBERS
from tipstaff.ledgers.records.senders import DOMAINS
from tipstaff.notices import Telling, notify
from tipstaff.vocab.errors import Conflict, Fault, Invalid
from tipstaff.vocab.mailboxes import party_fault
from tipstaff.vocab.spelling import mask_named

SEVERITIES: Final = {
    "minors": 4, "terrorism": 4, "threat": 4, "phishing": 3, "fraud": 3, "malware": 3, "hate": 3, "harassment": 3,
}  # fmt: skip
"""How grave a report of a category is taken to be before anybody has looked; others are 2."""

SPECIALIST: Final = frozenset({"minors", "terrorism"})
"""Categories that a specialist looks at."""


class ReportSubmit(Struct, frozen=True):
    """A complaint: about whom or what, of which category, in which words, by whom; `right` is the right it invokes."""

    category: str
    text: str = ""
    id: str = ""
    channel: str = "form"
    raw: str = ""
    account: str = ""
    subject: str = ""
    reporter: str = ""
    language: str = ""
    trusted: bool = False
    good_faith: bool = False
    threat_to_life: bool = False
    right: str = ""


class SelfReportSubmit(Struct, frozen=True):
    """What an account tells of itself; `channel` or `clause` where they are known."""

    account: str
    kind: str
    text: str
    id: str = ""
    channel: str = ""
    clause: str = ""


def submit(draft: Draft, args: ReportSubmit, context: CommandContext) -> dict[str, Any]:
    """Take in a report: acknowledged at once, put to the case of the account that it is about, counted there."""
    if args.raw:
        hint = "reading ARF and XARF is not there yet; give category, text and account"
        raise Invalid("not there yet: report.submit raw", faults=[Fault("raw", "nothing", "a report", hint)])
    if not args.category.strip():
        raise Invalid("a report of what?", faults=[Fault("category", "a category such as spam", "nothing")])
    fault = party_fault(args.reporter, "reporter")
    if fault is not None:
        raise Invalid("a report by whom?", faults=[fault])
    if args.id and draft.by(REPORTS, BY_ID, args.id):
        raise Conflict(f"there is a report `{args.id}` already")
    account = args.account or _account_of(draft, args.subject)
    severity = 4 if args.threat_to_life else SEVERITIES.get(args.category, 2)
    earlier = _earlier(draft, account, args)
    made = Report(
        id=args.id or context.new_id(),
        category=args.category,
        text=args.text,
        at=context.now,
        account=account,
        subject=args.subject,
        channel=args.channel,
        state="duplicate" if earlier is not None else "acknowledged",
        severity=severity,
        reporter=mask_named(args.reporter),
        reporter_token=draft.party(args.reporter),
        trusted=args.trusted,
        good_faith=args.good_faith,
        threat_to_life=args.threat_to_life,
        duplicate_of=earlier.id if earlier is not None else "",
        right=args.right,
    )
    case = _case(draft, made, context) if account else None
    report = draft.put(REPORTS, msgspec.structs.replace(made, case=case.id if case is not None else ""))
    if args.reporter:
        _acknowledge(draft, report, args, context)
    return {"id": report.id, "state": report.state, "case": report.case, "report": plain(report)}


def submit_self_report(draft: Draft, args: SelfReportSubmit, context: CommandContext) -> dict[str, Any]:
    """Take in what an account tells of itself, open the case that looks into it, and acknowledge it."""
    clause = args.clause or _self_report_clause(args, context)
    own = SelfReport(
        args.id or context.new_id(), args.account, args.kind, args.text, context.now, "", args.channel, context.actor
    )
    occasion = Occasion(args.account, clause, urgent=True, reason=f"self-report: {args.kind}")
    case = gather(draft, occasion, context.new_id(), (context.law, context.now, context.actor))
    draft.put(CASES, msgspec.structs.replace(case, self_reports=(*case.self_reports, own.id)))
    told = draft.put(SELF_REPORTS, msgspec.structs.replace(own, case=case.id))
    telling = Telling("acknowledgement", args.account, clause, case.version, case.id, report=told.id)
    notify(draft, telling, context.new_id(), context.now, context.law)
    return {"id": told.id, "case": case.id, "self_report": plain(told)}


def inform(draft: Draft, case: Case, finding: str, context: CommandContext) -> None:
    """Note on the reports of a case what became of it."""
    for name in case.reports:
        report = draft.get(REPORTS, case.account, name)
        if report is not None:
            draft.put(REPORTS, msgspec.structs.replace(report, state="decided", finding=finding))
            if report.reporter:
                telling = Telling(
                    "outcome", report.account, case.clause, case.version, case.id, report=report.id, finding=finding,
                    to=report.reporter,
                )  # fmt: skip
                notify(draft, telling, context.new_id(), context.now, context.law)


def _case(draft: Draft, report: Report, context: CommandContext) -> Case:
    special = report.category in SPECIALIST
    occasion = Occasion(
        report.account,
        _clause(report.category, context),
        category=report.category if special else "",
        severity=report.severity,
        urgent=report.threat_to_life or report.severity >= 4,
        desk="specialist" if special else "analyst",
        reason=f"report: {report.category}",
    )
    case = gather(draft, occasion, context.new_id(), (context.law, context.now, context.actor))
    return draft.put(CASES, msgspec.structs.replace(case, reports=(*case.reports, report.id)))


def _clause(category: str, context: CommandContext) -> str:
    """The clause of the most specific policy that knows the category; "" when none does."""
    found = [policy.enforcement.reports.get(category, "") for policy in context.law.policies.values()]
    return next((clause for clause in reversed(found) if clause), "")


def _self_report_clause(args: SelfReportSubmit, context: CommandContext) -> str:
    for policy in reversed(list(context.law.policies.values())):
        known = policy.enforcement.self_reports
        found = known.get(f"{args.kind}-{args.channel}") or known.get(args.kind)
        if found:
            return found
    return ""


def _account_of(draft: Draft, subject: str) -> str:
    """The account that uses a number, or owns a domain, that is reported."""
    number = draft.get(NUMBERS, subject) if subject else None
    if number is not None:
        return number.account
    host = subject.partition("://")[2].partition("/")[0] if "://" in subject else subject
    domain = draft.get(DOMAINS, host) if host else None
    return domain.account if domain is not None else ""


def _earlier(draft: Draft, account: str, args: ReportSubmit) -> Report | None:
    """The report that this one repeats: same account, category, subject and reporter, its case still open."""
    if not account:
        return None
    token = draft.party(args.reporter)
    for one in draft.group(REPORTS, account):
        same = (one.category, one.subject, one.text) == (args.category, args.subject, args.text)
        if same and one.reporter_token == token and one.state != "decided":
            return one
    return None


def _acknowledge(draft: Draft, report: Report, args: ReportSubmit, context: CommandContext) -> None:
    telling = Telling(
        "acknowledgement", report.account, case=report.case, report=report.id, to=report.reporter,
        address=args.reporter, language=args.language,
    )  # fmt: skip
    notify(draft, telling, context.new_id(), context.now, context.law)


COMMANDS: Final[tuple[Command, ...]] = (
    Command("report.submit", ReportSubmit, submit, DESK | {"reporter", "customer"}),
    Command("self-report.submit", SelfReportSubmit, submit_self_report, DESK, customers=True),
)
