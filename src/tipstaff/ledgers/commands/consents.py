"""Consent: grant, revoke, import, prove."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import msgspec
from msgspec import Struct

from tipstaff.ledgers.commands.command import DESK, READERS, Command, CommandContext
from tipstaff.ledgers.commands.suppressions import lift_own_words
from tipstaff.ledgers.functions.consent import shown
from tipstaff.ledgers.kind import fold
from tipstaff.ledgers.ledgers import Draft
from tipstaff.ledgers.reading import read
from tipstaff.ledgers.records.consents import ANY, CONSENTS, Consent, Level
from tipstaff.vocab.counting import counted
from tipstaff.vocab.errors import Fault, Invalid, NotFound
from tipstaff.vocab.masking import mask

IMPORT_LIMIT: Final = 10_000


class ConsentGrant(Struct, frozen=True):
    """One grant. `granted_at` is now unless it was collected earlier; `resubscribe` says that the recipient came back
    of their own accord, which lifts their earlier unsubscribing on this channel (never a bounce or a complaint).
    """

    account: str
    recipient: str
    channel: str
    purpose: str
    level: Level = "opt-in"
    granted_at: datetime | None = None
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    sender: str = ""
    source: str = ""
    wording: str = ""
    language: str = ""
    address: str = ""
    active: bool = True
    proof: str = ""
    method: str = ""
    resubscribe: bool = False


class ConsentRevoke(Struct, frozen=True):
    """What the recipient withdraws: a channel and purpose, or `any` of them."""

    account: str
    recipient: str
    channel: str = ANY
    purpose: str = ANY
    sender: str = ""
    method: str = ""
    revoked_at: datetime | None = None


class ConsentImport(Struct, frozen=True):
    """Many grants of one account at once, each as in `consent.grant` without the account; all of them or none."""

    account: str
    consents: list[dict[str, Any]]
    source: str = "import"


class ConsentProve(Struct, frozen=True):
    """Whose consent is to be proven, and for what (`any`: all there is)."""

    account: str
    recipient: str
    channel: str = ANY
    purpose: str = ANY


def grant(draft: Draft, args: ConsentGrant, context: CommandContext) -> dict[str, Any]:
    """Record that a recipient agreed to a channel and purpose: when, in which words, with what proof."""
    consent = draft.put(CONSENTS, _consent(draft, args, context, ""))
    lifted = lift_own_words(draft, args.account, (args.recipient, args.channel), context) if args.resubscribe else 0
    return {"consent": shown(consent), "lifted": lifted}


def revoke(draft: Draft, args: ConsentRevoke, context: CommandContext) -> dict[str, Any]:
    """Record that a recipient withdraws consent, or refuses it beforehand. Grants that are covered end; a refusal stays
    on file where a wider grant, or none, would leave it without a trace.
    """
    at = args.revoked_at or context.now
    _require_past(at, context, "revoked_at")
    token = draft.party(args.recipient)
    held = [c for c in draft.group(CONSENTS, args.account, token) if c.in_force(at)]
    ended = [c for c in held if _covered(c, args)]
    for consent in ended:
        draft.put(CONSENTS, msgspec.structs.replace(consent, revoked_at=at, method=args.method or consent.method))
    if not ended or len(ended) < len(held):
        refusal = Consent(
            args.account, token, fold(args.channel), fold(args.purpose), mask("party", args.recipient), revoked_at=at,
            recorded_at=context.now, sender=args.sender, method=args.method, order=_next(draft, args.account, token),
        )  # fmt: skip
        draft.put(CONSENTS, refusal)
    return {"revoked": len(ended), "recipient": mask("party", args.recipient)}


def import_(draft: Draft, args: ConsentImport, context: CommandContext) -> dict[str, Any]:
    """Record many consents of an account, up to 10,000 in one call: all of them, or none and every fault by row."""
    if len(args.consents) > IMPORT_LIMIT:
        got = f"{len(args.consents)} rows"
        raise Invalid("too many rows", faults=[Fault("consents", f"at most {IMPORT_LIMIT} rows", got, "split them")])
    faults: list[Fault] = []
    for number, row in enumerate(args.consents):
        path = f"consents[{number}]"
        try:
            one = read(ConsentGrant, {"account": args.account, "source": args.source, **row}, path)
            draft.put(CONSENTS, _consent(draft, one, context, f"{path}."))
        except Invalid as error:
            faults += error.faults
    if faults:
        raise Invalid(f"nothing was imported: {counted(len(faults), 'fault')}", faults=faults)
    return {"imported": len(args.consents)}


def prove(draft: Draft, args: ConsentProve, _context: CommandContext) -> dict[str, Any]:
    """Everything on file that proves a recipient's consent: when, what words, what source, what file, and its end."""
    token = draft.party(args.recipient)
    found = [c for c in draft.group(CONSENTS, args.account, token) if _asked(c, args)]
    if not any(consent.granted_at for consent in found):
        raise NotFound(f"no consent of {mask('party', args.recipient)} is on file with `{args.account}`")
    return {"recipient": mask("party", args.recipient), "token": token, "proof": [_proof(consent) for consent in found]}


