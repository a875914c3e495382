"""Suppressions: do not contact this recipient. Found per recipient within an account, and for everyone (global)."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

from msgspec import Struct

from tipstaff.ledgers.kind import Index, Kind, fold

SuppressionKind = Literal["unsubscribe", "keyword", "hard-bounce", "complaint", "trap", "manual"]
# How far an opt-out reaches. A choice of the operator, not of the code: a reply of STOP to one number may mean this
# number, every sender of the brand, the account, or everybody on the platform.
Reach = Literal["pair", "sender", "brand", "account", "global"]
# What a recipient may refuse alone, and still get the rest. An emergency is nobody's to refuse.
Purpose = Literal["marketing", "transactional", "service", "otp"]
ALL_CHANNELS: Final = ""


class Suppression(Struct, frozen=True, omit_defaults=True):
    """One reason not to contact a recipient. `account` "" is global, `channel` "" is every channel.

    `reach` says for whom it holds: `pair` (from `sender` on this channel only), `sender` (from `sender` on any
    channel), `brand` (from any sender registered under `brand`), `account`, or `global`. `purpose` is the one purpose
    that the recipient refused (`marketing`), "" every purpose. `until` None has no end. Taking it away sets
    `removed_at`: what held at a past moment stays known.
    """

    recipient: str
    kind: SuppressionKind
    at: datetime
    account: str = ""
    channel: str = ALL_CHANNELS
    masked: str = ""
    reach: Reach = "account"
    sender: str = ""
    brand: str = ""
    purpose: str = ""
    until: datetime | None = None
    removed_at: datetime | None = None
    method: str = ""

    @property
    def ground(self) -> str:
        """The last part of the key: the brand, and the purpose where the refusal is limited to one."""
        return f"{self.brand}\1{self.purpose}" if self.purpose else self.brand

    def holds(self, at: datetime) -> bool:
        """In force at a moment: from `at`, until it ends or was removed."""
        return (
            self.at <= at
            and (self.removed_at is None or at < self.removed_at)
            and (self.until is None or at < self.until)
        )


# Across accounts: for a recipient who asks to be forgotten, and to ask whether anybody suppresses them.
BY_RECIPIENT: Final = Index("by-recipient", ("recipient",))
SUPPRESSIONS: Final = Kind(
    "suppressions",
    Suppression,
    key=("account", "recipient", "channel", "kind", "reach", "sender", "ground"),
    groups=(2,),
    folds={"channel": fold, "sender": fold, "ground": fold},
    indexes=(BY_RECIPIENT,),
)
