"""OpenID AuthZEN 1.0 on the same engine."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import httpx
import msgspec
import pytest

from tipstaff.api.endpoints.access import evaluate
from tipstaff.api.keys import Scope
from tipstaff.api.routing import Call
from tipstaff.vocab.verdict import Verdict

Fresh = Callable[[str], str]
DATA = {"channel": "sms", "from": "ACME", "to": "+33612345678", "text": "Bonjour", "purpose": "marketing"}


def question(account: str, **more: Any) -> dict[str, Any]:
    return {
        "subject": {"type": "account", "id": account},
        "action": {"name": "message.send"},
        "resource": {"type": "message", "id": "1", "properties": DATA},
        **more,
    }


DEPLOY = {"action": {"name": "app.deploy"}, "resource": {"type": "app", "id": "1", "properties": {"app": "shop"}}}


def test_a_denied_event_is_a_no_with_the_whole_decision(client: httpx.Client, fresh: Fresh) -> None:
    account = fresh("authzen")

    answer = client.post("/access/v1/evaluation", json=question(account), headers={"x-request-id": "req-7"})

    said = answer.json()
    assert answer.status_code == 200
    assert said["decision"] is False
    assert said["context"]["decision"]["verdict"] == "deny"
    assert answer.headers["x-request-id"] == "req-7"
    assert client.get("/v1/decisions", params={"account": account}).json()["items"] == []


def test_an_allowed_event_is_a_yes(client: httpx.Client, fresh: Fresh) -> None:
    answer = client.post("/access/v1/evaluation", json=question(fresh("authzen"), **DEPLOY))

    assert answer.json()["decision"] is True


@pytest.mark.parametrize("verdict", list(Verdict))
def test_only_an_allow_is_a_yes(verdict: Verdict) -> None:
    async def ask(_: bytes) -> bytes:
        return msgspec.json.encode({"verdict": verdict.value})

    door: Any = SimpleNamespace(service=SimpleNamespace(ask=ask))
    call = Call(door, None, {}, None, {}, msgspec.json.encode(question("acme")))

    answered = msgspec.json.decode(asyncio.run(evaluate(call)).body)

    assert answered["decision"] is (verdict is Verdict.ALLOW)


def test_with_an_id_the_event_is_recorded_once(client: httpx.Client, fresh: Fresh) -> None:
    account, name = fresh("recorded"), fresh("evt")
    asked = question(account, context={"id": name})

    first, second = (client.post("/access/v1/evaluation", json=asked).json() for _ in range(2))

    assert first == second
    items = client.get("/v1/decisions", params={"account": account}).json()["items"]
    assert [item["decision"]["event"] for item in items] == [name]


def test_recording_needs_the_scope_to_decide(server: Any, fresh: Fresh) -> None:
    with server.client(server.new_key(Scope.ASK)) as asking:
        assert asking.post("/access/v1/evaluation", json=question("acme")).status_code == 200
        recorded = question("acme", context={"id": fresh("evt")})
        assert asking.post("/access/v1/evaluation", json=recorded).status_code == 403


def test_a_subject_of_another_type_names_its_account(client: httpx.Client, fresh: Fresh) -> None:
    account = fresh("user")
    subject = {"type": "user", "id": "alice@example.org", "properties": {"account": account}}

    answer = client.post("/access/v1/evaluation", json={**question(account), "subject": subject})

    assert answer.json()["context"]["decision"]["account"] == account
    nameless = {**question(account), "subject": {"type": "user", "id": "alice"}}
    assert client.post("/access/v1/evaluation", json=nameless).json()["path"] == "subject.properties.account"


@pytest.mark.parametrize("missing", ["subject", "action", "resource"])
def test_a_question_that_is_not_whole_is_a_bad_request(client: httpx.Client, missing: str) -> None:
    asked = question("acme")
    del asked[missing]

    answer = client.post("/access/v1/evaluation", json=asked)

    assert answer.status_code == 400
    assert answer.json()["path"] == missing


def test_every_fault_of_a_question_is_named_at_once(client: httpx.Client) -> None:
    asked = {"subject": {"type": "account"}, "action": {"name": 7}, "context": []}

    answer = client.post("/access/v1/evaluation", json=asked)

    assert answer.status_code == 400
    assert [(fault["path"], fault["expected"], fault["got"]) for fault in answer.json()["faults"]] == [
        ("subject.id", "a string", "nothing"),
        ("action.name", "a string", "7"),
        ("resource", "an object", "nothing"),
        ("context", "an object", "a list"),
    ]


@pytest.mark.parametrize("body", [[], {"subject": []}, {"subject": {"type": 1}}, {**question("a"), "context": 7}])
def test_a_shape_that_is_not_authzen_is_a_bad_request(client: httpx.Client, body: Any) -> None:
    assert client.post("/access/v1/evaluation", json=body).status_code == 400


@pytest.mark.parametrize(
    ("semantic", "expected"),
    [
        ("execute_all", [True, False, True]),
        ("deny_on_first_deny", [True, False]),
        ("permit_on_first_permit", [True]),
    ],
)
def test_several_questions_share_what_they_do_not_say(
    client: httpx.Client, fresh: Fresh, semantic: str, expected: list[bool]
) -> None:
    asked = {
        **question(fresh("several")),
        "evaluations": [DEPLOY, {}, DEPLOY],
        "options": {"evaluations_semantic": semantic},
    }

    answer = client.post("/access/v1/evaluations", json=asked)

    assert [one["decision"] for one in answer.json()["evaluations"]] == expected


def test_one_that_cannot_be_answered_is_denied_with_its_error(client: httpx.Client, fresh: Fresh) -> None:
    asked = {**question(fresh("errors")), "evaluations": [{"action": {"name": "no.such"}}, DEPLOY]}

    first, second = client.post("/access/v1/evaluations", json=asked).json()["evaluations"]

    assert first["decision"] is False
    assert first["context"]["error"]["status"] == 422
    assert first["context"]["faults"][0]["path"] == "type"
    assert second["decision"] is True


def test_without_a_list_it_is_one_question(client: httpx.Client, fresh: Fresh) -> None:
    assert client.post("/access/v1/evaluations", json=question(fresh("alone"))).json()["decision"] is False


def test_the_metadata_names_the_endpoints(server: Any) -> None:
    with server.client("") as stranger:
        said = stranger.get("/.well-known/authzen-configuration").json()

    assert said["policy_decision_point"] == server.url
    assert said["access_evaluation_endpoint"] == f"{server.url}/access/v1/evaluation"
