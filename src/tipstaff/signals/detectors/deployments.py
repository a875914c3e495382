"""Which prohibited kinds of software an application is, by what it is made of and what it was seen to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import UNSET

from tipstaff.cel.types import STRINGS
from tipstaff.signals.failure import unavailable
from tipstaff.signals.signal import Finding, Signal, View
from tipstaff.signals.text.signs import Sign, signs, together
from tipstaff.vocab.event import Event

# One plain sign (a miner's image) is enough; hints (a port) must add up.
ENOUGH = 0.6
_TYPES = ("app.deploy", "app.observed")
_LISTS = ("packages", "arguments", "env_keys", "processes", "dns", "capabilities")


def found(view: View) -> list[str]:
    """Kinds, sorted: miner, vpn, proxy, bittorrent, intrusion, mass-mail, messaging-bot."""
    seen = _signs(view)
    kinds = {sign.kind for sign in seen}
    return sorted(kind for kind in kinds if together([sign for sign in seen if sign.kind == kind]) >= ENOUGH)


def _explain(view: View) -> Sequence[Finding]:
    return [Finding(f"{sign.kind}: {sign.pattern}") for sign in _signs(view)]


def _signs(view: View) -> list[Sign]:
    if view.event.type not in _TYPES:
        raise unavailable(f"`{view.event.type}` says nothing about an application")
    return signs("deployments").found("\n".join(_lines(view.event)))


def _lines(event: Event) -> Iterator[str]:
    """What is known of the application, a line each, labelled: `image docker.io/xmrig/xmrig`, `port 3333`."""
    data = event.data
    for name in ("image", "command", "repository"):
        value = getattr(data, name, UNSET)
        if value is not UNSET:
            yield f"{name} {value}"
    for name in _LISTS:
        yield from (f"{name} {item}" for item in _items(data, name))
    yield from (f"port {port}" for port in _items(data, "ports"))
    yield from (f"file {file.name}" for file in _items(data, "files") if file.name is not UNSET)
    for flow in _items(data, "flows"):
        yield f"flow {flow.address} port {flow.port}"
        if flow.payload_prefix is not UNSET:
            yield f"payload {flow.payload_prefix}"


def _items(data: Any, name: str) -> Sequence[Any]:
    value = getattr(data, name, UNSET)
    return () if value is UNSET else value


SIGNALS = (
    Signal(
        name="deploy.found",
        type=STRINGS,
        cost=30,
        version="1",
        languages=(),
        about="Prohibited kinds that an application looks like: miner, vpn, proxy, bittorrent, intrusion, mass-mail, "
        "messaging-bot.",
        compute=found,
        explain=_explain,
    ),
)
