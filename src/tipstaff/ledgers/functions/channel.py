"""Channels, features and programmes of the account."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from tipstaff.cel.types import BOOL, DOUBLE, DYN, STRING, map_of
from tipstaff.cel.values import CelError, from_plain
from tipstaff.ledgers.functions.function import LedgerFunction, ledger_function
from tipstaff.ledgers.ledgers import Ledgers
from tipstaff.ledgers.parties import normalise
from tipstaff.ledgers.records.channels import CHANNELS, FEATURES, PROGRAMMES, Channel, Programme
from tipstaff.vocab.event import Event


def _linked(ledgers: Ledgers, event: Event, channel: str, handle: str = "") -> Iterator[Channel]:
    """The account's links to a channel; with a handle, those of that handle or of the channel as a whole."""
    wanted = normalise(handle) if handle else ""
    for one in ledgers.group(CHANNELS, event.account, channel):
        if not wanted or not one.handle or normalise(one.handle) == wanted:
            yield one


@ledger_function("channel.linked", BOOL, holds="undated", cost=3.0, channel=STRING)
def linked(ledgers: Ledgers, event: Event, channel: str) -> bool:
    """Whether the account has linked this channel at all."""
    return any(True for _ in _linked(ledgers, event, channel))


@ledger_function("channel.owned", BOOL, holds="undated", cost=4.0, channel=STRING, handle=STRING)
def owned(ledgers: Ledgers, event: Event, channel: str, handle: str) -> bool:
    """Whether the account has linked this handle of the channel and owns it itself (no third party does). An empty
    handle asks for any.
    """
    return any(one.owner in ("", event.account) for one in _linked(ledgers, event, channel, handle))


@ledger_function("channel.approved", BOOL, holds="undated", cost=3.0, channel=STRING)
def approved(ledgers: Ledgers, event: Event, channel: str) -> bool:
    """Whether the network has approved the account's channel."""
    return any(one.approved for one in _linked(ledgers, event, channel))


@ledger_function("channel.verified", BOOL, holds="undated", cost=4.0, channel=STRING, handle=STRING)
def verified(ledgers: Ledgers, event: Event, channel: str, handle: str) -> bool:
    """Whether the network has verified the account's handle. An empty handle asks for any."""
    return any(one.verified for one in _linked(ledgers, event, channel, handle))


@ledger_function("channel.active", BOOL, holds="undated", cost=3.0, channel=STRING)
def active(ledgers: Ledgers, event: Event, channel: str) -> bool:
    """Whether the account has an active account with the channel's network."""
    return any(one.active for one in _linked(ledgers, event, channel))


@ledger_function("channel.owner", STRING, holds="undated", cost=4.0, channel=STRING, handle=STRING)
def owner(ledgers: Ledgers, event: Event, channel: str, handle: str) -> str:
    """Who owns the account's handle: the account itself or a third party; "" when it is not linked."""
    return next((one.owner or one.account for one in _linked(ledgers, event, channel, handle)), "")


@ledger_function("feature.enabled", BOOL, holds="undated", feature=STRING)
def enabled(ledgers: Ledgers, event: Event, feature: str) -> bool:
    """Whether a product feature (recording, transcription, ...) is switched on for the account."""
    found = ledgers.get(FEATURES, event.account, feature)
    return found is not None and found.enabled


def membership(ledgers: Ledgers, event: Event, programme: str, subject: str) -> Programme | None:
    """The membership of a subject of the account in a programme. An empty subject asks for any of the account."""
    if subject:
        found = ledgers.get(PROGRAMMES, event.account, programme, subject)
        return found if found is not None and found.state == "member" else None
    members = ledgers.group(PROGRAMMES, event.account, programme)
    return next((one for one in members if one.state == "member"), None)


@ledger_function("programme.member", BOOL, holds="undated", cost=3.0, programme=STRING, subject=STRING)
def member(ledgers: Ledgers, event: Event, programme: str, subject: str) -> bool:
    """Whether a domain, address or the account (its id) takes part in a programme. An empty subject asks for any."""
    return membership(ledgers, event, programme, subject) is not None


@ledger_function("programme.limited", BOOL, holds="undated", cost=3.0, programme=STRING, subject=STRING)
def limited(ledgers: Ledgers, event: Event, programme: str, subject: str) -> bool:
    """Whether the membership names a mail volume; one that names none has no end to it."""
    found = membership(ledgers, event, programme, subject)
    return found is not None and found.volume is not None


@ledger_function("programme.volume", DOUBLE, holds="undated", cost=3.0, programme=STRING, subject=STRING)
def volume(ledgers: Ledgers, event: Event, programme: str, subject: str) -> float:
    """The mail volume ordered with the membership. An error when there is no member or no volume was ordered."""
    found = membership(ledgers, event, programme, subject)
    if found is None or found.volume is None:
        raise CelError("unknown-value", f"no volume of programme `{programme}` is known")
    return found.volume


@ledger_function(
    "programme.standards", map_of(STRING, DYN), holds="undated", cost=4.0, programme=STRING, subject=STRING
)
def standards(ledgers: Ledgers, event: Event, programme: str, subject: str) -> Any:
    """The standards of the membership, by name (in words: as `text`); an empty map when there is no member."""
    found = membership(ledgers, event, programme, subject)
    if found is None:
        return {}
    kept = found.standards
    return from_plain({"text": kept} if isinstance(kept, str) else kept)


@ledger_function("programme.state", STRING, holds="undated", cost=3.0, programme=STRING, subject=STRING)
def state(ledgers: Ledgers, event: Event, programme: str, subject: str) -> str:
    """`member`, `suspended` or `excluded`, or what else was put; "" when there is no member."""
    found = ledgers.get(PROGRAMMES, event.account, programme, subject)
    return "" if found is None else found.state


FUNCTIONS: Final[tuple[LedgerFunction, ...]] = (
    linked,
    owned,
    approved,
    verified,
    active,
    owner,
    enabled,
    member,
    limited,
    volume,
    standards,
    state,
)
