"""One event over HTTP, against the real process."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tipstaff.api.keys import Scope

Fresh = Callable[[str], str]


def event(name: str, account: str = "acme", **data: Any) -> dict[str, Any]:
    told = {"channel": "sms", "from": "ACME", "to": "+33612345678", "text": "Bonjour", "purpose": "marketing", **data}
    return {
        "specversion": "1.0",
        "id": name,
        "source": "test",
        "type": "message.send",
        "account": account,
        "data": told,
    }


def test_a_breach_is_denied_with_its_clause(client: httpx.Client, fresh: Fresh) -> None:
    answer = client.post("/v1/decisions", json=event(fresh("evt")))

    decision = answer.json()
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    assert decision["verdict"] == "deny"
    assert "messagebird.sms.consent" in {reason["clause"] for reason in decision["reasons"]}
    recorded = client.get("/v1/decisions", params={"account": "acme", "limit": 500}).text
    assert decision["id"] in recorded
    assert "+33612345678" not in answer.text + recorded


def test_told_twice_is_decided_once(client: httpx.Client, fresh: Fresh) -> None:
    told = event(fresh("evt"), account=fresh("twice"))

    first, second = (client.post("/v1/decisions", json=told) for _ in range(2))

    assert first.content == second.content
    listed = client.get("/v1/decisions", params={"account": told["account"]}).json()
    assert len(listed["items"]) == 1


def test_other_content_under_a_used_id_is_a_conflict_and_changes_nothing(client: httpx.Client, fresh: Fresh) -> None:
    told = event(fresh("evt"), account=fresh("conflict"))
    first = client.post("/v1/decisions", json=told).json()

    answer = client.post("/v1/decisions", json={**told, "data": {**told["data"], "text": "something else"}})

    assert answer.status_code == 409
    assert answer.json()["code"] == "conflict"
    assert client.get(f"/v1/decisions/{first['id']}").json()["event"]["data"]["text"] == "Bonjour"


def test_asking_leaves_no_trace(client: httpx.Client, fresh: Fresh) -> None:
    asked = event(fresh("evt"), account=fresh("asking"))

    answer = client.post("/v1/decisions", params={"mode": "ask"}, json=asked)

    assert answer.json()["verdict"] == "deny"
    assert client.get("/v1/decisions", params={"account": asked["account"]}).json()["items"] == []
    assert client.get(f"/v1/decisions/{answer.json()['id']}").status_code == 404


@pytest.mark.parametrize("media_type", ["application/json", "application/cloudevents+json; charset=utf-8", None])
def test_media_types_that_are_read(client: httpx.Client, fresh: Fresh, media_type: str | None) -> None:
    headers = {"content-type": media_type} if media_type else {}

    answer = client.post("/v1/decisions", content=json.dumps(event(fresh("evt"))), headers=headers)

    assert answer.status_code == 200


def test_every_fault_of_an_event_is_named_at_once(client: httpx.Client, fresh: Fresh) -> None:
    wrong = event(fresh("evt"), channel="pigeon", text=7)
    del wrong["data"]["to"], wrong["source"]

    answer = client.post("/v1/decisions", json=wrong)

    said = answer.json()
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert {fault["path"] for fault in said["faults"]} == {"source", "data.channel", "data.text", "data.to"}
    assert said["code"] == "invalid"
    assert said["path"]
    assert said["fix"]


BAD = {
    "no json": (b"{", 400, "malformed"),
    "not utf-8": (b'{"id": "\xff"}', 400, "malformed"),
    "a byte order mark": (b"\xef\xbb\xbf{}", 400, "malformed"),
    "nothing": (b"", 400, "malformed"),
    "a list": (b"[]", 422, "invalid"),
    "nested too deeply": (b'{"data":' + b"[" * 400 + b"]" * 400 + b"}", 400, "malformed"),
    "nested very deeply": (b"[" * 30_000 + b"]" * 30_000, 400, "malformed"),
    "too large": (b'{"id":"' + b"x" * 70_000 + b'"}', 413, "too-large"),
    "a lone surrogate": (b'{"id":"\\ud800"}', 400, "malformed"),
    "a number out of range": (b'{"id":1e999}', 400, "malformed"),
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_bad_input_is_refused_clearly(client: httpx.Client, name: str) -> None:
    body, status, code = BAD[name]

    answer = client.post("/v1/decisions", content=body, headers={"content-type": "application/json"})

    assert answer.status_code == status, answer.text
    said = answer.json()
    assert (said["code"], said["status"]) == (code, status)
    assert said["fix"]
    assert client.get("/healthz").status_code == 200


def test_a_body_that_grows_over_the_limit_is_cut_off(client: httpx.Client) -> None:
    def endless() -> Any:
        for _ in range(100):
            yield b" " * 4_096

    answer = client.post("/v1/decisions", content=endless(), headers={"content-type": "application/json"})

    assert answer.status_code == 413


@pytest.mark.parametrize("off", [timedelta(hours=2), -timedelta(days=400)])
def test_a_clock_far_off_is_named(client: httpx.Client, fresh: Fresh, off: timedelta) -> None:
    told = {**event(fresh("evt"), account=fresh("clock")), "time": (datetime.now(UTC) + off).isoformat()}

    answer = client.post("/v1/decisions", json=told)

    assert answer.status_code == 422
    assert answer.json()["path"] == "time"
    assert client.get("/v1/decisions", params={"account": told["account"]}).json()["items"] == []


def test_an_unknown_type_names_the_near_one(client: httpx.Client, fresh: Fresh) -> None:
    answer = client.post("/v1/decisions", json={**event(fresh("evt")), "type": "message.sent"})

    assert answer.status_code == 422
    assert "message.send" in answer.json()["fix"]


def test_a_form_is_not_read(client: httpx.Client) -> None:
    answer = client.post("/v1/decisions", data={"a": "b"})

    assert answer.status_code == 415
    assert answer.json()["code"] == "unsupported-media-type"


@pytest.mark.parametrize("token", ["", "nonsense", "tsk_abc_def"])
def test_without_a_valid_key_nothing_is_told(server: Any, token: str) -> None:
    with server.client(token) as stranger:
        answers = [stranger.post("/v1/decisions", json={}), stranger.get("/v1/decisions")]

    assert {answer.status_code for answer in answers} == {401}
    assert all(answer.headers["www-authenticate"].startswith("Bearer") for answer in answers)


def test_scopes_hold(server: Any, fresh: Fresh) -> None:
    told = event(fresh("evt"))
    with server.client(server.new_key(Scope.ASK)) as asking, server.client(server.new_key(Scope.READ)) as reading:
        assert asking.post("/v1/decisions?mode=ask", json=told).status_code == 200
        assert asking.post("/v1/decisions", json=told).status_code == 403
        assert asking.post("/v1/decisions/batch", json=[told]).status_code == 403
        assert asking.get("/v1/decisions").status_code == 403
        assert reading.get("/v1/decisions").status_code == 200
        assert reading.post("/v1/decisions?mode=ask", json=told).status_code == 403
        assert reading.post("/v1/consent/grant", json={}).status_code == 403
        assert reading.get("/v1/keys").status_code == 403


def test_every_answer_carries_the_security_headers(client: httpx.Client) -> None:
    for answer in (client.get("/healthz"), client.get("/v1/decisions"), client.get("/nowhere"), client.get("/docs")):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "server" not in answer.headers


def test_unknown_paths_and_methods_are_problems_too(client: httpx.Client) -> None:
    nowhere, method = client.get("/v1/nothing"), client.delete("/v1/decisions")

    assert (nowhere.status_code, nowhere.json()["code"]) == (404, "not-found")
    assert "/docs" in nowhere.json()["fix"]
    assert (method.status_code, method.json()["code"]) == (405, "method-not-allowed")
    assert set(method.headers["allow"].split(", ")) == {"GET", "HEAD", "POST"}
