"""Can the tax or company number that somebody gives be one? Form and check digits by python-stdnum; nobody is asked.

Looked at for a country: its value-added-tax number, and where there are such, its company and taxpayer numbers. A
number may be written with its country's letters or without. That it can be one does not say that it was given out.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from types import ModuleType

from tipstaff.cel.types import STRING
from tipstaff.signals.lazily import Library
from tipstaff.signals.signal import SignalFunction, View

_stdnum = Library("stdnum")
_LONGEST = 40
# Besides the number for value-added tax, by country; names of the package's modules.
_OTHERS = {
    "be": ("nn",),
    "ca": ("bn", "sin"),
    "ch": ("uid",),
    "de": ("stnr", "idnr"),
    "es": ("cif", "nif"),
    "fr": ("siren", "siret"),
    "gb": ("utr",),
    "it": ("codicefiscale",),
    "us": ("ein", "itin", "ssn"),
}
# Letters before the number that are not the country's code.
_LETTERS = {"el": "gr", "xi": "gb"}


def tax_id(_: View, number: str, country: str) -> str:
    """`valid` for the country, `foreign` when it is another one's, `invalid`, or `unknown` where no check is known."""
    compact = "".join(letter for letter in number[:_LONGEST].upper() if letter.isalnum())
    checks = _checks(country.lower())
    if any(module.is_valid(compact) for module in checks):
        return "valid"
    letters = compact[:2].lower()
    stated = _LETTERS.get(letters, letters)
    if stated != country.lower() and any(module.is_valid(compact) for module in _checks(stated)[:1]):
        return "foreign"
    return "invalid" if checks else "unknown"


@lru_cache(maxsize=512)
def _checks(country: str) -> tuple[ModuleType, ...]:
    return tuple(_modules(country)) if len(country) == 2 and country.isascii() and country.isalpha() else ()


def _modules(country: str) -> Iterator[ModuleType]:
    for name in ("vat", *_OTHERS.get(country, ())):
        module = _stdnum.get_cc_module(country, name)
        if module is not None:
            yield module


SIGNALS = (
    SignalFunction(
        name="company.tax_id",
        params=(STRING, STRING),
        result=STRING,
        cost=20,
        version="1",
        languages=(),
        about="A tax or company number for a country: valid, foreign, invalid or unknown. Arguments: number, country.",
        compute=tax_id,
    ),
)
