"""Every ledger function, in the order of its reference."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tipstaff.ledgers.functions import (
    account,
    authorization,
    channel,
    consent,
    licence,
    listing,
    recipient,
    seat,
    sender,
    suppression,
    terms,
)
from tipstaff.ledgers.functions.function import LedgerFunction
from tipstaff.ledgers.ledgers import Ledgers
from tipstaff.vocab.event import Event

FUNCTIONS: Final[tuple[LedgerFunction, ...]] = (
    *account.FUNCTIONS,
    *consent.FUNCTIONS,
    *suppression.FUNCTIONS,
    *recipient.FUNCTIONS,
    *authorization.FUNCTIONS,
    *sender.FUNCTIONS,
    *licence.FUNCTIONS,
    *seat.FUNCTIONS,
    *terms.FUNCTIONS,
    *channel.FUNCTIONS,
    *listing.FUNCTIONS,
)
BY_NAME: Final[Mapping[str, LedgerFunction]] = {function.name: function for function in FUNCTIONS}


def call(name: str, ledgers: Ledgers, event: Event, args: tuple[Any, ...]) -> Any:
    """Compute a function for an event.

    Args:
        name: one of `BY_NAME`; the checker lets no other through.
        args: as many and of the types as the function declares.
    Raises:
        CelError: there is no answer; the rule falls back to its `on_error`.
    """
    return BY_NAME[name].run(ledgers, event, *args)
