"""Meters and licences beyond putting them: plans, counting, certificates of deletion."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from msgspec import Struct

from tipstaff.ledgers.commands.command import LEADS, Command, CommandContext
from tipstaff.ledgers.commands.puts import BY_NOUN
from tipstaff.ledgers.ledgers import Draft
from tipstaff.ledgers.records.licences import LICENCES, METERS
from tipstaff.vocab.errors import BadTransition, Fault, Invalid, NotFound


class MeterAdd(Struct, frozen=True):
    """How much more was used, in the meter's unit; `asked`: allowed, and to be told as use once it happened."""

    account: str
    meter: str
    quantity: float
    asked: bool = False


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
    used, asked = before.used_by(context.now), before.asked_by(context.now)
    if args.asked:
        asked += args.quantity
    else:
        used, asked = used + args.quantity, max(0.0, asked - args.quantity)
    record = msgspec.structs.replace(before, used=used, used_at=context.now, asked=asked, asked_over=used)
    draft.put(METERS, record)
    return {"account": args.account, "meter": args.meter, "used": used, "limit": before.limit}


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
