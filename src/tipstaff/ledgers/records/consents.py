"""Consents: who agreed to what, in which words, and until when. One entry per grant, never edited but to end it.

Who gave and withdrew several times has several entries, so that any past moment can be judged by what held then.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

from msgspec import Struct

from tipstaff.ledgers.kind import Kind, fold

Level = Literal["opt-in", "express", "written", "double"]
# Weakest first. Double opt-in proves what it grants in writing, so it stands above written.
LEVELS: Final[tuple[Level, ...]] = ("opt-in", "express", "written", "double")
ANY: Final = "any"


class Consent(Struct, frozen=True, omit_defaults=True):
    """One grant, or a refusal that came without one (`granted_at` None, `revoked_at` set).

    `recipient` is the token of the address and `masked` what may be shown of it. `channel` and `purpose` may be `any`.
    `sender` limits it to one sender of the account ("" is all). `active` says that the recipient acted to agree (a
    ticked box that was ticked for them is not active). `proof` names a file; `address` is where the grant came from.
    `order` counts what the recipient said to the account, so that of two words in one moment the later one is known.
    """

    account: str
    recipient: str
    channel: str
    purpose: str
    masked: str = ""
    level: Level = "opt-in"
    granted_at: datetime | None = None
    revoked_at: datetime | None = None
    expires_at: datetime | None = None
    recorded_at: datetime | None = None
    sender: str = ""
    source: str = ""
    wording: str = ""
    language: str = ""
    address: str = ""
    active: bool = True
    proof: str = ""
    method: str = ""
    order: int = 0

    @property
    def opened_at(self) -> datetime | None:
        """What tells the entries of one recipient apart: when it was granted, or refused without a grant."""
        return self.granted_at or self.revoked_at

    @property
    def word(self) -> str:
        """`grant` or `refusal`."""
        return "refusal" if self.is_refusal else "grant"

    @property
    def is_refusal(self) -> bool:
        """Said without a grant that it would end."""
        return self.granted_at is None

    def covers(self, channel: str, purpose: str, sender: str = "") -> bool:
        """Whether it speaks of this channel, purpose and sender at all."""
        return (
            self.channel in (channel, ANY)
            and self.purpose in (purpose, ANY)
            and (not self.sender or self.sender == sender)
        )

    def in_force(self, at: datetime) -> bool:
        """Granted, not yet revoked and not expired: the moment of granting is in, that of revoking is out."""
        return (
            self.granted_at is not None
            and self.granted_at <= at
            and (self.revoked_at is None or at < self.revoked_at)
            and (self.expires_at is None or at < self.expires_at)
        )


CONSENTS: Final = Kind(
    "consents",
    Consent,
    key=("account", "recipient", "channel", "purpose", "sender", "opened_at", "word"),
    groups=(2,),
    folds={"channel": fold},
    noted=("recorded_at",),
)
