"""Lists and people."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from tipstaff.cel.types import BOOL, STRING, STRINGS
from tipstaff.cel.values import CelError
from tipstaff.ledgers.functions.function import LedgerFunction, ledger_function
from tipstaff.ledgers.ledgers import GROUP_LIMIT, Ledgers
from tipstaff.ledgers.records.lists import LISTS
from tipstaff.ledgers.records.people import PEOPLE
from tipstaff.vocab.countries import is_country
from tipstaff.vocab.event import Event

# Lists of recipients: looked up by token, never shown.
OF_PARTIES: Final = frozenset({"canaries"})
# Lists of names of people and companies: looked up as one says them, not as one writes them.
OF_NAMES: Final = frozenset({"sanctioned_parties", "terrorist_names"})
OF_COUNTRIES: Final = "sanctioned_countries"
_SHOWN: Final = 40
_SIGNS = re.compile(r"[^\w]+")
_LEGAL_FORM = re.compile(
    "ag|bv|co|corp|corporation|gmbh|inc|incorporated|kg|limited|llc|llp|ltd|nv|oao|ooo|oy|plc|pte|pty|sa|sarl|sas|sasu"
    "|spa|srl|zao"
)


@ledger_function("list.has", BOOL, holds="always", cost=3.0, list=STRING, value=STRING)
def has(ledgers: Ledgers, _event: Event, list_name: str, value: str) -> bool:
    """Whether a value is on a list: sanctioned_countries, sanctioned_parties, terrorist_names, hashes, canaries, brands
    or one of the operator's own. Case does not count; in names (sanctioned_parties, terrorist_names) accents, signs and
    a company's legal form do not either. An error where a country is asked for and the value is no country's code.
    """
    if ledgers.get(LISTS, list_name, list_key(ledgers, list_name, value)) is not None:
        return True
    if list_name == OF_COUNTRIES and value and not is_country(value):
        raise CelError("unknown-country", f"`{value[:_SHOWN]}` is no country of ISO 3166-1")
    return False


@ledger_function("list.kind", STRING, holds="always", cost=3.0, list=STRING, value=STRING)
def kind(ledgers: Ledgers, _event: Event, list_name: str, value: str) -> str:
    """What a listed value stands for, such as the kind of a hash; "" when it is not listed."""
    found = ledgers.get(LISTS, list_name, list_key(ledgers, list_name, value))
    return "" if found is None else found.kind


@ledger_function("list.values", STRINGS, holds="always", cost=10.0, list=STRING)
def values(ledgers: Ledgers, _event: Event, list_name: str) -> list[str]:
    """The values of a list. An error when it is too long to be read whole; ask `list.has` then."""
    found = ledgers.group(LISTS, list_name)
    if len(found) >= GROUP_LIMIT:
        raise CelError("limit-exceeded", f"the list `{list_name}` is too long to be read whole")
    return [one.value for one in found]


@ledger_function("person.role", STRING, holds="always", person=STRING)
def role(ledgers: Ledgers, _event: Event, person: str) -> str:
    """The role of a person; "" when they are not known."""
    found = ledgers.get(PEOPLE, person)
    return "" if found is None else found.role


def list_key(ledgers: Ledgers, list_name: str, value: str) -> str:
    """What a value is found under: recipients by their token, names by their bare words."""
    if list_name in OF_NAMES:
        return bare_name(value)
    return ledgers.party(value) if list_name in OF_PARTIES else value


def bare_name(name: str) -> str:
    """A name without case, accents, signs and the legal form at its end: `VOLKOV Trading L.L.C.` is `volkov trading`.

    A name of nothing else stays as it is.
    """
    decomposed = unicodedata.normalize("NFKD", name.casefold().replace(".", ""))
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    words = _SIGNS.sub(" ", plain).split()
    while len(words) > 1 and _LEGAL_FORM.fullmatch(words[-1]):
        words.pop()
    return " ".join(words) or name


FUNCTIONS: Final[tuple[LedgerFunction, ...]] = (has, kind, values, role)
