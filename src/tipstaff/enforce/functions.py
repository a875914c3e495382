"""What conditions may ask of enforcement: `action.suspended_under('demo.clause')`, `restraint.on('app', event.app)`."""

from __future__ import annotations

from typing import Final

from tipstaff.cel.types import BOOL, DOUBLE, STRING
from tipstaff.enforce.records.action import ACTIONS, OF_ACCOUNT
from tipstaff.enforce.records.restraint import RESTRAINTS
from tipstaff.enforce.strikes import points_of
from tipstaff.ledgers.functions.account import ancestors
from tipstaff.ledgers.functions.function import LedgerFunction, ledger_function
from tipstaff.ledgers.ledgers import Ledgers
from tipstaff.vocab.event import Event

_STOPPED: Final = frozenset({"suspended", "terminated"})


@ledger_function("action.suspended_under", BOOL, holds="always", cost=6.0, clause=STRING)
def suspended_under(ledgers: Ledgers, event: Event, clause: str) -> bool:
    """Whether the account, or one above it, is suspended or terminated by an action whose ground is this clause."""
    account = ledgers.account(event.account)
    for one in (account, *ancestors(ledgers, account)):
        # Nothing is looked up of an account in good standing.
        if one.standing in _STOPPED and _stopped(ledgers, one.id, clause):
            return True
    return False


@ledger_function("restraint.on", STRING, holds="always", cost=4.0, scope=STRING, subject=STRING)
def restraint_on(ledgers: Ledgers, event: Event, scope: str, subject: str) -> str:
    """What live actions make of a subject of the account (scope app, campaign, content, …): limited, suspended,
    removed, …; "" when there is none.
    """
    found = ledgers.get(RESTRAINTS, event.account, scope, subject)
    return found.shown if found is not None else ""


@ledger_function("strike.points", DOUBLE, cost=4.0)
def strike_points(ledgers: Ledgers, event: Event) -> float:
    """The points of the account's strikes that count at the event's time."""
    return points_of(ledgers, event.account, event.time)


def _stopped(ledgers: Ledgers, account: str, clause: str) -> bool:
    live = ledgers.by(ACTIONS, OF_ACCOUNT, account, "live")
    return any(one.state == "active" and one.effect in _STOPPED and one.clause == clause for one in live)


FUNCTIONS: Final[tuple[LedgerFunction, ...]] = (suspended_under, restraint_on, strike_points)
