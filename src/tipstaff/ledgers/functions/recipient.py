"""The recipient: age, country, zone and language as the ledger knows them."""

from __future__ import annotations

from typing import Final

from tipstaff.cel.types import BOOL, INT, STRING, STRINGS
from tipstaff.cel.values import CelError
from tipstaff.ledgers.functions.function import LedgerFunction, ledger_function
from tipstaff.ledgers.ledgers import Ledgers
from tipstaff.ledgers.records.recipients import EEA, RECIPIENTS, Recipient
from tipstaff.vocab.event import Event


def known_recipient(ledgers: Ledgers, recipient: str) -> Recipient | None:
    """What the ledger holds on a recipient, or None."""
    return ledgers.get(RECIPIENTS, ledgers.party(recipient))


@ledger_function("recipient.known", BOOL, holds="always", recipient=STRING)
def known(ledgers: Ledgers, _event: Event, recipient: str) -> bool:
    """Whether the ledger holds anything on the recipient."""
    return known_recipient(ledgers, recipient) is not None


@ledger_function("recipient.age", INT, holds="undated", recipient=STRING)
def age(ledgers: Ledgers, event: Event, recipient: str) -> int:
    """The least age that is assured at the event's time, in years; 0 when nothing is known."""
    found = known_recipient(ledgers, recipient)
    return 0 if found is None else found.age_at(event.time)


@ledger_function("recipient.country", STRING, holds="always", recipient=STRING)
def country(ledgers: Ledgers, _event: Event, recipient: str) -> str:
    """The recipient's country by the ledger, two letters; "" when unknown (a number's own country is a signal)."""
    found = known_recipient(ledgers, recipient)
    return "" if found is None else found.country


@ledger_function("recipient.region", STRING, holds="always", recipient=STRING)
def region(ledgers: Ledgers, _event: Event, recipient: str) -> str:
    """The recipient's state or region by the ledger; "" when unknown."""
    found = known_recipient(ledgers, recipient)
    return "" if found is None else found.region


@ledger_function("recipient.place", STRING, holds="always", recipient=STRING)
def place(ledgers: Ledgers, _event: Event, recipient: str) -> str:
    """The recipient's country and region by the ledger (`FR`, `US-CA`), as the functions of hours take it; "" when
    the country is unknown.
    """
    found = known_recipient(ledgers, recipient)
    if found is None or not found.country:
        return ""
    return f"{found.country}-{found.region}" if found.region else found.country


@ledger_function("recipient.zones", STRINGS, holds="always", recipient=STRING)
def zones(ledgers: Ledgers, _event: Event, recipient: str) -> list[str]:
    """The recipient's time zone by the ledger, in a list; [] when unknown."""
    found = known_recipient(ledgers, recipient)
    return [found.zone] if found is not None and found.zone else []


@ledger_function("recipient.language", STRING, holds="always", recipient=STRING)
def language(ledgers: Ledgers, _event: Event, recipient: str) -> str:
    """The recipient's language by the ledger; "" when unknown."""
    found = known_recipient(ledgers, recipient)
    return "" if found is None else found.language


@ledger_function("recipient.eea", BOOL, holds="always", recipient=STRING)
def eea(ledgers: Ledgers, _event: Event, recipient: str) -> bool:
    """Whether the recipient lives in the European Economic Area: as flagged, else by the ledger's country. An error
    when neither is known: nobody is taken for a stranger to the EEA by default.
    """
    found = known_recipient(ledgers, recipient)
    if found is not None and found.eea is not None:
        # Whoever lives there is there, whatever a flag says.
        return found.eea or found.country.upper() in EEA
    if found is None or not found.country:
        raise CelError("unknown-value", "neither the recipient's country nor an EEA flag is known")
    return found.country.upper() in EEA


@ledger_function("recipient.disputed", BOOL, holds="undated", recipient=STRING)
def disputed(ledgers: Ledgers, event: Event, recipient: str) -> bool:
    """False, or the error `contradictory` where what is recorded of the recipient cannot be true together: an age that
    is assured and a later day of birth, a country of the EEA and a flag that denies it.
    """
    found = known_recipient(ledgers, recipient)
    said = "" if found is None else found.contradiction(event.time)
    if said:
        raise CelError("contradictory", said)
    return False


FUNCTIONS: Final[tuple[LedgerFunction, ...]] = (known, age, country, region, place, zones, language, eea, disputed)
