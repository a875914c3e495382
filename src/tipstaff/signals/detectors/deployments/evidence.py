"""Every sign of a prohibited application in an event.

Looked at: image, packages, command, arguments, repository, environment keys, names of files and what build files and
manifests say, ports, capabilities; processes, flows (port, address, first bytes) and DNS names. Command lines are read
as the shell would read them: quotes within words and base64 undone.

A whole proof is a name that no honest software bears, an option only such software knows, options that only such
software has together, a pool or tracker it talks to, or the first bytes of its protocol. Names, options and ports that
honest software has too are half a proof: a message queue on port 5555 is nothing, a scanner's package in a test
neither.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import Any

from msgspec import UNSET

from tipstaff.signals.detectors.deployments.building import addresses, images, installed
from tipstaff.signals.detectors.deployments.manifests import manifests
from tipstaff.signals.detectors.deployments.naming import own_name, path_of, paths, programs, segments
from tipstaff.signals.detectors.deployments.signatures import HALF, Sign, Signatures, signatures
from tipstaff.signals.detectors.deployments.unwrapping import unwrapped
from tipstaff.signals.failure import unavailable
from tipstaff.signals.signal import View
from tipstaff.signals.text.wording import LIMIT

# More than anything honest has; the rest is not looked at.
_MOST = 2000
_VERSIONED = re.compile(r"[@=<>~!:\[]")


def signs(view: View) -> tuple[Sign, ...]:
    """Every sign in the event, each once.

    Raises:
        CelError: `signal-unavailable`, the event is about no application.
    """
    known = signatures()
    if view.event.type == "app.deploy":
        return _honest_fetches(tuple(dict.fromkeys(_of_deployment(view.event.data, known))), view.event.data, known)
    if view.event.type == "app.observed":
        return tuple(dict.fromkeys(_of_observation(view.event.data, known)))
    raise unavailable(f"`{view.event.type}` is no application")


def _honest_fetches(found: tuple[Sign, ...], data: Any, known: Signatures) -> tuple[Sign, ...]:
    """Half proofs of the names of programs that only fetch from the web here."""
    line = " ".join([_text(data.command), *_list(data.arguments)])[:LIMIT]
    honest = known.only_fetching(line)
    return tuple(sign._replace(weight=HALF) if sign.sort == "name" and sign.seen in honest else sign for sign in found)


def _of_deployment(data: Any, known: Signatures) -> Iterator[Sign]:
    line = " ".join([_text(data.command), *_list(data.arguments)])[:LIMIT]
    told = _list(data.files)
    files = [name for media in told if isinstance(name := media.name, str)]
    read = list(manifests(told))
    names = [
        _text(data.app),
        *_list(data.packages),
        *(part for file in files for part in (file, file.rpartition("/")[2])),
        *(package for manifest in read for package in manifest.packages),
    ]
    keys, capabilities = _list(data.env_keys), _list(data.capabilities)
    texts = [part for text in (line, *(manifest.text for manifest in read)) if text for part in unwrapped(text)]
    return chain(
        _of_image(_text(data.image), known),
        _of_address(_text(data.repository), known),
        _each(known.named, (_package(name) for name in names)),
        _each(known.named, (_package(word) for word in line.split()[:_MOST] if not word.startswith("-"))),
        chain.from_iterable(_of_text(text, known) for text in texts),
        _each(known.written, [*keys, *files]),
        (sign._replace(sort="capability") for sign in _each(known.written, capabilities)),
        known.together("\n".join([*texts, *keys, *files, *capabilities])),
        _each(known.port, _list(data.ports)),
    )


def _of_image(image: str, known: Signatures) -> Iterator[Sign]:
    if image and not known.honest(path_of(image)):
        yield from known.named(own_name(image), own=True)
        for segment in segments(image)[:-1]:
            yield from known.named(segment)


def _of_address(address: str, known: Signatures) -> Iterator[Sign]:
    place = path_of(address.removesuffix("/").removesuffix(".git"))
    if address and not known.honest("/".join(place.split("/")[-2:])):
        yield from _each(known.named, place.split("/"))


def _of_text(text: str, known: Signatures) -> Iterator[Sign]:
    """What a command line or a script runs, starts from, installs and fetches, what stands in it, and what it says."""
    for name in islice(programs(text), _MOST):
        yield from known.named(_package(name), own=True)
    for name in islice(installed(text), _MOST):
        yield from known.named(name, own=not known.used(name))
    for name in islice(paths(text), _MOST):
        yield from known.named(_package(name))
    for image in islice(images(text), _MOST):
        yield from _of_image(image, known)
    for address in islice(addresses(text), _MOST):
        yield from _of_address(address, known)
    yield from known.written(text)


def _of_observation(data: Any, known: Signatures) -> Iterator[Sign]:
    flows = _list(data.flows)
    texts = [part for process in _list(data.processes) for part in unwrapped(process[:LIMIT])]
    return chain(
        chain.from_iterable(_of_text(text, known) for text in texts),
        known.together("\n".join(texts)),
        _each(known.looked_up, [*_list(data.dns), *(flow.address for flow in flows)]),
        _each(known.port, [flow.port for flow in flows]),
        _each(known.traffic, [_text(flow.payload_prefix) for flow in flows]),
    )


def _package(name: str) -> str:
    """A package without its scope and version: `@whiskeysockets/baileys@6` is `baileys`."""
    bare = name.rpartition("/")[2] if name.startswith("@") else name
    return _VERSIONED.split(bare, maxsplit=1)[0]


def _each(look: Callable[[Any], Iterable[Sign]], values: Iterable[Any]) -> Iterator[Sign]:
    for value in values:
        if value:
            yield from look(value)


def _text(value: Any) -> str:
    return "" if value is UNSET else value


def _list(value: Any) -> list[Any]:
    return [] if value is UNSET else value[:_MOST]
