"""What people do with a server, start to end, through its real process and its real command line."""

from __future__ import annotations

import re
import secrets
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

PATIENCE = 60.0
RECIPIENT = "+33612345678"


def event(name: str, account: str = "acme", **data: Any) -> dict[str, Any]:
    told = {"channel": "sms", "from": "ACME", "to": RECIPIENT, "text": "Bonjour", "purpose": "marketing", **data}
    return {
        "specversion": "1.0",
        "id": name,
        "source": "shop",
        "type": "message.send",
        "account": account,
        "data": told,
    }


def tipstaff(*arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from tipstaff.cli import main; main()", *arguments],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
        **more,
    )


def clauses(answer: httpx.Response) -> set[str]:
    assert answer.status_code == 200, answer.text
    return {reason["clause"] for reason in answer.json()["reasons"]}


def test_a_newcomer_sees_decisions_at_once(start_server: Any) -> None:
    server = start_server(demonstration=True)

    wanted = {"allow", "deny", "message.send", "app.deploy"}
    seen: set[str] = set()
    until = time.monotonic() + PATIENCE
    with server.client() as client:
        while not seen >= wanted and time.monotonic() < until:
            found = client.get("/v1/decisions", params={"limit": 500}).json()["items"]
            seen = {item["decision"]["verdict"] for item in found} | {item["type"] for item in found}
            time.sleep(0.1)
    assert seen >= wanted
    with server.client("") as browser:
        page = browser.get("/console/").text
    assert "data-sequence" in page
    assert "Demonstration" in page


def test_an_engineer_gets_from_a_no_to_a_yes(start_server: Any, tmp_path: Path) -> None:
    database = tmp_path / "tipstaff.db"
    made = tipstaff("key", "create", "shop", "--scope", "admin", "--database", str(database))
    key = made.stdout.strip()
    server = start_server(database=database)
    account = "from-no-to-yes"
    with server.client(key) as client:
        assert "messagebird.sms.consent" in clauses(client.post("/v1/decisions", json=event("evt-1", account)))
        consent = {"account": account, "recipient": RECIPIENT, "channel": "sms", "purpose": "marketing"}
        assert client.post("/v1/consent/grant", json=consent).status_code == 200
        client.post("/v1/sender/put", json={"account": account, "sender": "ACME", "channel": "sms"})

        after = client.post("/v1/decisions", json=event("evt-2", account))

        assert not clauses(after) & {"messagebird.sms.consent", "messagebird.sms.sender-identity"}
        told = client.get(f"/v1/decisions/{after.json()['id']}/explanation").json()
        assert told["bundle_in_force"] is True
    assert server.stop() in {0, -signal.SIGTERM}
    verified = tipstaff("audit", "verify", "--database", str(database))
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_a_restart_knows_what_was_decided(start_server: Any, tmp_path: Path) -> None:
    first = start_server(database=tmp_path / "tipstaff.db")
    with first.client() as client:
        before = client.post("/v1/decisions", json=event("evt-1")).json()
    first.stop()

    second = start_server(database=tmp_path / "tipstaff.db")

    with second.client() as client:
        assert client.post("/v1/decisions", json=event("evt-1")).json() == before
        assert client.post("/v1/decisions", json=event("evt-1", text="Autre")).status_code == 409


def test_what_was_acknowledged_survives_a_kill(start_server: Any, tmp_path: Path) -> None:
    server = start_server(database=tmp_path / "tipstaff.db")
    acknowledged: list[str] = []

    def load(worker: int) -> None:
        with server.client() as client:
            for number in range(10_000):
                try:
                    answer = client.post("/v1/decisions", json=event(f"{worker}-{number}", purpose="transactional"))
                except httpx.TransportError:
                    return
                if answer.status_code == 200:
                    acknowledged.append(answer.json()["id"])

    with ThreadPoolExecutor(4) as pool:
        workers = [pool.submit(load, worker) for worker in range(4)]
        while len(acknowledged) < 100:
            time.sleep(0.01)
        server.stop(signal.SIGKILL)
        for worker in workers:
            worker.result()

    again = start_server(database=server.database)
    with again.client() as client:
        lost = [one for one in acknowledged if client.get(f"/v1/decisions/{one}").status_code != 200]
    assert lost == []
    again.stop()
    assert tipstaff("audit", "verify", "--database", str(server.database)).returncode == 0


def test_the_same_event_from_many_at_once_is_one_decision(server: Any) -> None:
    account, told = secrets.token_hex(6), event(secrets.token_hex(6))
    told["account"] = account

    def tell(_: int) -> bytes:
        with server.client() as client:
            return client.post("/v1/decisions", json=told).content

    with ThreadPoolExecutor(12) as pool:
        answers = set(pool.map(tell, range(24)))

    assert len(answers) == 1
    with server.client() as client:
        assert len(client.get("/v1/decisions", params={"account": account}).json()["items"]) == 1


def test_a_stop_answers_what_is_under_way(start_server: Any, tmp_path: Path) -> None:
    server = start_server(database=tmp_path / "tipstaff.db")
    with server.client() as client, ThreadPoolExecutor(1) as pool:
        batch = [event(f"evt-{number}", purpose="transactional") for number in range(500)]
        under_way = pool.submit(client.post, "/v1/decisions/batch", json=batch)
        time.sleep(0.05)

        code = server.stop()

        lines = under_way.result().text.splitlines()
    assert code in {0, -signal.SIGTERM}
    assert len(lines) == 500


def test_an_open_live_list_does_not_hold_up_the_stop(start_server: Any) -> None:
    server = start_server(open_console=True)
    with server.client("") as client, client.stream("GET", "/console/live") as stream:
        next(stream.iter_raw())
        began = time.monotonic()
        server.stop()

    assert time.monotonic() - began < 8


def test_a_taken_port_is_named(server: Any, tmp_path: Path) -> None:
    port = re.search(r":(\d+)$", server.url)
    assert port

    refused = tipstaff("serve", "--port", port.group(1), "--database", str(tmp_path / "other.db"))

    assert refused.returncode != 0
    assert port.group(1) in refused.stderr
    assert "choose another port" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_pack_that_does_not_compile_never_replaces_one_that_runs(start_server: Any, tmp_path: Path) -> None:
    packs = tmp_path / "packs"
    (packs / "controls").mkdir(parents=True)
    control = packs / "controls" / "own.yaml"
    server = start_server(database=tmp_path / "tipstaff.db", packs=[str(packs)])
    with server.client() as client:
        before = client.get("/v1/bundle").json()
        control.write_text("control: own.broken\nabout: It does not compile.\non: [message.send]\nrules: 7\n", "utf-8")

        refused = client.post("/v1/bundle/reload")

        assert (refused.status_code, refused.json()["code"]) == (422, "pack-invalid")
        assert "own.yaml" in refused.json()["detail"]
        assert client.get("/v1/bundle").json() == before
        assert client.post("/v1/decisions", json=event("evt-1")).status_code == 200
        server.process.send_signal(signal.SIGHUP)
        time.sleep(0.5)
        assert client.get("/readyz").json() == {"ready": True, "bundle": before["hash"]}


@pytest.mark.parametrize(
    "garbage",
    [b"\x00" * 64, b"GET / HTTP/1.1\r\n\r\n", b"POST /v1/decisions HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{"],
)
def test_wire_noise_does_not_disturb_others(server: Any, garbage: bytes) -> None:
    host, port = server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        connection.sendall(garbage)
        connection.shutdown(socket.SHUT_WR)
        connection.settimeout(5)
        while connection.recv(65_536):
            pass

    with server.client() as client:
        assert client.get("/healthz").status_code == 200
