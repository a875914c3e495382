"""The record over HTTP: lists, pages, one decision, its explanation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

Fresh = Callable[[str], str]


def tell(client: httpx.Client, account: str, name: str, **data: Any) -> dict[str, Any]:
    told = {"channel": "sms", "from": "ACME", "to": "+33612345678", "text": "Bonjour", "purpose": "marketing", **data}
    envelope = {"specversion": "1.0", "id": name, "source": "test", "type": "message.send", "account": account}
    decision: dict[str, Any] = client.post("/v1/decisions", json={**envelope, "data": told}).json()
    return decision


def test_pages_cover_the_record_without_gaps_or_repeats(client: httpx.Client, fresh: Fresh) -> None:
    account = fresh("pages")
    told = [tell(client, account, fresh("evt"))["id"] for _ in range(7)]

    seen: list[str] = []
    before: dict[str, Any] = {}
    for _ in range(4):
        page = client.get("/v1/decisions", params={"account": account, "limit": 3, **before}).json()
        seen += [item["decision"]["id"] for item in page["items"]]
        if page["next"] is None:
            break
        before = {"before": page["next"]}

    assert seen == told[::-1]


def test_filters_add_up(client: httpx.Client, fresh: Fresh) -> None:
    account = fresh("filters")
    denied = tell(client, account, fresh("evt"))
    clause = denied["reasons"][0]["clause"]
    everywhere = {"account": account, "verdict": "deny", "type": "message.send", "clause": clause}

    assert [item["decision"]["id"] for item in client.get("/v1/decisions", params=everywhere).json()["items"]] == [
        denied["id"]
    ]
    for name, other in {"verdict": "allow", "type": "call.start", "clause": "nothing.at-all"}.items():
        assert client.get("/v1/decisions", params={**everywhere, name: other}).json()["items"] == []


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=501", "before=x", "verdict=maybe", "colour=red", "limit=1&limit=2"]
)
def test_a_filter_that_makes_no_sense_is_refused(client: httpx.Client, query: str) -> None:
    answer = client.get(f"/v1/decisions?{query}")

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert answer.json()["path"].startswith("query.")


def test_one_decision_comes_with_its_event_and_its_explanation(client: httpx.Client, fresh: Fresh) -> None:
    decision = tell(client, fresh("one"), fresh("evt"))

    whole = client.get(f"/v1/decisions/{decision['id']}").json()
    told = client.get(f"/v1/decisions/{decision['id']}/explanation").json()

    assert whole["decision"] == decision
    assert whole["event"]["data"]["text"] == "Bonjour"
    assert set(told["reasons"][0]["clause_text"]) >= {"en", "fr"}
    assert told["reasons"][0]["condition"]


@pytest.mark.parametrize("path", ["/v1/decisions/none", "/v1/decisions/none/explanation", "/v1/decisions/%00"])
def test_what_was_never_decided_is_not_found(client: httpx.Client, path: str) -> None:
    answer = client.get(path)

    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


def test_the_bundle_in_force_is_the_one_that_decisions_name(client: httpx.Client, fresh: Fresh) -> None:
    shown = client.post("/v1/bundle/reload").json()

    assert tell(client, fresh("bundle"), fresh("evt"))["bundle"] == shown["hash"]
    assert "messagebird" in shown["policies"]
    assert client.get("/v1/bundle").json() == shown


def test_metrics_count_what_was_decided(client: httpx.Client, fresh: Fresh) -> None:
    tell(client, fresh("metrics"), fresh("evt"))

    text = client.get("/metrics").text

    assert 'tipstaff_decisions_total{policy="messagebird",type="message.send",verdict="deny"}' in text
    assert 'tipstaff_http_requests_total{operation="decide",status="200"}' in text


def test_health_and_readiness(client: httpx.Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json()["ready"] is True
