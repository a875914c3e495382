"""How old must a recipient be for content of a kind, where the recipient is?"""

from __future__ import annotations

from tipstaff.cel import CelError
from tipstaff.cel.types import INT, STRING
from tipstaff.signals.numbering import whereabouts
from tipstaff.signals.signal import SignalFunction, View
from tipstaff.vocab.tables import Row


def required(view: View, country: str, category: str) -> int:
    """The legal age in years, from the table `legal-age`.

    The highest of the rows for the country; where no row knows the country (or it is ""), the highest of the table,
    so that not knowing never makes it easier.

    Raises:
        CelError: `invalid-argument` when the table has no such category.
    """
    ages = view.table("legal-age").derived(view.at, _ages)
    found = ages.get((country, category)) or ages.get(("", category))
    if found is None:
        known = ", ".join(sorted(category for place, category in ages if not place))
        raise CelError("invalid-argument", f"`{category}` is not an age-gated category; known are {known}")
    return found


def required_of(view: View, recipient: str, country: str, category: str) -> int:
    """The legal age where a recipient is, by the ledger or by the number; the higher one where these differ.

    Raises:
        CelError: `invalid-argument` when the table has no such category.
    """
    by_number = whereabouts.country_of(recipient, view.table("area-codes"))
    places = [place for place in (country, by_number) if place] or [""]
    return max(required(view, place, category) for place in places)


def _ages(rows: tuple[Row, ...]) -> dict[tuple[str, str], int]:
    """(country, category) to the highest age of the rows for both; under the country "" the highest of all."""
    ages: dict[tuple[str, str], int] = {}
    for row in rows:
        category, age = row.keys.get("category", ""), int(row.values["age"])
        for place in (row.keys.get("country", ""), ""):
            ages[place, category] = max(age, ages.get((place, category), 0))
    return ages


SIGNALS = (
    SignalFunction(
        name="age.required",
        params=(STRING, STRING),
        result=INT,
        cost=4,
        version="1",
        languages=(),
        about="Legal age in a country for alcohol, gambling, tobacco, firearms or adult content; the strictest known "
        "when the country is not.",
        compute=required,
        lasting=True,
    ),
    SignalFunction(
        name="age.required_of",
        params=(STRING, STRING, STRING),
        result=INT,
        cost=15,
        version="1",
        languages=(),
        about="Legal age for a category where a recipient is; where the number and the ledger name two countries, the "
        "higher one. Arguments: recipient, country by the ledger ('' when unknown), category.",
        compute=required_of,
        lasting=True,
    ),
)
