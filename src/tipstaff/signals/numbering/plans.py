"""Calling codes and the regions behind them; a plan is read from the library's data by the first number of it."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import Any, Final

from tipstaff.signals.lazily import Library
from tipstaff.signals.numbering.areas import Area

phonenumbers = Library("phonenumbers")

# The region code of numbers that belong to no country: satellite networks, international toll-free.
NOWHERE: Final = "001"


class Plan:
    """The numbers behind one calling code. `regions` has the main one first."""

    def __init__(self, code: str, regions: tuple[str, ...]) -> None:
        self.code = code
        self.regions = regions

    @property
    def main(self) -> str:
        """The region that has the code first of all; "" for codes that belong to no country."""
        return "" if self.regions[0] == NOWHERE else self.regions[0]

    @cached_property
    def areas(self) -> tuple[tuple[str, Area], ...]:
        """Each region with its plan."""
        return tuple((region, Area(_metadata(int(self.code), region))) for region in self.regions)

    def place(self, national: str) -> tuple[str, str]:
        """(region, kind) of the digits after the calling code; both "" for digits that nobody has."""
        for region, area in self.areas:
            if len(self.areas) > 1 and area.leading is not None:
                if area.leading.match(national):
                    return region, area.kind(national)
                continue
            kind = area.kind(national)
            if kind:
                return region, kind
        return ("", "") if len(self.areas) > 1 else (self.regions[0], "")


def plan_of(digits: str) -> Plan | None:
    """The plan that international digits (without the plus) begin with."""
    known = _plans()
    return known.get(digits[:1]) or known.get(digits[:2]) or known.get(digits[:3])


@lru_cache(maxsize=1)
def _plans() -> dict[str, Plan]:
    """Every calling code; none begins with another."""
    by_code: dict[int, tuple[str, ...]] = phonenumbers.COUNTRY_CODE_TO_REGION_CODE
    return {str(code): Plan(str(code), regions) for code, regions in by_code.items()}


def _metadata(code: int, region: str) -> Any:
    return phonenumbers.PhoneMetadata.metadata_for_region_or_calling_code(code, region)
