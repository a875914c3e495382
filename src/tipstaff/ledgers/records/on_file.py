"""What is on file of a recipient of an account, and is asked for together."""

from __future__ import annotations

from typing import Any, Final

from tipstaff.ledgers.kind import Kind
from tipstaff.ledgers.records.consents import CONSENTS
from tipstaff.ledgers.records.recipients import RECIPIENTS
from tipstaff.ledgers.records.suppressions import SUPPRESSIONS

OF_RECIPIENTS: Final = frozenset({CONSENTS, SUPPRESSIONS})
"""Kinds whose groups are those of an account and a recipient."""


def of_recipient(account: str, token: str) -> tuple[tuple[Kind[Any], tuple[str, ...]], ...]:
    """Kinds and the parts under which they are asked for."""
    return (
        (SUPPRESSIONS, (account, token)),
        (SUPPRESSIONS, ("", token)),
        (CONSENTS, (account, token)),
        (RECIPIENTS, (token,)),
    )
