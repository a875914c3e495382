"""The servers that are measured: `python -m bench.http_server real|rules|constant DATABASE`.

`real` is the product with the packs that it ships and all the signals they ask for. `rules` is the product with the 150
rules of the in-process benchmark. `constant` is the same door (key, scope, limits, metrics, headers) in front of
nothing: it answers every event with one decision made beforehand. What lies between is deciding and recording.
"""

from __future__ import annotations

import json
import secrets
import sys
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import uvicorn

from bench.decisions.pack import write_pack
from bench.decisions.workload import rules
from tipstaff.api import Door, Limits, application, serve
from tipstaff.api.keys import KeyRing, NewKey, Scope
from tipstaff.api.metrics import DoorMetrics
from tipstaff.api.openapi import Description
from tipstaff.api.server.connection import Connection
from tipstaff.api.server.lane import lane_of
from tipstaff.api.server.process import listen
from tipstaff.api.table import ROUTES
from tipstaff.app.identity import system_clock
from tipstaff.settings import Settings
from tipstaff.store import sqlite
from tipstaff.vocab.events import STANDARD

ANSWER = json.dumps({"id": "01KX", "event": "evt-1", "verdict": "allow", "reasons": [], "filler": "x" * 700}).encode()


def main(kind: str, database: str) -> None:
    """Serve on a free port; say the address and a key."""
    if kind != "constant":
        _say_key(database)
        settings = Settings(database=database, port=0)
        if kind == "rules":
            packs = write_pack(Path(database).parent / "packs", rules())
            settings = replace(settings, policies=("bench",), packs=(str(packs),))
        serve(settings, say=lambda line: print(line, flush=True))
        return
    store = sqlite.open(database)
    keys = KeyRing(store, system_clock, secrets.token_bytes)
    door = Door(_constant(), keys, Limits(), DoorMetrics(), time.monotonic, Description(ROUTES, STANDARD, "bench"))
    listener = listen("127.0.0.1", 0)
    print(f"key {keys.create(NewKey('bench', (Scope.ADMIN,)), by='bench')[1]}", flush=True)
    print(f"Tipstaff is ready: http://127.0.0.1:{listener.getsockname()[1]}/", flush=True)
    lane = lane_of(door, ROUTES)
    config = uvicorn.Config(
        application(door),
        loop="uvloop",
        http=lambda **more: Connection(lane, **more),  # type: ignore[arg-type]  # as in the product
        ws="none",
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
    )
    uvicorn.Server(config).run([listener])


def _say_key(database: str) -> None:
    store = sqlite.open(database)
    keys = KeyRing(store, system_clock, secrets.token_bytes)
    print(f"key {keys.create(NewKey('bench', (Scope.ADMIN,)), by='bench')[1]}", flush=True)
    store.close()


def _constant() -> Any:
    async def decide(_: bytes) -> bytes:
        return ANSWER

    def tell(_: bytes, answer: Any, **_asking: bool) -> None:
        answer(ANSWER)

    return SimpleNamespace(decide=decide, ask=decide, tell=tell)


if __name__ == "__main__":
    Path(sys.argv[2]).parent.mkdir(parents=True, exist_ok=True)
    main(sys.argv[1], sys.argv[2])
