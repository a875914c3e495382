"""The kinds of action that every policy has; a policy adds its own.

Two people are taken by what cannot be taken back or leaves the house (terminate, disclose, notify-authority): no
machine does those, it proposes them. A warning, a hold, a limit, a suspension a machine may do where a policy says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from tipstaff.ledgers.commands.command import DESK, LEADS
from tipstaff.vocab.enforcing import Enforcement
from tipstaff.vocab.errors import Fault, Invalid


class ActionKind(Struct, frozen=True):
    """What a kind of action is.

    Attributes:
        effect: what it makes of its subject (limited, suspended, terminated, removed, quarantined, disconnected,
            reclaimed, excluded); "" when it changes no standing.
        notice: the kind of notice that tells of it; "" when the account is not told.
        people: how many it takes.
        machine: whether a decision, a ladder or a clock may carry it out.
        ends: whether it is something that lasts and can be lifted.
        roles: who may propose or apply it; `approvers` who may approve it.
    """

    name: str
    effect: str = ""
    notice: str = ""
    people: int = 1
    machine: bool = True
    ends: bool = True
    roles: frozenset[str] = DESK
    approvers: frozenset[str] = LEADS


def _kind(name: str, effect: str = "", notice: str = "", *, machine: bool = True) -> ActionKind:
    return ActionKind(name, effect, notice, machine=machine)


CATALOGUE: Final[Mapping[str, ActionKind]] = {
    kind.name: kind
    for kind in (
        _kind("warn", "", "warning"),
        _kind("request-stop", "", "stop-request"),
        _kind("limit", "limited", "limit"),
        _kind("remove", "removed", "removal"),
        _kind("quarantine", "quarantined", "removal"),
        _kind("suspend", "suspended", "suspension"),
        ActionKind("terminate", "terminated", "termination", 2, machine=False, roles=DESK),
        _kind("disconnect", "disconnected", "disconnect"),
        _kind("reclaim", "reclaimed", "reclaim"),
        _kind("exclude", "excluded", "exclude"),
        _kind("charge", "", "charge", machine=False),
        _kind("forfeit", "", "forfeit", machine=False),
        _kind("rotate-credential", "", "credential"),
        ActionKind("notify-authority", "", "", 2, machine=False, approvers=LEADS | {"specialist"}),
        ActionKind("disclose", "", "", 2, machine=False),
    )
}

_EFFECTS: Final = {kind.name: kind.effect for kind in CATALOGUE.values()}


def kind_named(name: str, enforcement: Enforcement) -> ActionKind:
    """A kind of action, as the policy has it.

    Raises:
        Invalid: there is no such kind.
    """
    own = enforcement.actions.get(name)
    found = CATALOGUE.get(name)
    if own is not None:
        effect = _EFFECTS.get(own.effect, own.effect)
        found = ActionKind(name, effect, own.notice, own.people, machine=own.people < 2, ends=own.reversible)
    if found is None:
        known = ", ".join([*CATALOGUE, *enforcement.actions])
        raise Invalid("no such action", faults=[Fault("kind", f"one of {known}", f"`{name[:100]}`")])
    if name in enforcement.two_people and found.people < 2:
        return with_second_person(found)
    return found


def with_second_person(kind: ActionKind) -> ActionKind:
    """The same, proposed by one person and approved by another, by no machine."""
    return ActionKind(kind.name, kind.effect, kind.notice, 2, machine=False, ends=kind.ends, roles=kind.roles)
