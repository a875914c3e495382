"""`serve`: open, listen, say where, and stop without losing anything.

start   bind the port ▸ open the store ▸ compile the packs ▸ serve ▸ say the address
stop    (SIGTERM, SIGINT) take no more requests ▸ answer those under way ▸ write the windows ▸ close the store
SIGHUP  read the packs again; one that does not compile never replaces what runs
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Final, Protocol

import uvicorn
from starlette.routing import BaseRoute

from tipstaff import __version__
from tipstaff.api.application import application
from tipstaff.api.demo import Demonstration
from tipstaff.api.demo.score import Score
from tipstaff.api.door import Door, Limits
from tipstaff.api.keys import KeyRing, NewKey, Scope
from tipstaff.api.metrics import DoorMetrics
from tipstaff.api.openapi import Description
from tipstaff.api.server.allocator import keep_memory_together
from tipstaff.api.server.connection import Connection
from tipstaff.api.server.lane import Lane, lane_of
from tipstaff.api.server.opening import open_service
from tipstaff.api.table import ROUTES
from tipstaff.app.collector import set_apart, tidy
from tipstaff.app.identity import system_clock
from tipstaff.app.serving import Service
from tipstaff.settings import Settings
from tipstaff.vocab.errors import PackInvalid, TipstaffError

if TYPE_CHECKING:
    from starlette.applications import Starlette

_LOG: Final = logging.getLogger("tipstaff")
_DEMO_KEY: Final = "demonstration"
_GRACE: Final = 10
_TIDY: Final = 0.5
"""Seconds between looks at whether the collector has a little to do."""


class Pages(Protocol):
    """Makes further routes to serve beside the API, such as the console's."""

    def __call__(
        self, service: Service, keys: KeyRing, *, anyone: bool, demo: Score | None, closing: Callable[[], bool]
    ) -> Sequence[BaseRoute]:
        """Routes for this service.

        `anyone` on this machine may look without signing in; `demo` counts what a demonstration played; `closing` turns
        true when the server is about to stop.
        """


class AddressTaken(TipstaffError):
    """The address cannot be listened at."""

    code = "address-taken"
    status = 503


def serve(
    settings: Settings, *, pages: Pages | None = None, demonstration: bool = False, say: Callable[[str], None] = print
) -> None:
    """Run the server until it is told to stop.

    Args:
        settings: where to listen, what to open, what to load.
        pages: makes the console's routes (`tipstaff.console.routes`).
        demonstration: fill the ledgers with examples and play a stream of events.
        say: where the address and the demonstration's key are told.
    Raises:
        AddressTaken: another process listens there, or the address is not this machine's.
        StoreError, PackInvalid: see `open_service`.
    """
    keep_memory_together()
    # The writer thread waits for the interpreter between its statements; a short turn keeps commits quick.
    sys.setswitchinterval(0.001)
    listener = listen(settings.host, settings.port)
    with listener:
        service = open_service(settings)
        keys = KeyRing(service.house.store, system_clock, secrets.token_bytes)
        played = Demonstration(service, Random(0), Path(settings.shared_data)) if demonstration else None
        process = Process(settings, service, keys, say, played)
        with suppress(KeyboardInterrupt):
            process.run(listener, pages)


class Process:
    """One running server."""

    def __init__(
        self,
        settings: Settings,
        service: Service,
        keys: KeyRing,
        say: Callable[[str], None],
        demonstration: Demonstration | None = None,
    ) -> None:
        self._demonstration = demonstration
        self._settings = settings
        self._service = service
        self._keys = keys
        self._say = say
        self._tasks: set[asyncio.Task[None]] = set()
        self._lane: Lane

    def run(self, listener: socket.socket, pages: Pages | None) -> None:
        """Serve on an open socket until a signal says stop."""
        settings = self._settings
        server = _Server(
            uvicorn.Config(
                lambda: self._application(server, pages),
                factory=True,
                loop="uvloop",
                http=lambda **more: Connection(self._lane, **more),  # type: ignore[arg-type]  # makes one: all it is asked
                ws="none",
                lifespan="on",
                access_log=False,
                log_level="warning",
                server_header=False,
                proxy_headers=False,
                timeout_graceful_shutdown=_GRACE,
            ),
            lambda: self._announce(listener),
        )
        _LOG.debug("serving with %s", settings.database)
        server.run([listener])

    def _application(self, server: _Server, pages: Pages | None) -> Any:
        settings, service, demonstration = self._settings, self._service, self._demonstration
        door = Door(
            service=service,
            keys=self._keys,
            limits=Limits(
                settings.body_bytes, settings.batch_bytes, settings.body_bytes, settings.batch_events, settings.nesting
            ),
            metrics=DoorMetrics(),
            monotonic=time.monotonic,
            description=Description(ROUTES, service.bundle.vocabulary, __version__),
        )
        self._lane = lane_of(door, ROUTES)
        further: Sequence[BaseRoute] = ()
        if pages is not None:
            further = pages(
                service,
                self._keys,
                anyone=settings.open_console or demonstration is not None,
                demo=None if demonstration is None else demonstration.score,
                closing=lambda: server.should_exit,
            )
        return application(door, pages=further, lifespan=self._lifespan())

    def _lifespan(self) -> Any:
        @asynccontextmanager
        async def lifespan(_: Starlette) -> AsyncIterator[None]:
            service = self._service
            service.start()
            asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, self._background, self._reload)
            if self._demonstration is not None:
                await asyncio.to_thread(self._demonstration.furnish)
                self._background(self._demonstration.play)
            # What is loaded now stays, and requests leave hardly any cycles: there is no need to look again and again.
            set_apart()
            self._background(_tidy_now_and_then)
            yield
            for task in self._tasks:
                task.cancel()
            with suppress(asyncio.CancelledError):
                await asyncio.gather(*self._tasks, return_exceptions=True)
            await service.stop()

        return lifespan

    def _background(self, work: Callable[[], Any]) -> None:
        task = asyncio.get_running_loop().create_task(work())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _reload(self) -> None:
        try:
            bundle = await asyncio.to_thread(self._service.reload)
        except PackInvalid as refused:
            _LOG.error("the packs do not compile; %s stays in force\n%s", self._service.bundle.hash, refused.message)
        else:
            _LOG.warning("bundle %s is in force", bundle.hash)

    def _announce(self, listener: socket.socket) -> None:
        host, port = listener.getsockname()[:2]
        address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
        self._say(f"Tipstaff is ready: {address}")
        if self._demonstration is not None:
            self._say(f"API key of this demonstration: {self._demonstration_key()}")

    def _demonstration_key(self) -> str:
        """A fresh key; those of earlier demonstrations end."""
        for key in self._keys.all():
            if key.name == _DEMO_KEY and key.in_force(system_clock()):
                self._keys.revoke(key.id, by=_DEMO_KEY)
        _, token = self._keys.create(NewKey(_DEMO_KEY, (Scope.ADMIN,)), by=_DEMO_KEY)
        return token


class _Server(uvicorn.Server):
    """Says when it listens."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        if not self.should_exit:
            await asyncio.to_thread(self._announce)


async def _tidy_now_and_then() -> None:
    while True:
        await asyncio.sleep(_TIDY)
        tidy()


def listen(host: str, port: int) -> socket.socket:
    """An open socket at this address; port 0 takes a free one.

    Raises:
        AddressTaken: it cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2_048)
    except OSError as error:
        way_out = "choose another port with `--port` or TIPSTAFF_PORT"
        raise AddressTaken(f"cannot listen at {host}:{port}: {error.strerror or error}; {way_out}") from None
