"""What a telephone number tells: whether it exists, of which kind it is, whose it is, in which zones its holder may be.

Facts come from the numbering plans in `phonenumbers`, read through `tipstaff.signals.numbering`, and from the tables
`area-codes`, `region-zones` and `fictional-numbers`.
"""

from __future__ import annotations

from tipstaff.cel import CelError
from tipstaff.cel.types import BOOL, STRING, STRINGS
from tipstaff.signals.numbering import whereabouts
from tipstaff.signals.numbering.number import read
from tipstaff.signals.signal import SignalFunction, View


def valid(_: View, number: str) -> bool:
    """A complete number that its numbering plan knows."""
    found = read(number)
    return found is not None and found.valid


def doubted(view: View, number: str) -> bool:
    """False for a number that its plan knows, or that is kept for fiction (table `fictional-numbers`).

    Raises:
        CelError: `impossible-number`, nobody can have it. An error and not a value, since it is a fault of the facts:
            the decision lists it, and the rule's `on_error` says what then.
    """
    found = read(number)
    if (found is None or not found.valid) and not _is_fictional(view, number):
        raise CelError("impossible-number", "no numbering plan has this number; whose law applies cannot be told")
    return False


def _is_fictional(view: View, number: str) -> bool:
    """Demonstrations and tests write to such numbers on purpose."""
    rows = view.table("fictional-numbers").in_force(view.at)
    return any(number.startswith(prefix) for row in rows for prefix in row.values["prefixes"])


def kind(_: View, number: str) -> str:
    """fixed, mobile, fixed-or-mobile, premium, toll-free, shared-cost, voip, personal, pager, company or voicemail; ""
    for a number that does not exist.
    """
    found = read(number)
    return "" if found is None else found.kind


def country(view: View, number: str) -> str:
    """ISO 3166-1 alpha-2; "" for a number of no country (satellite, +800) or no number at all. A number that nobody can
    have belongs to the country of its area code, else to the main one of its calling code.
    """
    return whereabouts.country_of(number, view.table("area-codes"))


def region(view: View, number: str) -> str:
    """The state or province (`TN`) of a geographic number of the North American plan; "" elsewhere or unknown."""
    return whereabouts.region_of(number, view.table("area-codes"))


def zones(view: View, number: str) -> list[str]:
    """IANA names of every zone in which the holder may be, sorted; empty for what is no number."""
    return whereabouts.zones_of(number, view.at, view.table("area-codes"), view.table("region-zones"))


_ABOUT = "Numbers are read in E.164 only (+33612345678); anything else is no number."
_FUNCTIONS = (
    ("valid", valid, BOOL, 10, "The number exists in its numbering plan."),
    ("doubted", doubted, BOOL, 10, "False, or the error `impossible-number` where no plan has the number."),
    ("kind", kind, STRING, 10, "fixed, mobile, fixed-or-mobile, premium, toll-free, voip, ...; empty when none."),
    ("country", country, STRING, 3, "ISO 3166-1 alpha-2 of the number; empty when it has none."),
    ("region", region, STRING, 2, "State or province of a North American number; empty when unknown."),
    ("zones", zones, STRINGS, 15, "Every time zone in which the holder may be."),
)
SIGNALS = tuple(
    SignalFunction(f"number.{name}", (STRING,), result, cost, "2", (), f"{about} {_ABOUT}", compute, lasting=True)
    for name, compute, result, cost, about in _FUNCTIONS
)
