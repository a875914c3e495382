"""The life of one action.

    proposed ──apply──▶ active ──lift──▶ lifted
       │  (one person suffices)  └─until──▶ expired
    pending-approval ──approve (a second person)──▶ active
       └─refuse──▶ refused

What a machine may not do it proposes. Applying and lifting change the ledgers, write the notice and set the clock in
the transaction of the command: an action is never in force without its record, nor recorded without being in force.
"""

from __future__ import annotations

from datetime import datetime

import msgspec
from msgspec import Struct

from tipstaff.clocks import Clock, cancel, set_clock
from tipstaff.enforce.catalogue import ActionKind, kind_named, with_second_person
from tipstaff.enforce.records.action import ACTIONS, OF_ACCOUNT, Action
from tipstaff.enforce.restraints import release, restrain
from tipstaff.ledgers.commands import CommandContext
from tipstaff.ledgers.ledgers import Draft, Ledgers
from tipstaff.notices import Telling, notify
from tipstaff.vocab.enforcing import Enforcement, Law
from tipstaff.vocab.errors import Fault, Incomplete


class Proposal(Struct, frozen=True):
    """What somebody wants done."""

    account: str
    kind: str
    scope: str = "account"
    subject: str = ""
    source: str = "person"
    case: str = ""
    clause: str = ""
    version: str = ""
    reason: str = ""
    until: datetime | None = None
    decision: str = ""
    refund: bool = True
    evidence: str = ""


def kind_of(proposal: Proposal | Action, context: CommandContext) -> ActionKind:
    """The kind of a proposal as the policy of its clause has it; without a clause, as any policy has it."""
    if proposal.clause:
        terms = context.law.enforcement_of(proposal.clause)
        kind = kind_named(proposal.kind, terms)
        in_spirit = bool(kind.effect) and proposal.clause == terms.spirit
        return with_second_person(kind) if in_spirit and kind.people < 2 else kind
    policies = context.law.policies.values()
    own = {name: one for policy in policies for name, one in policy.enforcement.actions.items()}
    two = frozenset(name for policy in policies for name in policy.enforcement.two_people)
    return kind_named(proposal.kind, Enforcement(actions=own, two_people=two))


def propose(draft: Draft, proposal: Proposal, action_id: str, context: CommandContext) -> Action:
    """Put an action down without carrying it out."""
    kind = kind_of(proposal, context)
    law = context.law
    _require_reason(proposal, law)
    clause = law.clause(proposal.clause, proposal.version) if proposal.clause else None
    policy = law.policies.get(clause.policy) if clause is not None else None
    return draft.put(
        ACTIONS,
        Action(
            id=action_id,
            account=proposal.account,
            kind=proposal.kind,
            state="pending-approval" if kind.people > 1 else "proposed",
            scope=proposal.scope,
            subject=proposal.subject,
            source=proposal.source,
            case=proposal.case,
            clause=proposal.clause,
            policy=policy.name if policy is not None else "",
            version=proposal.version or (policy.version_at(context.now) if policy is not None else ""),
            reason=proposal.reason,
            until=proposal.until,
            proposed_by=context.actor,
            proposed_at=context.now,
            approvals=(context.actor,) if context.is_person else (),
            decision=proposal.decision,
            refund=proposal.refund,
            evidence=proposal.evidence,
        ),
    )


def begin(draft: Draft, proposal: Proposal, action_id: str, context: CommandContext) -> Action:
    """Do what may be done at once, and propose the rest: what takes a second person, or no machine may do."""
    action = propose(draft, proposal, action_id, context)
    kind = kind_of(action, context)
    allowed = kind.people < 2 and (kind.machine or context.is_person)
    return activate(draft, action, context) if allowed else action


def activate(draft: Draft, action: Action, context: CommandContext) -> Action:
    """Put an action in force: what it makes of its subject, the notice, and the clock of its end."""
    kind = kind_of(action, context)
    active = draft.put(
        ACTIONS,
        msgspec.structs.replace(action, state="active", effect=kind.effect, applied_at=context.now),
    )
    restrain(draft, active)
    if active.until is not None:
        clock = Clock(
            f"action-end/{active.id}", "action-end", active.until, "action.expire", {"id": active.id}, active.account,
            active.clause, started_at=context.now,
        )  # fmt: skip
        set_clock(draft, clock)
    if kind.notice:
        _tell(draft, active, kind.notice, context)
    return active


def end(draft: Draft, action: Action, state: str, reason: str, context: CommandContext) -> Action:
    """Take an action out of force (`lifted`, `expired`), or off the table (`refused`)."""
    ended = draft.put(
        ACTIONS,
        msgspec.structs.replace(
            action, state=state, ended_by=context.actor, ended_at=context.now, ended_reason=reason, reevaluate=False
        ),
    )
    if action.state == "active":
        release(draft, action)
        cancel(draft, f"action-end/{action.id}", context.now)
        kind = kind_of(action, context)
        if kind.notice and action.effect:
            _tell(draft, ended, "restoration", context)
    return ended


def standing(ledgers: Ledgers, proposal: Proposal) -> Action | None:
    """The live action that already is what a proposal asks for: same kind, subject and ground."""
    live = ledgers.by(ACTIONS, OF_ACCOUNT, proposal.account, "live", proposal.kind)
    same = (proposal.scope, proposal.subject, proposal.clause)
    return next((one for one in live if (one.scope, one.subject, one.clause) == same), None)


def live_actions(ledgers: Ledgers, account: str) -> tuple[Action, ...]:
    """The actions on an account that are in force or may yet be."""
    return ledgers.by(ACTIONS, OF_ACCOUNT, account, "live")


def _require_reason(proposal: Proposal, law: Law) -> None:
    if (
        not proposal.reason.strip()
        and proposal.clause
        and proposal.clause == law.enforcement_of(proposal.clause).spirit
    ):
        fault = Fault("reason", "what was seen, in writing", "nothing")
        raise Incomplete(f"`{proposal.clause}` is cited with a written reason", faults=[fault])


def _tell(draft: Draft, action: Action, notice: str, context: CommandContext) -> None:
    telling = Telling(
        kind=notice,
        account=action.account,
        clause=action.clause,
        version=action.version,
        case=action.case,
        action=action.id,
        action_kind=action.kind,
        scope=action.scope,
        object=action.subject,
        until=action.until if notice != "restoration" else None,
        reason=action.reason if notice != "restoration" else action.ended_reason,
        automated=not action.approvals,
    )
    notify(draft, telling, context.new_id(), context.now, context.law)
