"""Many events in one request."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

Fresh = Callable[[str], str]
NDJSON = {"content-type": "application/x-ndjson"}


def event(name: str, account: str, text: str = "Bonjour") -> dict[str, Any]:
    told = {"channel": "sms", "from": "ACME", "to": "+33612345678", "text": text, "purpose": "transactional"}
    return {
        "specversion": "1.0",
        "id": name,
        "source": "batch",
        "type": "message.send",
        "account": account,
        "data": told,
    }


def lines(answer: httpx.Response) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/x-ndjson"
    return [json.loads(line) for line in answer.text.splitlines()]


def ndjson(*items: dict[str, Any] | str) -> bytes:
    return "\n".join(item if isinstance(item, str) else json.dumps(item) for item in items).encode()


def test_answers_come_in_order_and_a_bad_line_does_not_stop_the_others(client: httpx.Client, fresh: Fresh) -> None:
    account = fresh("batch")
    names = [fresh(f"evt-{number}") for number in range(3)]
    body = ndjson(event(names[0], account), "not json", event(names[1], account), {"id": 3}, event(names[2], account))

    first, second, third, fourth, fifth = lines(client.post("/v1/decisions/batch", content=body, headers=NDJSON))

    assert [first["event"], third["event"], fifth["event"]] == names
    assert (second["code"], second["status"], second["line"]) == ("malformed", 400, 2)
    assert (fourth["code"], fourth["status"], fourth["line"]) == ("invalid", 422, 4)
    assert fourth["faults"]
    recorded = client.get("/v1/decisions", params={"account": account}).json()["items"]
    assert [item["decision"]["event"] for item in recorded] == names[::-1]


@pytest.mark.parametrize("media_type", ["application/json", "application/cloudevents-batch+json"])
def test_an_array_is_a_batch_too(client: httpx.Client, fresh: Fresh, media_type: str) -> None:
    account = fresh("array")
    told = [event(fresh("evt"), account) for _ in range(3)]

    answer = client.post("/v1/decisions/batch", content=json.dumps(told), headers={"content-type": media_type})

    assert [line["event"] for line in lines(answer)] == [one["id"] for one in told]


def test_twins_in_one_batch_are_one_decision_and_a_false_twin_a_conflict(client: httpx.Client, fresh: Fresh) -> None:
    name, account = fresh("evt"), fresh("twins")
    twin = event(name, account)

    first, second, false = lines(
        client.post("/v1/decisions/batch", content=ndjson(twin, twin, event(name, account, "Autre")), headers=NDJSON)
    )

    assert first == second
    assert (false["code"], false["line"]) == ("conflict", 3)


def test_asking_a_batch_leaves_no_trace(client: httpx.Client, fresh: Fresh) -> None:
    account = fresh("asking")
    told = [event(fresh("evt"), account) for _ in range(3)]

    assert len(lines(client.post("/v1/decisions/batch?mode=ask", json=told))) == 3
    assert client.get("/v1/decisions", params={"account": account}).json()["items"] == []


def test_blank_lines_and_windows_line_ends_are_no_events(client: httpx.Client, fresh: Fresh) -> None:
    body = b"\r\n" + json.dumps(event(fresh("evt"), fresh("blank"))).encode() + b"\r\n\r\n   \n"

    assert len(lines(client.post("/v1/decisions/batch", content=body, headers=NDJSON))) == 1


def test_nothing_in_nothing_out(client: httpx.Client) -> None:
    assert lines(client.post("/v1/decisions/batch", json=[])) == []


def test_a_line_nested_too_deeply_is_refused_in_its_place(client: httpx.Client, fresh: Fresh) -> None:
    deep = '{"data":' + "[" * 100 + "]" * 100 + "}"

    good, bad = lines(
        client.post("/v1/decisions/batch", content=ndjson(event(fresh("evt"), fresh("deep")), deep), headers=NDJSON)
    )

    assert "verdict" in good
    assert (bad["code"], bad["line"]) == ("malformed", 2)


def test_a_batch_too_long_is_refused_whole(client: httpx.Client, fresh: Fresh) -> None:
    account = fresh("long")
    told = [event(f"evt-{number}", account) for number in range(601)]

    answer = client.post("/v1/decisions/batch", json=told)

    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")
    assert client.get("/v1/decisions", params={"account": account}).json()["items"] == []


@pytest.mark.parametrize("body", [b"[", b"[{}", b'[{}, "a"', b"[" * 5_000])
def test_an_array_that_does_not_end_is_refused_whole(client: httpx.Client, body: bytes) -> None:
    answer = client.post("/v1/decisions/batch", content=body, headers={"content-type": "application/json"})

    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")
