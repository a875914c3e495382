"""Servers for tests: the real process on a free port of this machine, with a key, stopped when the tests end."""

from __future__ import annotations

import json
import os
import secrets
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import settings

from tipstaff.api.keys import KeyRing, NewKey, Scope
from tipstaff.store import sqlite

# How long an example takes says more of the machine than of the code; what is slow is measured in `bench`.
settings.register_profile("any-machine", deadline=None)
settings.load_profile("any-machine")

PATIENCE = 60.0
RUNNER = """
import json, sys
from tipstaff import api, console
from tipstaff.settings import Settings
given = json.loads(sys.argv[1])
settings = {name: tuple(value) if isinstance(value, list) else value for name, value in given["settings"].items()}
api.serve(Settings(**settings), pages=console.routes, demonstration=given["demonstration"],
          say=lambda line: print(line, flush=True))
"""


@dataclass
class Server:
    """A running server: where it is, a key with every scope, its database and its process."""

    url: str
    key: str
    database: Path
    process: subprocess.Popen[str]

    def client(self, key: str | None = None, **more: Any) -> httpx.Client:
        """A client that sends this key (default: the one with every scope; "" sends none)."""
        token = self.key if key is None else key
        headers = {"authorization": f"Bearer {token}"} if token else {}
        return httpx.Client(base_url=self.url, headers=headers, timeout=PATIENCE, trust_env=False, **more)

    def new_key(self, *scopes: Scope, **more: Any) -> str:
        """A key with these scopes, made over the API."""
        wanted = {"name": "test", "scopes": [scope.value for scope in scopes], **more}
        with self.client() as client:
            answer = client.post("/v1/keys", json=wanted)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["token"])

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Stop it and give its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        code = self.process.wait(PATIENCE)
        if self.process.stdout is not None:
            self.process.stdout.close()
        return code


StartServer = Callable[..., Server]


def make_key(database: Path, *scopes: Scope) -> str:
    """A key written straight into a database, as the command line does it."""
    store = sqlite.open(str(database))
    try:
        ring = KeyRing(store, lambda: datetime.now(UTC), secrets.token_bytes)
        return ring.create(NewKey("test", scopes or (Scope.ADMIN,)), by="tests")[1]
    finally:
        store.close()


def start(database: Path, *, demonstration: bool = False, **settings: Any) -> Server:
    """Start the real server process on a free port and wait until it says that it is ready."""
    key = make_key(database)
    given = {"settings": {"database": str(database), "port": 0, **settings}, "demonstration": demonstration}
    process = subprocess.Popen(
        [sys.executable, "-c", RUNNER, json.dumps(given)], stdout=subprocess.PIPE, text=True, env={**os.environ}
    )
    ready = _line(process, "Tipstaff is ready: ")
    return Server(ready.removeprefix("Tipstaff is ready: ").rstrip("/"), key, database, process)


def _line(process: subprocess.Popen[str], beginning: str) -> str:
    assert process.stdout is not None
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if select.select([process.stdout], [], [], 0.2)[0]:
            line = process.stdout.readline()
            if line.startswith(beginning):
                return line.strip()
        if process.poll() is not None:
            break
    process.kill()
    process.wait()
    raise AssertionError(f"the server did not say {beginning!r}; exit code {process.returncode}")


@pytest.fixture(scope="session")
def start_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartServer]:
    """Starts servers, each on a database of its own unless one is named; all are stopped at the end."""
    running: list[Server] = []

    def begin(database: Path | None = None, **settings: Any) -> Server:
        where = database if database is not None else tmp_path_factory.mktemp("server") / "tipstaff.db"
        running.append(start(where, **settings))
        return running[-1]

    yield begin
    for server in running:
        server.stop(signal.SIGKILL)


@pytest.fixture(scope="session")
def server(start_server: StartServer) -> Server:
    """One server that tests share; they use accounts and ids of their own."""
    return start_server(body_bytes=65_536, batch_bytes=1_048_576, batch_events=600)


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    """A client of the shared server with a key that may do everything."""
    with server.client() as client:
        yield client


@pytest.fixture
def fresh() -> Callable[[str], str]:
    """Ids that no other test uses."""
    return lambda stem: f"{stem}-{secrets.token_hex(6)}"


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Long bytes are numbered: archives hold the time they were made at, and names must be the same twice."""
    return f"{argname}-bytes" if isinstance(val, bytes) and len(val) > 16 else None
