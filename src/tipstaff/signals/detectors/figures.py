"""Which figures stand behind a rule, and how far each can be trusted? For evidence: every row that was in question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tipstaff.cel.types import STRING, STRINGS
from tipstaff.signals.signal import SignalFunction, View
from tipstaff.vocab.tables import Row

# A person reads these beside an explanation; a row of forty numbers is not read.
_MOST: Final = 160
_PLACES: Final = ("country", "region")
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
    rows = view.table(table)
    asked = {"country": country, "region": region}
    asked |= {name: kind for name in rows.keys if name not in _PLACES}
    found = rows.candidates(view.at, **{name: value for name, value in asked.items() if name in rows.keys and value})
    return [said(row) for row in found] or [_NO_ROW]


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
)
