"""Meters and licences beyond putting them: plans, counting, certificates of deletion."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import msgspec
from msgspec import Struct

from tipstaff.ledgers.commands.command import LEADS, Command, CommandContext
from tipstaff.ledgers.commands.puts import BY_NOUN
from tipstaff.ledgers.ledgers import Draft
from tipstaff.ledgers.records.licences import LICENCES, METERS, Meter, allowing, settling
from tipstaff.vocab.errors import BadTransition, Fault, Invalid, NotFound


class MeterAdd(Struct, frozen=True):
    """How much more was used, in the meter's unit.

    `asked`: it was allowed, and is to be told as use once it happened; it counts until then, or to the full hour after
    `until`. `also` names further meters of the account: what is asked counts on those that there are, and what is told
    settles what was asked on them.
    """

    account: str
    meter: str
    quantity: float
    asked: bool = False
    until: datetime | None = None
    also: tuple[str, ...] = ()


class DeletionCertify(Struct, frozen=True):
    """The account certifies that all copies under a licence are deleted or returned."""

    account: str
    licence: str


def add(draft: Draft, args: MeterAdd, context: CommandContext) -> dict[str, Any]:
    """Count use on a meter. In a new period the count begins again. What is told settles what was asked before."""
    before = draft.get(METERS, args.account, args.meter)
    if before is None:
        raise NotFound(f"account `{args.account}` has no meter `{args.meter}`")
    if args.quantity < 0:
        raise Invalid("use only grows", faults=[Fault("quantity", "0 or more", str(args.quantity))])
    others = (draft.get(METERS, args.account, name) for name in dict.fromkeys(args.also) if name != args.meter)
    for other in others:
        if other is not None and (args.asked or other.allowed):
            _count(draft, other, args, context.now)
    used = _count(draft, before, args, context.now)
    return {"account": args.account, "meter": args.meter, "used": used, "limit": before.limit}


def _count(draft: Draft, meter: Meter, args: MeterAdd, now: datetime) -> float:
    """What is used on a meter when what was asked is noted on it, or what is told is counted and settled."""
    used, allowed = meter.used_by(now), meter.allowed_by(now)
    if args.asked:
        allowed = allowing(allowed, args.quantity, args.until)
    else:
        allowed = settling(allowed, args.quantity)
        used += args.quantity if meter.meter == args.meter else 0.0
    draft.put(METERS, msgspec.structs.replace(meter, used=used, used_at=now, allowed=allowed))
    return used


def certify(draft: Draft, args: DeletionCertify, context: CommandContext) -> dict[str, Any]:
    """Record the certificate that all copies under a licence that has ended are gone."""
    found = draft.get(LICENCES, args.licence)
    if found is None or found.account != args.account:
        raise NotFound(f"account `{args.account}` has no licence `{args.licence}`")
    if found.in_force(context.now):
        raise BadTransition(f"licence `{args.licence}` is still in force")
    draft.put(LICENCES, msgspec.structs.replace(found, deletion_certified_at=context.now))
    return {"licence": args.licence, "deletion_certified_at": context.now}


_METER: Final = BY_NOUN["meter"]
COMMANDS: Final[tuple[Command, ...]] = (
    Command("meter.plan", _METER.arguments, _METER.put, LEADS),
    Command("meter.add", MeterAdd, add, LEADS),
    Command("deletion.certify", DeletionCertify, certify, LEADS, customers=True),
)
