"""The restraint: what live actions make of one subject, and what it would be without them."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from tipstaff.ledgers.kind import Kind, fold


class Restraint(Struct, frozen=True, omit_defaults=True):
    """One subject under live actions.

    Attributes:
        base: what its standing is without any action.
        shown: what the actions make of it; when the ledger says something else, somebody else has set it since.
        held: for each live action, by id, what it makes of the subject.
    """

    scope: str
    account: str
    subject: str
    base: str
    shown: str
    held: dict[str, str]


RESTRAINTS: Final = Kind(
    "restraints", Restraint, key=("account", "scope", "subject"), folds={"subject": fold}, groups=(3,)
)
