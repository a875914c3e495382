"""What an account may send as: sender ids and numbers, domains, sending addresses; and the names nobody may imitate."""

from __future__ import annotations

import ipaddress
from datetime import datetime
from typing import Final, Literal

from msgspec import Struct

from tipstaff.ledgers.kind import Index, Kind, fold
from tipstaff.ledgers.parties import ascii_domain, normalise


def sender_key(sender: str) -> str:
    """One spelling per sender: numbers and mail addresses normalised, sender ids without case."""
    return normalise(sender)


def address_key(address: str) -> str:
    """One spelling per IP address; what is none is folded as it is."""
    try:
        return str(ipaddress.ip_address(address.strip()))
    except ValueError:
        return fold(address)


class Sender(Struct, frozen=True, omit_defaults=True):
    """A sender id or number that an account owns. `channel` "" is every channel; `brand` joins senders of one brand."""

    account: str
    sender: str
    channel: str = ""
    registered_at: datetime | None = None
    brand: str = ""


class Domain(Struct, frozen=True, omit_defaults=True):
    """A domain of an account; `verified_at` when its control was proven."""

    domain: str
    account: str
    verified_at: datetime | None = None


class Address(Struct, frozen=True, omit_defaults=True):
    """An IP address from which an account sends."""

    address: str
    account: str


class ProtectedName(Struct, frozen=True, omit_defaults=True):
    """A name that others must not be confused with. `owner` is the account that may use it ("" nobody)."""

    name: str
    owner: str = ""
    kind: Literal["operator", "supplier", "partner", "brand"] = "brand"


SENDERS: Final = Kind(
    "senders",
    Sender,
    key=("sender", "account", "channel"),
    groups=(1,),
    folds={"sender": sender_key, "channel": fold},
    indexes=(Index("by-account", ("account",)),),
)
DOMAINS: Final = Kind(
    "domains", Domain, key=("domain",), folds={"domain": ascii_domain}, indexes=(Index("by-account", ("account",)),)
)
ADDRESSES: Final = Kind(
    "addresses", Address, key=("address",), folds={"address": address_key}, indexes=(Index("by-account", ("account",)),)
)
PROTECTED_NAMES: Final = Kind("protected-names", ProtectedName, key=("name",), groups=(1, 0), folds={"name": fold})
