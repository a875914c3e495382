"""Lists and people."""

from __future__ import annotations

from typing import Final

from tipstaff.cel.types import BOOL, STRING, STRINGS
from tipstaff.cel.values import CelError
from tipstaff.ledgers.functions.function import LedgerFunction, ledger_function
from tipstaff.ledgers.ledgers import GROUP_LIMIT, Ledgers
from tipstaff.ledgers.records.lists import LISTS
from tipstaff.ledgers.records.people import PEOPLE
from tipstaff.vocab.event import Event

# Lists of recipients: looked up by token, never shown.
OF_PARTIES: Final = frozenset({"canaries"})


@ledger_function("list.has", BOOL, cost=3.0, list=STRING, value=STRING)
def has(ledgers: Ledgers, _event: Event, list_name: str, value: str) -> bool:
    """Whether a value is on a list: sanctioned_countries, sanctioned_parties, terrorist_names, hashes, canaries, brands
    or one of the operator's own. Case does not count.
    """
    return ledgers.get(LISTS, list_name, list_key(ledgers, list_name, value)) is not None


@ledger_function("list.kind", STRING, cost=3.0, list=STRING, value=STRING)
def kind(ledgers: Ledgers, _event: Event, list_name: str, value: str) -> str:
    """What a listed value stands for, such as the kind of a hash; "" when it is not listed."""
    found = ledgers.get(LISTS, list_name, list_key(ledgers, list_name, value))
    return "" if found is None else found.kind


@ledger_function("list.values", STRINGS, cost=10.0, list=STRING)
def values(ledgers: Ledgers, _event: Event, list_name: str) -> list[str]:
    """The values of a list. An error when it is too long to be read whole; ask `list.has` then."""
    found = ledgers.group(LISTS, list_name)
    if len(found) >= GROUP_LIMIT:
        raise CelError("limit-exceeded", f"the list `{list_name}` is too long to be read whole")
    return [one.value for one in found]


@ledger_function("person.role", STRING, person=STRING)
def role(ledgers: Ledgers, _event: Event, person: str) -> str:
    """The role of a person; "" when they are not known."""
    found = ledgers.get(PEOPLE, person)
    return "" if found is None else found.role


def list_key(ledgers: Ledgers, list_name: str, value: str) -> str:
    """What a value is found under: recipients by their token."""
    return ledgers.party(value) if list_name in OF_PARTIES else value


FUNCTIONS: Final[tuple[LedgerFunction, ...]] = (has, kind, values, role)
