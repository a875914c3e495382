"""Actions: propose, approve, refuse, apply, lift; and expire, which only their clock does.

`apply` proposes and executes where one person suffices; what takes two is proposed by one and approved by another.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

from tipstaff.cases.authorities import told
from tipstaff.cases.commands.action_arguments import ActionName, ActionPropose
from tipstaff.cases.consequences import call_off
from tipstaff.cases.records.case import CASES
from tipstaff.cases.subjects import scope_of
from tipstaff.enforce.actions import Proposal, activate, begin, end, kind_of, propose, standing
from tipstaff.enforce.records.action import ACTIONS, OF_ACCOUNT, OF_CASE, Action
from tipstaff.ledgers.commands import Command, CommandContext
from tipstaff.ledgers.commands.command import DESK
from tipstaff.ledgers.commands.rights import acting_person
from tipstaff.ledgers.ledgers import Draft
from tipstaff.ledgers.reading import plain
from tipstaff.vocab.errors import (
    BadTransition,
    Conflict,
    ConflictOfInterest,
    Fault,
    Invalid,
    NotAllowed,
    NotFound,
    SamePerson,
    SecondPersonRequired,
)
from tipstaff.vocab.times.durations import add, parse_duration


def propose_action(draft: Draft, args: ActionPropose, context: CommandContext) -> dict[str, Any]:
    """Put an action before somebody who may carry it out or approve it. Nothing happens to the account yet."""
    proposal = _proposal(draft, args, context)
    _require_role(draft, proposal, kind_of(proposal, context).roles, context)
    action = propose(draft, proposal, _new_id(draft, args, context), context)
    _note_on_case(draft, action)
    return _told(action)


def apply_action(draft: Draft, args: ActionPropose, context: CommandContext) -> dict[str, Any]:
    """Carry out an action that one person may take, at once; or one that was proposed, by its id."""
    found = draft.get(ACTIONS, args.id) if args.id else None
    if found is not None:
        return _told(_carry_out(draft, found, context))
    proposal = _proposal(draft, args, context)
    if args.decision and not context.is_person:
        there = standing(draft, proposal)
        return _told(there or begin(draft, proposal, context.new_id(), context))
    kind = kind_of(proposal, context)
    _require_role(draft, proposal, kind.roles, context)
    if kind.people > 1:
        raise SecondPersonRequired(f"`{proposal.kind}` is proposed by one person and approved by another")
    return _told(begin(draft, proposal, _new_id(draft, args, context), context))


def approve(draft: Draft, args: ActionName, context: CommandContext) -> dict[str, Any]:
    """Stand up for an action as a second person. With enough people behind it, it is carried out."""
    action = _meant(draft, args, ("proposed", "pending-approval"))
    if action.state not in ("proposed", "pending-approval"):
        raise BadTransition(f"action `{action.id}` is {action.state}")
    if not context.is_person:
        raise SecondPersonRequired("an action is approved by a person, by name")
    if context.actor in action.approvals or context.actor == action.proposed_by:
        raise SamePerson(f"`{context.actor}` proposed or approved `{action.id}`; another person decides")
    kind = kind_of(action, context)
    _require_role(draft, action, kind.approvers if kind.people > 1 else kind.roles, context)
    behind = draft.put(ACTIONS, msgspec.structs.replace(action, approvals=(*action.approvals, context.actor)))
    if args.until is not None:
        behind = draft.put(ACTIONS, msgspec.structs.replace(behind, until=args.until))
    if len(behind.approvals) < kind.people:
        return _told(behind)
    return _told(_in_force(draft, behind, context))


def refuse(draft: Draft, args: ActionName, context: CommandContext) -> dict[str, Any]:
    """Refuse what was proposed."""
    action = _meant(draft, args, ("proposed", "pending-approval"))
    if action.state not in ("proposed", "pending-approval"):
        raise BadTransition(f"action `{action.id}` is {action.state}")
    _require_role(draft, action, kind_of(action, context).approvers, context)
    return _told(_closed(draft, end(draft, action, "refused", args.reason, context), context))


def lift(draft: Draft, args: ActionName, context: CommandContext) -> dict[str, Any]:
    """End an action before its time: what it changed is as it was, and the account is told."""
    action = _meant(draft, args, ("active",))
    if action.state != "active":
        raise BadTransition(f"action `{action.id}` is {action.state}")
    kind = kind_of(action, context)
    if not kind.ends or action.kind == "disclose":
        raise BadTransition(f"`{action.kind}` cannot be taken back")
    _require_role(draft, action, kind.approvers if kind.people > 1 else kind.roles, context)
    return _told(end(draft, action, "lifted", args.reason, context))


def expire(draft: Draft, args: ActionName, context: CommandContext) -> dict[str, Any]:
    """End an action whose time is over. Its clock does this."""
    if context.is_person:
        raise NotAllowed("an action expires by itself; to end it sooner, lift it")
    action = draft.get(ACTIONS, args.id)
    if action is None:
        raise NotFound(f"no action `{args.id}`")
    if action.state != "active" or action.until is None or action.until > context.now:
        return _told(action)
    return _told(end(draft, action, "expired", "", context))


def _carry_out(draft: Draft, action: Action, context: CommandContext) -> Action:
    """What was proposed, by one person who may do it alone."""
    kind = kind_of(action, context)
    if action.state == "pending-approval" or (action.state == "proposed" and kind.people > 1):
        raise SecondPersonRequired(f"action `{action.id}` waits for another person's approval")
    if action.state != "proposed":
        raise BadTransition(f"action `{action.id}` is {action.state}")
    _require_role(draft, action, kind.roles, context)
    if context.is_person and context.actor not in action.approvals:
        action = msgspec.structs.replace(action, approvals=(*action.approvals, context.actor))
    return _in_force(draft, action, context)


def _in_force(draft: Draft, action: Action, context: CommandContext) -> Action:
    """Carried out; the case that waited for it is decided, and an authority that it names is told."""
    active = activate(draft, action, context)
    if active.kind == "notify-authority":
        told(draft, active, context)
    return _closed(draft, active, context)


def _closed(draft: Draft, action: Action, context: CommandContext) -> Action:
    """Once nothing that was proposed on a case waits any more, the case is decided."""
    case = draft.get(CASES, action.case) if action.case else None
    if case is not None and case.state == "proposed":
        waiting = [one for one in draft.by(ACTIONS, OF_CASE, case.id) if one.state in ("proposed", "pending-approval")]
        if not waiting and case.determinations:
            call_off(draft, draft.put(CASES, msgspec.structs.replace(case, state="decided")), context)
    return action


def _note_on_case(draft: Draft, action: Action) -> None:
    """An open case on which something is proposed waits for whoever approves."""
    case = draft.get(CASES, action.case) if action.case else None
    if case is not None and case.state in ("open", "claimed", "reopened") and case.determinations:
        draft.put(CASES, msgspec.structs.replace(case, state="proposed"))


def _proposal(draft: Draft, args: ActionPropose, context: CommandContext) -> Proposal:
    case = draft.get(CASES, args.case) if args.case else None
    if args.case and case is None and not args.decision:
        raise NotFound(f"no case `{args.case}`")
    account = args.account or (case.account if case is not None else "")
    missing = [name for name, value in (("account", account), ("kind", args.kind)) if not value]
    if missing:
        raise Invalid("what is to be done to whom?", faults=[Fault(name, "a string", "nothing") for name in missing])
    if case is not None and case.account != account:
        got = f"`{account}`"
        raise Invalid("not the account of the case", faults=[Fault("account", f"`{case.account}`", got)])
    until = args.until or (add(context.now, parse_duration(args.for_, "for")) if args.for_ else None)
    if until is not None and until <= context.now:
        raise Invalid("the action ends before it begins", faults=[Fault("until", "a time to come", until.isoformat())])
    scope, subject = scope_of(draft, account, args.subject, args.object)
    return Proposal(
        account=account,
        kind=args.kind,
        scope=scope,
        subject=subject,
        source="decision" if args.decision else "person",
        case=args.case,
        clause=args.clause or (case.clause if case is not None else ""),
        version=case.version if case is not None else "",
        reason=args.reason,
        until=until,
        decision=args.decision,
    )


def _new_id(draft: Draft, args: ActionPropose, context: CommandContext) -> str:
    if args.id and draft.get(ACTIONS, args.id) is not None:
        raise Conflict(f"there is an action `{args.id}` already")
    return args.id or context.new_id()


def _meant(draft: Draft, args: ActionName, states: tuple[str, ...]) -> Action:
    """By id; or the one of that account and kind that is in one of these states."""
    if args.id:
        found = draft.get(ACTIONS, args.id)
    elif args.kind and (args.account or args.case):
        whole = draft.by(ACTIONS, OF_CASE, args.case) if args.case else ()
        live = whole or draft.by(ACTIONS, OF_ACCOUNT, args.account, "live", args.kind)
        named = (one for one in live if one.kind == args.kind and one.state in states)
        found = next((one for one in named if args.subject in ("", one.subject)), None)
    else:
        raise Invalid("which action?", faults=[Fault("id", "the id of an action, or its kind and account", "neither")])
    if found is None:
        raise NotFound(f"no action `{args.id}`" if args.id else f"no such `{args.kind}` on `{args.account}`")
    return found


def _require_role(draft: Draft, about: Proposal | Action, roles: frozenset[str], context: CommandContext) -> None:
    person = acting_person(draft, context)
    if person is None:
        return
    if person.account and person.account == about.account:
        raise ConflictOfInterest(f"`{person.id}` belongs to `{about.account}`")
    if person.role not in roles:
        raise NotAllowed(f"`{about.kind}` is not for the role {person.role}")


def _told(action: Action) -> dict[str, Any]:
    return {"id": action.id, "state": action.state, "action": plain(action)}


COMMANDS: Final[tuple[Command, ...]] = (
    Command("action.propose", ActionPropose, propose_action, DESK),
    Command("action.apply", ActionPropose, apply_action, DESK),
    Command("action.approve", ActionName, approve, DESK),
    Command("action.refuse", ActionName, refuse, DESK),
    Command("action.lift", ActionName, lift, DESK),
    Command("action.expire", ActionName, expire, DESK),
)
