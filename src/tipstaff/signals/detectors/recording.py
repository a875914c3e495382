"""Who must agree before a call or a session with someone in a place is recorded?"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from tipstaff.cel.types import STRING
from tipstaff.signals.signal import SignalFunction, View
from tipstaff.vocab.tables import Row

_ANYWHERE = ""


class _Regimes(Struct, frozen=True):
    """Who must agree: by (country, region), "" standing for a whole country; and the strictest that a country has."""

    places: Mapping[tuple[str, str], str]
    strictest: Mapping[str, str]


def consent(view: View, country: str, region: str) -> str:
    """`all` parties or `one`, from the table `recording-consent`.

    A region's row counts before its country's. Where the region is not known the strictest row of the country counts,
    and where no row knows the country, the row for places that nobody knows.
    """
    regimes = view.table("recording-consent").derived(view.at, _regimes)
    if country not in regimes.strictest:
        return regimes.strictest[_ANYWHERE]
    if not region:
        return regimes.strictest[country]
    return regimes.places.get((country, region)) or regimes.places.get((country, ""), regimes.strictest[country])


def _regimes(rows: tuple[Row, ...]) -> _Regimes:
    places: dict[tuple[str, str], str] = {}
    strictest: dict[str, str] = {}
    for row in rows:
        country, parties = row.keys.get("country", _ANYWHERE), str(row.values["parties"])
        places[country, row.keys.get("region", "")] = parties
        strictest[country] = "all" if "all" in (parties, strictest.get(country)) else "one"
    return _Regimes(places, strictest)


SIGNALS = (
    SignalFunction(
        name="recording.consent",
        params=(STRING, STRING),
        result=STRING,
        cost=1,
        version="1",
        languages=(),
        about="Who must agree to being recorded there: `all` parties, or `one`. Arguments: country, region; '' when "
        "not known, which is never easier.",
        compute=consent,
    ),
)
