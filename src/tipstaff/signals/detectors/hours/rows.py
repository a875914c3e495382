"""Which rows of the table `contact-hours` count for a recipient, and how far they can be trusted."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from tipstaff.signals.detectors.hours.places import Where, places_of
from tipstaff.signals.signal import View
from tipstaff.vocab.event import Event
from tipstaff.vocab.tables import Row, Table

_CHANNELS = {"sms": "sms", "mms": "sms", "rcs": "sms"}


class Asked(Struct, frozen=True):
    """Whose hours are in question: everything they depend on but the moment itself."""

    table: Table
    period: int
    channel: str
    places: tuple[Where, ...]


def asked_of(view: View, recipient: str, country: str, zones: list[str]) -> Asked:
    """The question, with everything filled in that the number tells."""
    table = view.table("contact-hours")
    return Asked(
        table, table.period(view.at), channel_of(view.event), places_of(view, recipient, country, tuple(zones))
    )


def channel_of(event: Event) -> str:
    """The channel as the table names it; "" for one that it does not tell apart."""
    return "voice" if event.type == "call.start" else _CHANNELS.get(getattr(event.data, "channel", ""), "")


def rows_in(asked: Asked, where: Where, at: datetime) -> list[Row]:
    """Every row that counts in a place, or the row for places that no other knows."""
    fitting = [row for row in asked.table.in_force(at) if row.keys.get("channel") in (None, asked.channel)]
    here = [row for row in fitting if row.keys.get("country") == where.country]
    here = [row for row in here if not where.region or row.keys.get("region") in (None, where.region)]
    return here or [row for row in fitting if "country" not in row.keys]


def candidates(view: View, recipient: str, country: str, zones: list[str]) -> list[str]:
    """What was in question, for the record: `FR Europe/Paris 08:00-22:00 mon-sat (vendor)`."""
    asked = asked_of(view, recipient, country, zones)
    return [
        f"{row.keys.get('country', '*')}{'-' + row.keys['region'] if 'region' in row.keys else ''} {zone} "
        + ", ".join(f"{part['from']}-{part['to']} {part['days']}" for part in row.values["hours"])
        + f" ({row.confidence})"
        for where in asked.places
        for row in rows_in(asked, where, view.at)
        for zone in where.zones
    ]


def caveat(view: View, recipient: str, country: str, zones: list[str]) -> str:
    """`unverified` where one of the rows that count was not read again in its source; "" otherwise."""
    asked = asked_of(view, recipient, country, zones)
    rows = (row for where in asked.places for row in rows_in(asked, where, view.at))
    return "unverified" if any(row.confidence == "unverified" for row in rows) else ""
