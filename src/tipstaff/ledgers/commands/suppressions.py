"""Suppressions: add, remove. Registers: load."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import msgspec
from msgspec import Struct

from tipstaff.ledgers.commands.command import DESK, LEADS, Command, CommandContext
from tipstaff.ledgers.commands.rights import acting_person
from tipstaff.ledgers.kind import fold
from tipstaff.ledgers.ledgers import Draft
from tipstaff.ledgers.records.registers import REGISTER_ENTRIES, REGISTERS, Register, RegisterEntry
from tipstaff.ledgers.records.suppressions import SUPPRESSIONS, Purpose, Reach, Suppression, SuppressionKind
from tipstaff.vocab.errors import Fault, Invalid, NotAllowed, NotFound
from tipstaff.vocab.masking import mask

# What a recipient says themselves, and can take back; bounces, complaints and traps they cannot.
OWN_WORDS: Final = ("unsubscribe", "keyword")


class SuppressionAdd(Struct, frozen=True):
    """Whom not to contact. Without `account` it holds for everyone, without `channel` on every channel, without
    `purpose` for every purpose; `reach` says how far it goes (see the record), `account` unless there is none.
    """

    recipient: str
    kind: SuppressionKind
    account: str = ""
    channel: str = ""
    at: datetime | None = None
    reach: Reach | None = None
    sender: str = ""
    brand: str = ""
    purpose: Purpose | None = None
    until: datetime | None = None
    method: str = ""


class SuppressionRemove(Struct, frozen=True):
    """Which suppressions to lift: of one kind or all, on one channel or all."""

    recipient: str
    account: str = ""
    channel: str = ""
    kind: SuppressionKind | None = None


class RegisterLoad(Struct, frozen=True):
    """A register's entries. A large one comes in pieces of which only the last is `final`; until then everyone on the
    old and the new load is listed.
    """

    name: str
    country: str
    entries: list[str]
    loaded_at: datetime | None = None
    final: bool = True


def add(draft: Draft, args: SuppressionAdd, context: CommandContext) -> dict[str, Any]:
    """Suppress a recipient at once. Told twice, the first one stands."""
    reach: Reach = args.reach or ("account" if args.account else "global")
    faults = _reach_faults(args, reach)
    if faults:
        raise Invalid("the suppression cannot be added", faults=faults)
    at = args.at or context.now
    one = Suppression(
        draft.party(args.recipient), args.kind, at, args.account, args.channel, mask("party", args.recipient), reach,
        args.sender, args.brand, args.purpose or "", args.until, None, args.method,
    )  # fmt: skip
    before = draft.get(SUPPRESSIONS, *SUPPRESSIONS.parts_of(one))
    if before is not None and before.holds(at):
        return {"added": False, "recipient": one.masked, "since": before.at}
    draft.put(SUPPRESSIONS, one)
    return {"added": True, "recipient": one.masked, "since": at}


def remove(draft: Draft, args: SuppressionRemove, context: CommandContext) -> dict[str, Any]:
    """Lift suppressions of a recipient; that they held until now stays known."""
    found = [
        one
        for one in draft.group(SUPPRESSIONS, args.account, draft.party(args.recipient))
        if one.removed_at is None
        and (not args.channel or fold(one.channel) == fold(args.channel))
        and args.kind in (None, one.kind)
    ]
    if not found:
        raise NotFound(f"{mask('party', args.recipient)} is not suppressed that way")
    person = acting_person(draft, context)
    if person is not None and person.role == "customer" and any(one.kind != "manual" for one in found):
        raise NotAllowed("what a recipient or a mailbox said cannot be lifted by the sender")
    for one in found:
        draft.put(SUPPRESSIONS, msgspec.structs.replace(one, removed_at=context.now))
    return {"removed": len(found), "recipient": mask("party", args.recipient)}


def lift_own_words(draft: Draft, account: str, who: tuple[str, str], context: CommandContext) -> int:
    """Lift what a (recipient, channel) said to an account themselves: they came back. Says how many."""
    recipient, channel = who
    lifted = 0
    for one in draft.group(SUPPRESSIONS, account, draft.party(recipient)):
        here = not one.channel or fold(one.channel) == fold(channel)
        if here and one.kind in OWN_WORDS and one.holds(context.now):
            draft.put(SUPPRESSIONS, msgspec.structs.replace(one, removed_at=context.now))
            lifted += 1
    return lifted


def load(draft: Draft, args: RegisterLoad, context: CommandContext) -> dict[str, Any]:
    """Load a register of people who must not be contacted, whole or in pieces; the new load replaces the old one."""
    before = draft.get(REGISTERS, args.country, args.name) or Register(args.name, args.country, 0)
    loaded_at = args.loaded_at or context.now
    number = before.load + 1
    since = args.loaded_at if context.told else loaded_at
    for address in args.entries:
        _list(draft, RegisterEntry(draft.party(address), args.name, args.country, number, since))
    staged = before.staged + len(args.entries)
    if args.final:  # without blocks: a file that was loaded before counts no more
        after = Register(args.name, args.country, number, loaded_at, staged)
    else:
        after = msgspec.structs.replace(before, staged=staged)
    draft.put(REGISTERS, after)
    return {"name": args.name, "country": args.country, "entries": staged, "loaded": args.final}


def _list(draft: Draft, entry: RegisterEntry) -> None:
    """Write one entry; who was listed by the load before keeps the date since which they are."""
    before = draft.get(REGISTER_ENTRIES, entry.recipient, entry.country, entry.name)
    if before is not None and before.load >= entry.load - 1:
        entry = msgspec.structs.replace(entry, since=before.since)
    draft.put(REGISTER_ENTRIES, entry)


def _reach_faults(args: SuppressionAdd, reach: Reach) -> list[Fault]:
    faults = []
    if reach != "global" and not args.account:
        faults.append(Fault("account", f"an account for the reach {reach}", "nothing"))
    if reach == "global" and args.account:
        faults.append(Fault("account", "no account for the reach global", f"`{args.account}`"))
    if reach in ("pair", "sender") and not args.sender:
        faults.append(Fault("sender", f"a sender for the reach {reach}", "nothing"))
    if reach == "brand" and not args.brand:
        faults.append(Fault("brand", "a brand for the reach brand", "nothing"))
    return faults


COMMANDS: Final[tuple[Command, ...]] = (
    Command("suppression.add", SuppressionAdd, add, DESK, customers=True),
    Command("suppression.remove", SuppressionRemove, remove, DESK, customers=True),
    Command("register.load", RegisterLoad, load, LEADS),
)
