"""Countries by their two letters: ISO 3166-1 alpha-2.

Source: `iso3166.tab` of the IANA time zone database, which comes with the package `tzdata`. Kosovo has no code of its
own in the standard and is known by `XK`, which the standard leaves to users and everybody gives to it.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Final

from tipstaff.vocab.errors import Fault

_KOSOVO: Final = "XK"
_SHAPE: Final = re.compile(r"[A-Z]{2}")


@cache
def countries() -> frozenset[str]:
    """Every country's code, in capitals."""
    table = files("tzdata").joinpath("zoneinfo", "iso3166.tab").read_text(encoding="utf-8")
    lines = (line for line in table.splitlines() if line and not line.startswith("#"))
    return frozenset({line[:2] for line in lines} | {_KOSOVO})


def is_country(code: str) -> bool:
    """Whether a country has this code; capitals or not."""
    return code.upper() in countries()


def country_fault(code: str, path: str = "country") -> Fault | None:
    """What is wrong with a text that should be a country's code: its shape only.

    A code of two capitals that nobody has (`ZZ`) is let through: facts come from outside, and what cannot be told of
    such a country is for decisions to say.
    """
    if not code or _SHAPE.fullmatch(code):
        return None
    meant = code.upper() if is_country(code) else ""
    hint = f"did you mean `{meant}`?" if meant else "two capital letters as ISO 3166-1 has them, such as `FR`"
    return Fault(path, "a country such as FR", f"`{code[:40]}`", hint)
