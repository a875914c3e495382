"""Disclosures: asked for, approved by two people other than who asked, exported once, named by the hash of the package.

requested ──approve──▶ pending-approval ──approve (another)──▶ approved ──export──▶ exported
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any, Final

import msgspec

from tipstaff.enforce.records.action import ACTIONS, OF_ACCOUNT, Action
from tipstaff.enforce.records.disclosure import DISCLOSURES, Disclosure
from tipstaff.enforce.records.strike import STRIKES
from tipstaff.ledgers.commands import CommandContext
from tipstaff.ledgers.ledgers import Draft, Ledgers
from tipstaff.ledgers.reading import json_values, plain
from tipstaff.vocab.errors import BadTransition, SamePerson, SecondPersonRequired

NEEDED: Final = 2
"""People who approve, beside who asked."""


def approved(draft: Draft, disclosure: Disclosure, context: CommandContext) -> Disclosure:
    """The disclosure with one more approval.

    Raises:
        BadTransition: it needs none any more.
        SecondPersonRequired: a system approves nothing.
        SamePerson: who asked, or approved already.
    """
    if disclosure.state not in ("requested", "pending-approval"):
        raise BadTransition(f"disclosure `{disclosure.id}` is {disclosure.state}")
    if not context.is_person:
        raise SecondPersonRequired("a disclosure is approved by two people, each by name")
    if context.actor in (disclosure.requested_by, *disclosure.approvals):
        raise SamePerson(f"`{context.actor}` asked for or approved `{disclosure.id}`; another person decides")
    approvals = (*disclosure.approvals, context.actor)
    state = "approved" if len(approvals) >= NEEDED else "pending-approval"
    return draft.put(DISCLOSURES, msgspec.structs.replace(disclosure, state=state, approvals=approvals))


def exported(
    draft: Draft, disclosure: Disclosure, facts: dict[str, Any], context: CommandContext
) -> tuple[Disclosure, dict[str, Any]]:
    """The disclosure as given out, and the package: what was asked for, the facts, and by whom it was approved.

    Raises:
        SecondPersonRequired: fewer than two people have approved it.
        BadTransition: it was exported before.
    """
    if disclosure.state in ("requested", "pending-approval"):
        raise SecondPersonRequired(
            f"disclosure `{disclosure.id}` has {len(disclosure.approvals)} of {NEEDED} approvals"
        )
    if disclosure.state != "approved":
        raise BadTransition(f"disclosure `{disclosure.id}` is {disclosure.state}")
    package = json_values(
        {
            "disclosure": disclosure.id,
            "account": disclosure.account,
            "authority": disclosure.authority,
            "basis": disclosure.basis,
            "scope": disclosure.scope,
            "approvals": disclosure.approvals,
            "at": context.now,
            "facts": facts,
        }
    )
    digest = sha256(msgspec.json.encode(package, order="sorted")).hexdigest()
    done = draft.put(
        DISCLOSURES,
        msgspec.structs.replace(
            disclosure, state="exported", exported_by=context.actor, exported_at=context.now, sha256=digest
        ),
    )
    draft.put(ACTIONS, _as_action(done, context))
    return done, package


def facts_about(ledgers: Ledgers, account: str) -> dict[str, Any]:
    """What is on file about an account: itself, the actions and the strikes. No content, no recipients."""
    return {
        "account": plain(ledgers.account(account)),
        "actions": [plain(action) for action in ledgers.by(ACTIONS, OF_ACCOUNT, account)],
        "strikes": [plain(strike) for strike in ledgers.group(STRIKES, account)],
    }


def _as_action(disclosure: Disclosure, context: CommandContext) -> Action:
    """The disclosure in the list of what was done about the account."""
    return Action(
        id=f"disclose/{disclosure.id}",
        account=disclosure.account,
        kind="disclose",
        state="active",
        case=disclosure.case,
        reason=disclosure.basis,
        proposed_by=disclosure.requested_by,
        proposed_at=disclosure.requested_at,
        approvals=disclosure.approvals,
        applied_at=context.now,
    )
