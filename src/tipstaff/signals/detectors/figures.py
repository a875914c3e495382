"""Which figures stand behind a rule, and how far each can be trusted? For evidence: every row that was in question."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from tipstaff.cel.types import STRING, STRINGS
from tipstaff.signals.signal import SignalFunction, View
from tipstaff.vocab.tables import Row, Table

# A person reads these beside an explanation; a row of forty numbers is not read.
_MOST: Final = 160
_PLACES: Final = ("country", "region")
_UNVERIFIED: Final = "unverified"
# Nothing of what was asked is said again: it may be a stranger's word, and what is answered here is shown as it is.
_NO_ROW: Final = "no row for this place; the strictest of the table counts"


def behind(view: View, table: str, country: str, region: str, kind: str) -> list[str]:
    """The rows of a table that answer for a place and a kind, the most specific first:
    `FR alcohol: age 18 (unverified; Code de la santé publique, art. L3342-1)`.

    `kind` is what else the table is kept by (a category, a channel). Where no row answers, one line that says so: the
    strictest row of the table counts then.

    Raises:
        CelError: there is no such table.
    """
    found = _answering(view.table(table), view.at, (country, region, kind))
    return [said(row) for row in found] or [_NO_ROW]


def caveat(view: View, table: str, places: list[str], kind: str) -> str:
    """`unverified` where a row that answers for one of the places (`FR`, `US-CA`) was never read again in its source,
    or where none answers and such a row is among those that count then; "" where every figure is vouched for.

    Explanations say it in words, behind what they say on the figure (`words.yaml`).

    Raises:
        CelError: there is no such table.
    """
    return _UNVERIFIED if any(_doubtful(view, table, place, kind) for place in _known(places)) else ""


def among(view: View, table: str, places: list[str], kind: str) -> list[str]:
    """As `behind` for each of several places (`FR`, `US-CA`), each row once; an unknown one ("") only when all are.

    Raises:
        CelError: there is no such table.
    """
    parted = (place.partition("-") for place in _known(places))
    lines = (line for country, _, region in parted for line in behind(view, table, country, region, kind))
    return list(dict.fromkeys(lines))


def _known(places: list[str]) -> list[str]:
    return [place for place in places if place] or [""]


def _doubtful(view: View, table: str, place: str, kind: str) -> bool:
    rows = view.table(table)
    country, _, region = place.partition("-")
    found = _answering(rows, view.at, (country, region, kind)) or rows.in_force(view.at)
    # Where nobody knows the region, the strictest of the country counts: any of them.
    inside = () if region else (row for row in rows.in_force(view.at) if row.keys.get("country") == country)
    return any(row.confidence == _UNVERIFIED for row in (*found, *inside))


def _answering(rows: Table, at: datetime, asked: tuple[str, str, str]) -> tuple[Row, ...]:
    """The rows in force for a country, a region and a kind; what a table is not kept by, or is "", is not asked."""
    country, region, kind = asked
    given = {name: kind for name in rows.keys if name not in _PLACES} | {"country": country, "region": region}
    return rows.candidates(at, **{name: value for name, value in given.items() if name in rows.keys and value})


def said(row: Row) -> str:
    """A row in a line: what it is for, what it says, and how far and by whom."""
    place = "-".join(row.keys[name] for name in _PLACES if name in row.keys) or "anywhere"
    kinds = [value for name, value in row.keys.items() if name not in _PLACES]
    since = f" since {row.since.isoformat()}" if row.since is not None else ""
    figures = ", ".join(f"{name} {_plain(value)}" for name, value in row.values.items())
    return f"{' '.join((place, *kinds))}: {_short(figures)}{since} ({row.confidence}; {_short(row.source)})"


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return " ".join(f"{name} {_plain(one)}" for name, one in value.items())
    return " ".join(_plain(one) for one in value) if isinstance(value, list | tuple) else str(value)


def _short(text: str) -> str:
    return text if len(text) <= _MOST else text[: _MOST - 1] + "…"


SIGNALS = (
    SignalFunction(
        name="figures.behind",
        params=(STRING, STRING, STRING, STRING),
        result=STRINGS,
        cost=8,
        version="1",
        languages=(),
        about="Rows of a table of figures that answer for a place, each with its confidence and source, for evidence. "
        "Arguments: table, country, region, kind (a category or channel; '' where the table has none).",
        compute=behind,
    ),
    SignalFunction(
        name="figures.among",
        params=(STRING, STRINGS, STRING),
        result=STRINGS,
        cost=12,
        version="1",
        languages=(),
        about="As `figures.behind` for each of several places (`FR`, `US-CA`; '' is an unknown one). Arguments: table, "
        "places, kind.",
        compute=among,
    ),
    SignalFunction(
        name="figures.caveat",
        params=(STRING, STRINGS, STRING),
        result=STRING,
        cost=8,
        version="1",
        languages=(),
        about="`unverified` where a figure that counts in one of the places was not read again in its source, for the "
        "end of an explanation; '' otherwise. Arguments: table, places (`FR`, `US-CA`; '' is an unknown one), kind.",
        compute=caveat,
    ),
)
