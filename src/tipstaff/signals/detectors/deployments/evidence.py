"""Which prohibited applications does a deployment hold, or an observed application show?

Looked at: image, packages, command, arguments, repository, environment keys, file names, ports, capabilities;
processes, flows (port, address, first bytes) and DNS names. A whole proof is a name that no honest software bears, an
option only such software knows, a pool or tracker it talks to, or the first bytes of its protocol. Names and ports that
honest software has too are half a proof: a message queue on port 5555 is nothing, a scanner's package in a test
neither.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any

from msgspec import UNSET

from tipstaff.signals.detectors.deployments.signatures import Sign, Signatures, signatures
from tipstaff.signals.failure import unavailable
from tipstaff.signals.signal import View


def signs(view: View) -> tuple[Sign, ...]:
    """Every sign in the event, each once.

    Raises:
        CelError: `signal-unavailable`, the event is about no application.
    """
    known = signatures()
    if view.event.type == "app.deploy":
        return tuple(dict.fromkeys(_of_deployment(view.event.data, known)))
    if view.event.type == "app.observed":
        return tuple(dict.fromkeys(_of_observation(view.event.data, known)))
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
