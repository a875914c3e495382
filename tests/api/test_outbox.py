"""The outbox over HTTP: seen with `read`, set right with `command`, and no address in any answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from tests.conftest import Server

from tipstaff.api.keys import Scope

Fresh = Callable[[str], str]
ADDRESS = "abuse@outbox.example"


@pytest.fixture
def waiting(client: httpx.Client, fresh: Fresh) -> dict[str, Any]:
    """A notice that waits, of an account with an address."""
    account = fresh("outbox")
    client.post("/v1/account", json={"id": account, "country": "FR", "emails": [ADDRESS]}).raise_for_status()
    told = {"account": account, "kind": "warn", "reason": "too many"}
    client.post("/v1/action/apply", json=told).raise_for_status()
    items = client.get("/v1/outbox", params={"state": "waiting", "limit": 500}).json()["items"]
    found: dict[str, Any] = next(one for one in items if one["account"] == account)
    return found


def test_it_is_listed_read_given_up_and_then_over(client: httpx.Client, waiting: dict[str, Any]) -> None:
    path = f"/v1/outbox/{waiting['id']}"
    assert client.get(path).json() == waiting
    assert ADDRESS not in str(waiting)
    assert client.post(f"{path}/retry").json()["state"] == "waiting"
    refused = client.post(f"{path}/abandon", json={"reason": ""})
    assert (refused.status_code, refused.json()["code"], refused.json()["path"]) == (422, "incomplete", "reason")
    assert client.post(f"{path}/abandon", json={"reason": "told by telephone"}).json()["state"] == "closed"
    again = client.post(f"{path}/retry")
    assert (again.status_code, again.json()["code"]) == (409, "bad-transition")
    listed = client.get("/v1/outbox", params={"state": "closed"}).json()
    assert waiting["id"] in [one["id"] for one in listed["items"]]
    assert listed["counts"]["closed"] >= 1


def test_pages_follow_each_other(client: httpx.Client, waiting: dict[str, Any]) -> None:
    first = client.get("/v1/outbox", params={"state": "waiting", "limit": 1}).json()
    assert first["items"][0]["id"] == waiting["id"]
    if first["next"] is not None:
        older = client.get("/v1/outbox", params={"state": "waiting", "limit": 1, "before": first["next"]}).json()
        assert int(older["items"][0]["id"]) < int(waiting["id"])


@pytest.mark.parametrize("name", ["0", "99999999", "x", "-1", "9" * 50])
def test_what_is_not_there_is_not_found(client: httpx.Client, name: str) -> None:
    for answer in (client.get(f"/v1/outbox/{name}"), client.post(f"/v1/outbox/{name}/retry")):
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


def test_reading_takes_one_scope_and_setting_right_another(server: Server, waiting: dict[str, Any]) -> None:
    paths = ("/v1/outbox", f"/v1/outbox/{waiting['id']}", "/v1/clocks")
    commands = (f"/v1/outbox/{waiting['id']}/retry", "/v1/outbox/abandon", "/v1/clock/retry", "/v1/clock/drop")
    with server.client(server.new_key(Scope.READ)) as reads:
        assert [reads.get(path).status_code for path in paths] == [200] * 3
        assert [reads.post(path, json={}).status_code for path in commands] == [403] * 4
    with server.client(server.new_key(Scope.DECIDE)) as decides:
        assert [decides.get(path).status_code for path in paths] == [403] * 3


def test_clocks_that_stopped_are_listed(client: httpx.Client) -> None:
    assert client.get("/v1/clocks").json() == {"items": []}
