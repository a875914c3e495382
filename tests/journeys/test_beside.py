"""A command at a terminal, beside a server that runs on the same file."""

from __future__ import annotations

import secrets
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

TO, PATIENCE = "+33655501234", 60.0


def test_a_running_server_hears_what_a_terminal_suppressed(start_server: Any) -> None:
    server = start_server()
    data = {"channel": "sms", "from": "ACME", "to": TO, "text": "Your code is 123456", "purpose": "otp"}

    def listed() -> bool:
        event = {"specversion": "1.0", "id": secrets.token_hex(8), "source": "t", "type": "message.send"}
        answer = client.post("/v1/decisions?mode=ask", json={**event, "account": "acme", "data": data})
        return any(TO[-3:] in reason["explain"] for reason in answer.json()["reasons"] if reason["verdict"] == "deny")

    with server.client() as client:
        client.post("/v1/sender/put", json={"account": "acme", "sender": "ACME"})
        assert not listed()
        command = [
            str(Path(sys.executable).parent / "tipstaff"),
            "do",
            "suppression.add",
            "account=acme",
            f"recipient={TO}",
        ]
        more = ["channel=sms", "kind=complaint", "--database", str(server.database)]
        subprocess.run([*command, *more], check=True, capture_output=True)
        until = time.monotonic() + PATIENCE
        while not listed():
            assert time.monotonic() < until, "the server goes on as if nothing had been suppressed"
            time.sleep(0.2)
