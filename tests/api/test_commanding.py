"""Commands and keys over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tipstaff.api.endpoints.commands import creating_verb
from tipstaff.api.keys import Scope

Fresh = Callable[[str], str]
RECIPIENT = "+33612345678"


def ask(client: httpx.Client, account: str) -> set[str]:
    data = {"channel": "sms", "from": "X", "to": RECIPIENT, "text": "Bonjour", "purpose": "marketing"}
    envelope = {"specversion": "1.0", "id": "x", "source": "test", "type": "message.send", "account": account}
    answer = client.post("/v1/decisions?mode=ask", json={**envelope, "data": data})
    return {reason["clause"] for reason in answer.json()["reasons"]}


def test_a_consent_given_over_the_api_counts_in_the_next_decision(client: httpx.Client, fresh: Fresh) -> None:
    account = fresh("consent")
    consent = {"account": account, "recipient": RECIPIENT, "channel": "sms", "purpose": "marketing"}
    assert "messagebird.sms.consent" in ask(client, account)

    answer = client.post("/v1/consent/grant", json=consent)

    assert answer.status_code == 200, answer.text
    assert "messagebird.sms.consent" not in ask(client, account)
    assert client.post("/v1/consent/revoke", json=consent).status_code == 200
    assert "messagebird.sms.consent" in ask(client, account)


def test_the_noun_alone_and_the_id_in_the_path_mean_the_same(client: httpx.Client, fresh: Fresh) -> None:
    one, two, three = (fresh("account") for _ in range(3))

    answers = [
        client.post("/v1/account/put", json={"id": one, "country": "FR"}),
        client.post("/v1/account", json={"id": two, "country": "FR"}),
        client.post(f"/v1/account/{three}/put", json={"country": "FR"}),
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 200], [answer.text for answer in answers]


def test_the_path_and_the_body_may_not_name_different_records(client: httpx.Client) -> None:
    answer = client.post("/v1/account/one/put", json={"id": "two"})

    assert (answer.status_code, answer.json()["path"]) == (422, "id")


def test_arguments_with_faults_are_refused_all_at_once(client: httpx.Client) -> None:
    answer = client.post("/v1/consent/grant", json={"account": 7.5, "colour": "red"})

    paths = {fault["path"] for fault in answer.json()["faults"]}
    assert answer.status_code == 422
    assert {"account", "recipient", "channel", "colour"} <= paths


_NOT_BUILT = ("/v1/appeal", "/v1/traceback/t1/answer", "/v1/question", "/v1/appeal/a1/decide")


@pytest.mark.parametrize("path", _NOT_BUILT)
def test_a_command_whose_room_is_not_built_says_so(client: httpx.Client, path: str) -> None:
    answer = client.post(path, json={})

    assert (answer.status_code, answer.json()["code"]) == (501, "not-there-yet")


@pytest.mark.parametrize("path", ["/v1/consent/forget", "/v1/nothing/put"])
def test_a_command_that_does_not_exist_is_not_found(client: httpx.Client, path: str) -> None:
    assert client.post(path, json={}).status_code == 404


@pytest.mark.parametrize("body", [b"[]", b'"x"', b"7"])
def test_arguments_are_an_object(client: httpx.Client, body: bytes) -> None:
    answer = client.post("/v1/account/put", content=body, headers={"content-type": "application/json"})

    assert answer.status_code == 422


def test_a_key_is_made_used_listed_and_revoked(server: Any, client: httpx.Client) -> None:
    made = client.post("/v1/keys", json={"name": "till", "scopes": ["read"], "person": "alice"})
    token, name = made.json()["token"], made.json()["key"]["id"]
    with server.client(token) as held:
        assert held.get("/v1/decisions").status_code == 200

        listed = {key["id"]: key for key in client.get("/v1/keys").json()["items"]}
        assert listed[name]["person"] == "alice"
        assert "digest" not in listed[name]
        assert token not in client.get("/v1/keys").text
        assert client.post(f"/v1/keys/{name}/revoke").json()["revoked_at"]
        assert held.get("/v1/decisions").status_code == 401


@pytest.mark.parametrize("wanted", [{}, {"name": "x", "scopes": []}, {"name": "x", "scopes": ["fly"]}, {"name": 1}, []])
def test_a_key_that_cannot_be_is_refused(client: httpx.Client, wanted: Any) -> None:
    assert client.post("/v1/keys", json=wanted).status_code == 422


def test_every_fault_of_a_key_is_named_at_once(client: httpx.Client) -> None:
    wanted = {"name": 1, "scopes": ["ask", "fly"], "expires_at": "soon", "persn": "alice"}

    answer = client.post("/v1/keys", json=wanted)

    faults = {fault["path"]: fault for fault in answer.json()["faults"]}
    assert list(faults) == ["name", "scopes[1]", "expires_at", "persn"]
    assert faults["scopes[1]"]["expected"] == "one of decide, ask, read, command, admin"
    assert faults["persn"]["hint"] == "did you mean `person`?"
    empty = client.post("/v1/keys", json={"name": "", "scopes": []})
    assert [fault["path"] for fault in empty.json()["faults"]] == ["name", "scopes"]


def test_a_commands_actor_is_the_keys_person(server: Any, fresh: Fresh) -> None:
    account = fresh("actor")
    with server.client(server.new_key(Scope.COMMAND)) as held:
        assert held.post("/v1/account/put", json={"id": account}).status_code == 200


def test_which_verb_a_bare_noun_means() -> None:
    assert creating_verb({"put", "close"}) == "put"
    assert creating_verb({"submit", "decide"}) == "submit"
    assert creating_verb({"request", "submit", "accept"}) == "request", "evidence begins with the request for it"
    assert creating_verb({"claim", "dismiss"}) is None
