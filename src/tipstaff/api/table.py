"""Everything the API serves. The router and the OpenAPI document are both made from this."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from tipstaff.api.endpoints import access, bundle, commands, description, health, judging, keys, records
from tipstaff.api.routing.route import Route


def routes(arguments: Mapping[str, type[Struct] | None]) -> tuple[Route, ...]:
    """All routes; `arguments` maps each command's name to the struct it takes (None: any object)."""
    return (
        *judging.ROUTES,
        *records.ROUTES,
        *access.ROUTES,
        *bundle.ROUTES,
        *keys.ROUTES,
        *commands.command_routes(arguments),
        *health.ROUTES,
        *description.ROUTES,
    )
