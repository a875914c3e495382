"""A do-not-contact register whole over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from tests.conftest import Server

from tipstaff.api.keys import Scope

Fresh = Callable[[str], str]
PLAIN = {"content-type": "text/plain"}


def load(client: httpx.Client, name: str, lines: str, **query: Any) -> httpx.Response:
    return client.post(f"/v1/registers/FR/{name}", content=lines.encode(), headers=PLAIN, params=query)


def test_a_file_is_loaded_and_the_next_one_replaces_it(client: httpx.Client, fresh: Fresh) -> None:
    name = fresh("bloctel")
    numbers = "\n".join(f"06123{number:05d}" for number in range(2_000))

    first = load(client, name, f"# published\n{numbers}\nnobody\n", national="+33", at="2026-11-01T00:00:00Z")
    second = load(client, name, "+33612300001;added 2026\n")

    assert first.status_code == 200, first.text
    assert first.json() == {
        "name": name, "country": "FR", "entries": 2000, "skipped": 1, "left_out": [{"line": 2002, "text": "nobody"}],
    }  # fmt: skip
    assert second.json()["entries"] == 1


def test_who_stands_on_it_is_seen_by_the_next_decision(client: httpx.Client, fresh: Fresh) -> None:
    name, to = fresh("register"), "+33187654321"
    assert name not in ask(client, fresh("account"), to)

    assert load(client, name, f"{to}\n").status_code == 200

    assert name in ask(client, fresh("account"), to)
    assert name not in ask(client, fresh("account"), "+33187654322")


def ask(client: httpx.Client, account: str, to: str) -> str:
    data = {"from": "+33912345678", "to": to, "purpose": "marketing", "channel": "voice"}
    event = {"specversion": "1.0", "id": "x", "source": "test", "type": "call.start", "account": account, "data": data}
    answer = client.post("/v1/decisions?mode=ask", json=event)
    assert answer.status_code == 200, answer.text
    return answer.text


@pytest.mark.parametrize(
    ("path", "content", "status", "where"),
    [
        ("FR/x", b"", 422, None),
        ("FR/x", b"# nothing\n", 422, None),
        ("FR/x", b"\xff\n", 400, ""),
        ("france/x", b"+33612345678", 422, "path.country"),
        ("FR/a b", b"+33612345678", 422, "path.name"),
        ("FR/x?national=33", b"0612345678", 422, "query.national"),
        ("FR/x?at=yesterday", b"+33612345678", 422, "query.at"),
    ],
)
def test_what_cannot_be_loaded_says_where(
    client: httpx.Client, path: str, content: bytes, status: int, where: str | None
) -> None:
    answer = client.post(f"/v1/registers/{path}", content=content, headers=PLAIN)

    assert (answer.status_code, answer.json().get("path")) == (status, where), answer.text


def test_loading_takes_the_scope_and_a_file(server: Server, client: httpx.Client) -> None:
    with server.client(server.new_key(Scope.DECIDE)) as other:
        assert other.post("/v1/registers/FR/x", content="+33612345678", headers=PLAIN).status_code == 403
    assert client.post("/v1/registers/FR/x", json=["+33612345678"]).status_code == 415
