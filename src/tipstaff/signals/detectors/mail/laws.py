"""What the law of a recipient's country asks of advertising by e-mail, and what of it a mail lacks."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from tipstaff.cel.types import BOOL, STRING, STRINGS
from tipstaff.signals.signal import SignalFunction, View
from tipstaff.vocab.tables import Row


class _Law(Struct, frozen=True):
    """A law's name, and what it asks for."""

    name: str
    asks: frozenset[str]


class _Laws(Struct, frozen=True):
    """By country; and everything that any of them asks for."""

    known: Mapping[str, _Law]
    strictest: _Law


def asked(view: View, country: str, what: str) -> bool:
    """Whether the law there asks for it, from the table `mail-laws`, or any known law where no row has the country."""
    return what in _law(view, country).asks


def law(view: View, country: str) -> str:
    """Its name; "the strictest known" where no row knows the country."""
    return _law(view, country).name


def lacking(view: View, country: str) -> list[str]:
    """What the mail itself lacks of what that law asks for: unsubscribe, postal-address, privacy-link; in this order.

    Raises:
        CelError: the event is no mail.
    """
    asks = _law(view, country).asks
    return [what for what, present in _SHOWN.items() if what in asks and not any(view.get(name) for name in present)]


def _law(view: View, country: str) -> _Law:
    laws = view.table("mail-laws").derived(view.at, _laws)
    return laws.known.get(country, laws.strictest)


def _laws(rows: tuple[Row, ...]) -> _Laws:
    known = {row.keys["country"]: _Law(str(row.values["law"]), frozenset(row.values["asks"])) for row in rows}
    return _Laws(known, _Law("the strictest known", frozenset().union(*(one.asks for one in known.values()))))


_SHOWN: Mapping[str, tuple[str, ...]] = {
    "unsubscribe": ("mail.unsubscribe",),
    "postal-address": ("mail.postal_address", "mail.address_link"),
    "privacy-link": ("mail.privacy_link",),
}
"""What shows in a mail, and the signals that say so."""

SIGNALS = (
    SignalFunction(
        name="mail.law",
        params=(STRING,),
        result=STRING,
        cost=1,
        version="1",
        languages=(),
        about="The law on advertising by e-mail in a country, by name.",
        compute=law,
    ),
    SignalFunction(
        name="mail.law_asks",
        params=(STRING, STRING),
        result=BOOL,
        cost=1,
        version="1",
        languages=(),
        about="Whether that law asks for something: opt-in, unsubscribe, postal-address, privacy-link, identity. "
        "Arguments: country, what.",
        compute=asked,
    ),
    SignalFunction(
        name="mail.law_lacks",
        params=(STRING,),
        result=STRINGS,
        cost=3,
        version="1",
        languages=(),
        about="What the mail lacks of what that law asks to show: unsubscribe, postal-address, privacy-link.",
        compute=lacking,
    ),
)
