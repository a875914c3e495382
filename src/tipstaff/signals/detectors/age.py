"""How old must a recipient be for content of a kind, where the recipient is?"""

from __future__ import annotations

from tipstaff.cel import CelError
from tipstaff.cel.types import INT, STRING
from tipstaff.signals.signal import SignalFunction, View
from tipstaff.vocab.tables import Row, strictest


def required(view: View, country: str, category: str) -> int:
    """The legal age in years, from the table `legal-age`.

    The highest of the rows for the country; where no row knows the country (or it is ""), the highest of the table,
    so that not knowing never makes it easier.

    Raises:
        CelError: `invalid-argument` when the table has no such category.
    """
    table = view.table("legal-age")
    category_rows = [row for row in table.in_force(view.at) if row.keys.get("category") == category]
    here = [row for row in category_rows if row.keys.get("country") == country]
    found = strictest(here or category_rows, _age)
    if found is None:
        known = sorted({row.keys["category"] for row in table.rows})
        raise CelError("invalid-argument", f"`{category}` is not an age-gated category; known are {', '.join(known)}")
    return found.measure


def _age(row: Row) -> int:
    return int(row.values["age"])


SIGNALS = (
    SignalFunction(
        name="age.required",
        params=(STRING, STRING),
        result=INT,
        cost=20,
        version="1",
        languages=(),
        about="Legal age in a country for alcohol, gambling, tobacco, firearms or adult content; the strictest known "
        "when the country is not.",
        compute=required,
    ),
)
