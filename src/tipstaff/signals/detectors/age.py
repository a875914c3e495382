"""How old must a recipient be for content of a kind, where the recipient is?"""

from __future__ import annotations

from tipstaff.cel import CelError
from tipstaff.cel.types import INT, STRING
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
        cost=2,
        version="1",
        languages=(),
        about="Legal age in a country for alcohol, gambling, tobacco, firearms or adult content; the strictest known "
        "when the country is not.",
        compute=required,
        lasting=True,
    ),
)
