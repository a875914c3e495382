"""Channels that an account has linked, features it may use, programmes it takes part in."""

from __future__ import annotations

from typing import Any, Final

from msgspec import Struct

from tipstaff.ledgers.kind import Kind, fold
from tipstaff.ledgers.parties import normalise


class Channel(Struct, frozen=True, omit_defaults=True):
    """A linked channel. `handle` "" stands for the channel as a whole; `owner` "" means the account itself owns it."""

    account: str
    channel: str
    handle: str = ""
    approved: bool = False
    verified: bool = False
    owner: str = ""
    active: bool = True


class Feature(Struct, frozen=True, omit_defaults=True):
    """A product feature (recording, transcription, ...) switched on or off for an account."""

    account: str
    feature: str
    enabled: bool


class Programme(Struct, frozen=True, omit_defaults=True):
    """Membership of a domain, an IP address or the account itself in a programme.

    `volume` is the mail volume ordered (None: not limited); `standards` the figures to keep, by name, or what they are
    in words.
    """

    account: str
    programme: str
    subject: str = ""
    volume: float | None = None
    standards: dict[str, Any] | str = {}
    state: str = "member"


CHANNELS: Final = Kind(
    "channels",
    Channel,
    key=("account", "channel", "handle"),
    groups=(2,),
    folds={"channel": fold, "handle": lambda handle: normalise(handle) if handle else ""},
)
FEATURES: Final = Kind("features", Feature, key=("account", "feature"), folds={"feature": fold})
PROGRAMMES: Final = Kind(
    "programmes",
    Programme,
    key=("account", "programme", "subject"),
    groups=(2,),
    folds={"programme": fold, "subject": fold},
)
