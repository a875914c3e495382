"""A case from the decision that opens it to the suspension that ends by itself, over HTTP, through a crash."""

from __future__ import annotations

import secrets
import signal
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

PACKS = Path(__file__).parents[1] / "cases" / "packs"
PATIENCE = 60.0


def tell(client: httpx.Client, text: str) -> dict[str, Any]:
    data = {"channel": "sms", "from": "A", "to": "+33612345678", "text": text, "purpose": "service"}
    event = {"specversion": "1.0", "id": secrets.token_hex(8), "source": "t", "type": "message.send", "account": "acme"}
    answer: dict[str, Any] = client.post("/v1/decisions", json={**event, "data": data}).json()
    return answer


def begin(start_server: Any, database: Path | None = None) -> Any:
    return start_server(database, packs=[str(PACKS)], policies=["demo"], open_console=True)


def test_a_case_its_action_and_its_clock_survive_a_crash(start_server: Any) -> None:
    server = begin(start_server)
    with server.client() as client:
        first, second = tell(client, "bad"), tell(client, "bad again")
        batch = client.post("/v1/decisions/batch", content=b"").status_code
        until = (datetime.now(UTC) + timedelta(seconds=8)).isoformat()
        told = {"case": first["case"], "kind": "suspend", "until": until, "reason": "for eight seconds"}
        action = client.post("/v1/action/apply", json=told).json()
        stopped = tell(client, "fine")
    server.stop(signal.SIGKILL)

    assert batch < 500
    assert first["case"]
    assert first["case"] == second["case"]
    assert (action["state"], stopped["verdict"]) == ("active", "deny")
    again = begin(start_server, server.database)
    with again.client() as client:
        page = client.get(f"/console/cases/{first['case']}").text
        assert "for eight seconds" in page
        ended = time.monotonic() + PATIENCE
        while tell(client, "fine")["verdict"] == "deny" and time.monotonic() < ended:
            time.sleep(0.5)
        assert tell(client, "fine")["verdict"] == "allow"
        page = client.get(f"/console/cases/{first['case']}?lang=en").text
        assert "expired" in page
        assert "Restored" in page


def test_many_at_once_open_one_case(start_server: Any) -> None:
    server = begin(start_server)
    lines = []
    for number in range(300):
        data = {"channel": "sms", "from": "A", "to": "+33612345678", "text": "bad", "purpose": "service"}
        head = f'{{"specversion":"1.0","id":"b{number}","source":"t","type":"message.send","account":"acme","data":'
        lines.append(head + httpx.Request("POST", "http://x", json=data).content.decode() + "}")
    with server.client() as client:
        headers = {"content-type": "application/x-ndjson"}
        answer = client.post("/v1/decisions/batch", content="\n".join(lines), headers=headers)
        cases = {line.split('"case":"')[1].split('"')[0] for line in answer.text.splitlines() if '"case":"' in line}
        page = client.get("/console/cases").text

    assert answer.status_code == 200
    assert len(answer.text.splitlines()) == 300
    assert len(cases) == 1
    assert page.count("/console/cases/") == 1 + page.count('href="/console/cases/"')
