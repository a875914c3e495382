"""What follows an account's standing at once, by whatever door it changed: its numbers are cut off and given back.

Where a policy says `disconnects`, the numbers of an account that is suspended, terminated or on trial, itself or above
it in its tree, are disconnected with the reason; when its standing is good again they are what they were before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from tipstaff.enforce.restraints import Place, hold, let_go
from tipstaff.ledgers.functions.account import tree_standing_of
from tipstaff.ledgers.ledgers import Draft
from tipstaff.ledgers.records.accounts import ACCOUNTS, CHILDREN, Account
from tipstaff.ledgers.records.numbers import BY_ACCOUNT, IN_SERVICE, NUMBERS, Number
from tipstaff.ledgers.shelf import Change
from tipstaff.vocab.enforcing import Law

_HOLDER: Final = "standing"
_STOPPED: Final = frozenset({"suspended", "terminated"})
_DEEPEST: Final = 8
"""Levels of accounts below a changed one that are followed."""


def follow_standing(draft: Draft, changes: Iterable[Change], law: Law) -> None:
    """Bring the numbers of changed accounts, and of those below them, in line with where they stand now."""
    if not any(policy.enforcement.disconnects for policy in law.policies.values()):
        return
    for change in changes:
        if change.kind == ACCOUNTS.name and change.value is not None:
            for account in _below(draft, ACCOUNTS.decode(change.value), _DEEPEST):
                _follow(draft, account)


def _below(draft: Draft, account: Account, deep: int) -> Iterator[Account]:
    yield account
    if deep:
        for child in draft.by(ACCOUNTS, CHILDREN, account.id):
            yield from _below(draft, child, deep - 1)


def _follow(draft: Draft, account: Account) -> None:
    reason = _reason(draft, account)
    for number in draft.by(NUMBERS, BY_ACCOUNT, account.id):
        place = Place("number", account.id, number.number)
        if not reason:
            if let_go(draft, place, _HOLDER):
                _because(draft, number, "")
        elif number.state in (*IN_SERVICE, "pending"):
            hold(draft, place, _HOLDER, "disconnected")
            _because(draft, number, reason)


def _reason(draft: Draft, account: Account) -> str:
    """Why its numbers are cut off; "" when they are not."""
    standing = tree_standing_of(draft, account)
    return f"account {standing}" if standing in _STOPPED else "account on trial" if account.trial else ""


def _because(draft: Draft, number: Number, reason: str) -> None:
    now = draft.get(NUMBERS, number.number)
    if now is not None and now.reason != reason:
        draft.put(NUMBERS, msgspec.structs.replace(now, reason=reason))
