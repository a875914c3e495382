"""Which prohibited applications does a deployment hold, or an observed application show?

Looked at: image, packages, command, arguments, repository, environment keys, file names, ports, capabilities;
processes, flows (port, address, first bytes) and DNS names. A whole proof is a name that no honest software bears, an
option only such software knows, a pool or tracker it talks to, or the first bytes of its protocol. Names and ports that
honest software has too are half a proof: a message queue on port 5555 is nothing, a scanner's package in a test
neither.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from msgspec import UNSET

from tipstaff.cel.types import STRINGS
from tipstaff.signals.failure import unavailable
from tipstaff.signals.signal import Finding, Signal, View
from tipstaff.signals.text.signatures import Sign, Signatures, kinds_of, signatures


def found(view: View) -> list[str]:
    """Kinds: bittorrent, intrusion, mass-mail, messaging-bot, miner, proxy, vpn. Sorted."""
    return kinds_of(_signs(view))


def _signs(view: View) -> Iterator[Sign]:
    known = signatures("deploy")
    if view.event.type == "app.deploy":
        return _of_deployment(view.event.data, known)
    if view.event.type == "app.observed":
        return _of_observation(view.event.data, known)
    raise unavailable(f"`{view.event.type}` is no application")


def _of_deployment(data: Any, known: Signatures) -> Iterator[Sign]:
    command = _text(data.command)
    line = " ".join([command, *_list(data.arguments)])
    files = [name for media in _list(data.files) if isinstance(name := media.name, str)]
    names = [data.app, _text(data.image), _text(data.repository), *_list(data.packages), command, *files]
    return chain(
        _each(known.named, names),
        _each(known.written, [line, *_list(data.env_keys), *_list(data.capabilities), *files]),
        _each(known.port, _list(data.ports)),
    )


def _of_observation(data: Any, known: Signatures) -> Iterator[Sign]:
    processes, flows = _list(data.processes), _list(data.flows)
    return chain(
        _each(known.named, [process.split(" ", 1)[0] for process in processes]),
        _each(known.written, processes),
        _each(known.looked_up, [*_list(data.dns), *(flow.address for flow in flows)]),
        _each(known.port, [flow.port for flow in flows]),
        _each(known.traffic, [_text(flow.payload_prefix) for flow in flows]),
    )


def _each(look: Callable[[Any], Iterable[Sign]], values: Iterable[Any]) -> Iterator[Sign]:
    for value in values:
        if value:
            yield from look(value)


def _text(value: Any) -> str:
    return "" if value is UNSET else value


def _list(value: Any) -> list[Any]:
    return [] if value is UNSET else value


def _explain(view: View) -> Sequence[Finding]:
    kinds = found(view)
    return [Finding(f"{sign.kind}: {sign.seen}") for sign in dict.fromkeys(_signs(view)) if sign.kind in kinds]


SIGNALS = (
    Signal(
        name="deploy.found",
        type=STRINGS,
        cost=150,
        version="1",
        languages=(),
        about="Prohibited applications in a deployment or in what it does: bittorrent, intrusion, mass-mail, "
        "messaging-bot, miner, proxy, vpn.",
        compute=found,
        explain=_explain,
    ),
)
