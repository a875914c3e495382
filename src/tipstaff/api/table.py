"""Everything the API serves. The router and the OpenAPI document are both made from this."""

from __future__ import annotations

from typing import Final

from tipstaff.api.endpoints import (
    access,
    bundle,
    cases,
    commands,
    description,
    health,
    judging,
    keys,
    outbox,
    records,
    registers,
)
from tipstaff.api.routing.route import Route

ROUTES: Final[tuple[Route, ...]] = (
    *judging.ROUTES,
    *records.ROUTES,
    *cases.ROUTES,
    *outbox.ROUTES,
    *access.ROUTES,
    *bundle.ROUTES,
    *keys.ROUTES,
    *registers.ROUTES,
    *commands.command_routes(),
    *health.ROUTES,
    *description.ROUTES,
)
