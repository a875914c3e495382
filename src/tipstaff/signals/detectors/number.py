"""What a telephone number tells: whether it exists, which country's it is, in which zones its holder may be.

Facts come from the numbering plans in `phonenumbers`. Where an exchange is not listed, the library falls back to one
zone of its region, which is wrong in places (+1-850-555 may be Pensacola, on Central time, as well as Tallahassee); so
a number whose region spans several zones (table `region-zones`) gets all of them, and the caller takes the strictest.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from tipstaff.cel.types import BOOL, STRING, STRINGS
from tipstaff.signals.lazily import Library
from tipstaff.signals.signal import SignalFunction, View
from tipstaff.vocab.tables import Table

phonenumbers = Library("phonenumbers")
timezone = Library("phonenumbers.timezone")

_UNKNOWN_ZONE = "Etc/Unknown"


def valid(_: View, number: str) -> bool:
    """A complete E.164 number that its numbering plan knows."""
    parsed = _parse(number)
    return parsed is not None and bool(phonenumbers.is_valid_number(parsed))


def country(_: View, number: str) -> str:
    """ISO 3166-1 alpha-2 of the number's plan; "" for a number of no country (satellite, +800) or no number at all."""
    parsed = _parse(number)
    code = parsed and phonenumbers.region_code_for_number(parsed)
    return code if code and code != "001" else ""


def region(view: View, number: str) -> str:
    """The state or province (`TN`) of a geographic number of the North American plan; "" elsewhere or unknown."""
    code = number[2:5]
    if not number.startswith("+1") or not code.isdecimal():
        return ""
    return _regions(view.table("area-codes")).get(int(code), "")


def zones(view: View, number: str) -> list[str]:
    """IANA names of every zone in which the holder may be, sorted; empty for what is no number."""
    parsed = _parse(number)
    if parsed is None:
        return []
    found = {zone for zone in timezone.time_zones_for_number(parsed) if zone != _UNKNOWN_ZONE}
    place = {"country": country(view, number), "region": region(view, number)}
    for row in view.table("region-zones").candidates(view.at, **place):
        found.update(row.values["zones"])
    return sorted(found)


def emergency(view: View, dialled: str, country: str) -> bool:
    """An emergency number of that country: in our table, or in the plan's own list."""
    digits = re.sub(r"[^\d+]", "", dialled)
    table: Table = view.table("emergency-numbers")
    if any(digits in map(str, row.values["numbers"]) for row in table.candidates(view.at, country=country)):
        return True
    return bool(country and digits and phonenumbers.is_emergency_number(digits, country))


@lru_cache(maxsize=4096)
def _parse(number: str) -> Any:
    """The parsed number, or None. Only the international form is read: a national one means nothing by itself."""
    if not number.startswith("+"):
        return None
    try:
        return phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return None


@lru_cache(maxsize=4)
def _regions(table: Table) -> dict[int, str]:
    return {code: row.keys["region"] for row in table.rows for code in row.values["codes"]}


_ABOUT = "Numbers are read in E.164 only (+33612345678); anything else is no number."
_FUNCTIONS = (
    (valid, (STRING,), BOOL, 25, "The number exists in its numbering plan."),
    (country, (STRING,), STRING, 25, "ISO 3166-1 alpha-2 of the number; empty when it has none."),
    (region, (STRING,), STRING, 1, "State or province of a North American number; empty when unknown."),
    (zones, (STRING,), STRINGS, 40, "Every time zone in which the holder may be."),
    (emergency, (STRING, STRING), BOOL, 30, "The number as dialled reaches emergency services of the country."),
)
SIGNALS = tuple(
    SignalFunction(f"number.{compute.__name__}", params, result, cost, "1", (), f"{about} {_ABOUT}", compute)
    for compute, params, result, cost, about in _FUNCTIONS
)
