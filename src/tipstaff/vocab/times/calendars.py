"""Working days of a country or one of its subdivisions.

A calendar is named like the place whose holidays it keeps: `FR`, `US-CA`, `GB-ENG`. The empty name knows weekends only
(Saturday and Sunday) and no holiday. The days come from the `holidays` library, which also knows where the weekend is
another one and which Saturdays are worked in exchange; it is heavy, so it is loaded when the first named calendar is.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import lru_cache
from threading import Lock
from typing import Any, Final

from tipstaff.vocab.errors import Fault, Invalid

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = timedelta(days=1)
_COUNTRIES: Final = "holidays.countries"
_IMPORTING: Final = Lock()


class Calendar:
    """The working days of one place; make one with `calendar_named`."""

    def __init__(self, name: str, is_working_day: Callable[[date], bool], holiday: Callable[[date], str]) -> None:
        self.name = name
        self._is_working_day = is_working_day
        self._holiday = holiday
        self._known: dict[date, bool] = {}

    def is_working_day(self, day: date) -> bool:
        """Neither weekend nor public holiday, or a weekend day that is worked in exchange."""
        known = self._known.get(day)
        if known is None:
            known = self._known[day] = self._is_working_day(day)
        return known

    def holiday(self, day: date) -> str:
        """The name of the public holiday on that day, in the language of the place; "" when there is none."""
        return self._holiday(day)

    def working_day_after(self, day: date, count: int) -> date:
        """The `count`-th working day after a day, which itself is not counted; negative counts go back, 0 is the day.

        Raises:
            OverflowError: the day lies outside the years that dates can hold.
        """
        step = _DAY if count > 0 else -_DAY
        remaining = abs(count)
        while remaining:
            day += step
            remaining -= self.is_working_day(day)
        return day


WEEKENDS_ONLY = Calendar("", lambda day: day.weekday() < 5, lambda _: "")


@lru_cache(maxsize=512)
def calendar_named(name: str, path: str = "calendar") -> Calendar:
    """The calendar of a country (`FR`) or of one of its subdivisions (`US-CA`); "" knows weekends only.

    Raises:
        Invalid: no such country or subdivision is known; `path` says where the name stood.
    """
    if not name:
        return WEEKENDS_ONLY
    country, _, subdivision = name.partition("-")
    for spelling in (subdivision, subdivision.upper()):
        days = _days(country.upper(), spelling)
        if days is not None:
            return _calendar(f"{country.upper()}-{spelling}" if spelling else country.upper(), days)
    raise _unknown(name, country.upper(), path)


def _calendar(name: str, days: Any) -> Calendar:
    return Calendar(name, days.is_working_day, lambda day: days.get(day) or "")


def _days(country: str, subdivision: str) -> Any:
    """The library's days of a place; None when it does not know the place."""
    library = importlib.import_module("holidays")
    if not callable(getattr(library, country, None)):
        return None  # the library would call what it has under the name, and MON is its number of Monday
    with _IMPORTING, _without_other_countries(), warnings.catch_warnings():
        # A subdivision that no longer has days of its own (FR-GES) keeps its country's.
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            return library.country_holidays(country, subdiv=subdivision or None)
        except NotImplementedError:
            return None


@contextmanager
def _without_other_countries() -> Iterator[None]:
    """The library's package of countries imports all two hundred of them before it gives one: 8 MB and 0.08 s of CPU.
    Meanwhile a package that imports nothing stands in its place, through which single ones are found.
    """
    found = None if _COUNTRIES in sys.modules else importlib.util.find_spec(_COUNTRIES)
    if found is None:
        yield
        return
    sys.modules[_COUNTRIES] = stand_in = importlib.util.module_from_spec(found)
    try:
        yield
    finally:
        if sys.modules.get(_COUNTRIES) is stand_in:
            del sys.modules[_COUNTRIES]


def _unknown(name: str, country: str, path: str) -> Invalid:
    known = importlib.import_module("holidays").list_supported_countries()
    if country in known:
        places = ", ".join(known[country][:12])
        hint = f"subdivisions of {country} are {places}, …" if places else f"{country} has no subdivisions"
    else:
        hint = "use the two letters of a country, with its subdivision if need be: `FR`, `US-CA`"
    return Invalid(
        f"`{name}` is not a calendar", faults=[Fault(path, "a country or country-subdivision", f"`{name}`", hint)]
    )