def _proof(consent: Consent) -> dict[str, Any]:
    more = {"recorded_at": consent.recorded_at, "address": consent.address}
    return shown(consent) | {name: value for name, value in more.items() if value}


def _consent(draft: Draft, args: ConsentGrant, context: CommandContext, path: str) -> Consent:
    granted_at = args.granted_at or context.now
    _require_past(granted_at, context, f"{path}granted_at")
    for name, moment in (("expires_at", args.expires_at), ("revoked_at", args.revoked_at)):
        if moment is not None and moment < granted_at:
            fault = Fault(f"{path}{name}", "a time after `granted_at`", moment.isoformat())
            raise Invalid("a consent cannot end before it begins", faults=[fault])
    values = {name: getattr(args, name) for name in args.__struct_fields__ if name != "resubscribe"}
    token = draft.party(args.recipient)
    values |= {"recipient": token, "masked": mask("party", args.recipient), "order": _next(draft, args.account, token)}
    values |= {"channel": fold(args.channel), "purpose": fold(args.purpose)}
    consent = Consent(**values | {"granted_at": granted_at, "recorded_at": context.now})
    # Without a time of its own it is said now, which is a word of its own even within one moment.
    return consent if args.granted_at is None else _told_again(draft, consent)


def _told_again(draft: Draft, consent: Consent) -> Consent:
    """A grant that is told a second time, as when an import is run again: it is still the same grant, and if it was
    revoked since it stays so.
    """
    before = draft.get(CONSENTS, *CONSENTS.parts_of(consent))
    if before is None or before.granted_at is None:
        return consent
    if before.revoked_at is None:
        return msgspec.structs.replace(consent, order=before.order)
    if before.revoked_at > before.granted_at and consent.revoked_at is None:
        return msgspec.structs.replace(consent, order=before.order, revoked_at=before.revoked_at, method=before.method)
    return consent


def _next(draft: Draft, account: str, token: str) -> int:
    return 1 + max((one.order for one in draft.group(CONSENTS, account, token)), default=0)


def _require_past(at: datetime, context: CommandContext, path: str) -> None:
    if at > context.now and not context.told:
        fault = Fault(path, "a time that is not in the future", at.isoformat())
        raise Invalid("nobody has agreed or refused in the future", faults=[fault])


def _covered(consent: Consent, args: ConsentRevoke) -> bool:
    """Whether a revocation reaches all of a grant."""
    return (
        fold(args.channel) in (ANY, consent.channel)
        and fold(args.purpose) in (ANY, consent.purpose)
        and args.sender in ("", consent.sender)
    )


def _asked(consent: Consent, args: ConsentProve) -> bool:
    channel = ANY in (args.channel, consent.channel) or args.channel == consent.channel
    return channel and (ANY in (args.purpose, consent.purpose) or args.purpose == consent.purpose)


COMMANDS: Final[tuple[Command, ...]] = (
    Command("consent.grant", ConsentGrant, grant, DESK, customers=True),
    Command("consent.revoke", ConsentRevoke, revoke, DESK, customers=True),
    Command("consent.import", ConsentImport, import_, DESK, customers=True),
    Command("consent.prove", ConsentProve, prove, READERS, customers=True),
)
