"""A number in international form, read once for every signal that asks about it."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

from tipstaff.signals.lazily import Library
from tipstaff.signals.numbering.plans import NOWHERE, Plan, plan_of

phonenumbers = Library("phonenumbers")

_E164 = re.compile(r"\+([1-9]\d{3,14})", re.ASCII)
# Formatted numbers are read too, but nothing longer than a person would write.
_LONGEST = 40


class Number:
    """A number of a calling code that exists; whether the number itself exists is `kind`. Make one with `read`."""

    def __init__(self, digits: str, plan: Plan) -> None:
        self.digits = digits
        self.plan = plan

    @property
    def valid(self) -> bool:
        """Whether the numbering plan knows such a number."""
        return self.kind != ""

    @property
    def kind(self) -> str:
        """fixed, mobile, fixed-or-mobile, premium, toll-free, shared-cost, voip, personal, pager, company, voicemail;
        "" for a number that does not exist.
        """
        return self._placed[1]

    @property
    def region(self) -> str:
        """ISO 3166-1 alpha-2 that the digits prove; "" for a number of no country, or that no region has."""
        regions = self.plan.regions
        region = regions[0] if len(regions) == 1 else self._placed[0]
        return "" if region == NOWHERE else region

    @property
    def national(self) -> str:
        """The digits after the calling code, without a trunk prefix that does not belong there."""
        return self._placed[2]

    @cached_property
    def _placed(self) -> tuple[str, str, str]:
        """(region, kind, national digits)."""
        national = self.digits[len(self.plan.code) :]
        region, kind = self.plan.place(national)
        if not kind:  # +33 (0)6…: the library knows which prefixes people leave in by mistake
            corrected = _as_the_library_reads("+" + self.digits)
            if corrected and corrected != national:
                return (*self.plan.place(corrected), corrected)
        return region, kind, national


def read(number: str) -> Number | None:
    """The number, or None for what is none. Only the international form is read: a national one means nothing by
    itself. Spaces, dots and brackets do not matter.
    """
    # Looked at before anything is remembered: what is not a number may be of any length.
    return _read(number) if number.startswith("+") and len(number) <= _LONGEST else None


# Every signal of an event asks about the same few; what they say of a number is remembered by `signals.lasting`.
@lru_cache(maxsize=1024)
def _read(number: str) -> Number | None:
    match = _E164.fullmatch(number)
    digits = match[1] if match else _plain(number)
    plan = plan_of(digits) if digits else None
    return Number(digits, plan) if plan is not None else None


def _plain(number: str) -> str:
    """The digits of a number that is not written plainly; "" when it cannot be read."""
    national = _as_the_library_reads(number)
    code = next((plan.code for plan in [plan_of(re.sub(r"\D", "", number))] if plan), "")
    return code + national if national and code else ""


def _as_the_library_reads(number: str) -> str:
    """The national digits as `phonenumbers` reads them; "" when it cannot."""
    try:
        return str(phonenumbers.national_significant_number(phonenumbers.parse(number)))
    except phonenumbers.NumberParseException:
        return ""
