"""What dialling something reaches: emergency services, or a number that costs more than a call.

What is dialled is a number in E.164 (+33899123456), or a national number or short code as it stands on the telephone
(0899123456, 112, 3617), for which the country counts. The plans' own lists of short codes are asked, and our tables
`emergency-numbers` and `premium-numbers`, which hold what those lists miss.
"""

from __future__ import annotations

import re

from tipstaff.cel.types import BOOL, STRING
from tipstaff.signals.lasting import short_ones
from tipstaff.signals.lazily import Library
from tipstaff.signals.numbering.number import Number, read
from tipstaff.signals.signal import SignalFunction, View

phonenumbers = Library("phonenumbers")

# Kinds of numbers whose callers pay more than for an ordinary call.
_COSTLY = ("premium", "shared-cost")
# Short codes have at most six digits; anything longer is no emergency number of any country.
_SHORT = 6
_LONGEST = 20
_NO_DIGIT = re.compile(r"[^\d+]", re.ASCII)


def emergency(view: View, dialled: str, country: str) -> bool:
    """An emergency number of that country: in our table, or in the plan's own list. With a calling code before it
    (+33112, as some networks put it through) it is one of the countries behind the code.
    """
    digits = _digits(dialled)
    number = read(digits)
    if number is not None:
        rest = digits[1 + len(number.plan.code) :]
        return not number.valid and any(_rescues(view, rest, region) for region in number.plan.regions)
    return _rescues(view, digits, country)


def premium(view: View, dialled: str, country: str) -> bool:
    """Whether the caller pays more than for an ordinary call: premium and shared-cost numbers, satellite networks,
    and short codes that the country's plan charges for.
    """
    digits = _digits(dialled)
    number = read(digits) or _national(digits, country)
    international = f"+{number.digits}" if number is not None else ""
    for row in view.table("premium-numbers").candidates(view.at, country=country or _main(number)):
        if international and international.startswith(tuple(row.values.get("prefixes", ()))):
            return True
        if not international and len(digits) <= _SHORT and digits.startswith(tuple(row.values.get("short", ()))):
            return True
    return number.kind in _COSTLY if number is not None else _short_code_costs(digits, country)


def _rescues(view: View, digits: str, country: str) -> bool:
    if not 2 <= len(digits) <= _SHORT:
        return False
    rows = view.table("emergency-numbers").candidates(view.at, country=country)
    return any(digits in row.values["numbers"] for row in rows) or _planned(digits, country)


@short_ones(4096)
def _planned(digits: str, country: str) -> bool:
    """Whether the plan of the country lists the number for emergencies."""
    return bool(country) and bool(phonenumbers.is_emergency_number(digits, country))


@short_ones(4096)
def _short_code_costs(digits: str, country: str) -> bool:
    """Whether the plan of the country says that a short code is charged as premium."""
    if not country or len(digits) > _SHORT:
        return False
    try:
        code = phonenumbers.parse(digits, country)
    except phonenumbers.NumberParseException:
        return False
    return bool(phonenumbers.expected_cost_for_region(code, country) == phonenumbers.ShortNumberCost.PREMIUM_RATE)


@short_ones(4096)
def _national(digits: str, country: str) -> Number | None:
    """A national number of the country, when the digits are one: 0899123456 in France."""
    if digits.startswith("+") or len(digits) <= _SHORT or country not in phonenumbers.SUPPORTED_REGIONS:
        return None
    try:
        parsed = phonenumbers.parse(digits, country)
    except phonenumbers.NumberParseException:
        return None
    found = read(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))
    return found if found is not None and found.valid else None


def _main(number: Number | None) -> str:
    return "" if number is None else number.region or number.plan.main


def _digits(dialled: str) -> str:
    return _NO_DIGIT.sub("", dialled[: 2 * _LONGEST])[:_LONGEST]


SIGNALS = tuple(
    SignalFunction(
        name, (STRING, STRING), BOOL, cost, version, (), f"{about} Arguments: dialled, country.", compute, True
    )
    for name, cost, version, about, compute in (
        ("number.emergency", 3, "2", "What is dialled reaches emergency services of the country.", emergency),
        ("number.premium", 6, "1", "What is dialled costs more than a call: premium, shared cost, satellite.", premium),
    )
)
