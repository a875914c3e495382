"""GET /healthz, /readyz and /metrics: for the machines that keep the server running."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from tipstaff.api.metrics import exposition
from tipstaff.api.routing.call import Call, Reply, reply_json
from tipstaff.api.routing.route import Answer, Route

_METRICS = b"text/plain; version=0.0.4; charset=utf-8"


class Health(Struct, frozen=True):
    """The process answers."""

    status: str = "ok"


class Readiness(Struct, frozen=True):
    """`ready` when a bundle is in force and the record can be written; `bundle` names it."""

    ready: bool
    bundle: str


async def healthz(_call: Call) -> Reply:
    """Is the process alive?"""
    return reply_json(Health())


async def readyz(call: Call) -> Reply:
    """Can it decide and record? 503 when not."""
    service = call.door.service
    ready = service.ready()
    return reply_json(Readiness(ready, service.bundle.hash), status=200 if ready else 503)


async def metrics(call: Call) -> Reply:
    """Counters for Prometheus."""
    return Reply(exposition(call.door.metrics, call.door.service), media_type=_METRICS)


ROUTES: Final = (
    Route("GET", "/healthz", "healthz", "Is the process alive?", "server", healthz, (Answer("It is.", Health),)),
    Route(
        "GET",
        "/readyz",
        "readyz",
        "Can it decide and record?",
        "server",
        readyz,
        (Answer("It can.", Readiness), Answer("It cannot yet, or not any more.", Readiness, status=503)),
    ),
    Route(
        "GET",
        "/metrics",
        "metrics",
        "Counters for Prometheus",
        "server",
        metrics,
        (Answer("Prometheus text.", {"type": "string"}, media_type="text/plain"),),
    ),
)
