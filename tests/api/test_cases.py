"""Cases over HTTP: the queue a page at a time, one case whole, who may read them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from tests.conftest import Server

from tipstaff.api.keys import Scope

Fresh = Callable[[str], str]
CLAUSES = ("messagebird.sms.consent", "messagebird.sms.do-not-contact", "messagebird.sms.content")


@pytest.fixture
def opened(client: httpx.Client, fresh: Fresh) -> tuple[str, list[str]]:
    """An account with three cases, and their ids in the order of the queue: one is urgent, one graver than the last."""
    account = fresh("cases")
    made = []
    weights: tuple[dict[str, Any], ...] = ({"severity": 1}, {"severity": 3}, {"urgent": True})
    for clause, more in zip(CLAUSES, weights, strict=True):
        answer = client.post("/v1/case/open", json={"account": account, "clause": clause, **more})
        assert answer.status_code == 200, answer.text
        made.append(answer.json()["id"])
    return account, [made[2], made[1], made[0]]


def listed(client: httpx.Client, **query: Any) -> list[str]:
    answer = client.get("/v1/cases", params=query)
    assert answer.status_code == 200, answer.text
    return [case["id"] for case in answer.json()["items"]]


def test_pages_follow_the_queue_without_gaps_or_repeats(
    client: httpx.Client, opened: tuple[str, list[str]], fresh: Fresh
) -> None:
    account, ids = opened
    assert listed(client, account=account) == ids

    everywhere = listed(client, limit=500)
    assert [one for one in everywhere if one in ids] == ids
    seen: list[str] = []
    after: dict[str, Any] = {}
    while len(seen) < len(everywhere):
        page = client.get("/v1/cases", params={"limit": 2, **after}).json()
        seen += [case["id"] for case in page["items"]]
        if page["next"] is None:
            break
        after = {"after": page["next"]}
    assert seen == everywhere
    own = client.get("/v1/cases", params={"account": account, "limit": 2}).json()
    assert listed(client, account=account, after=own["next"]) == ids[2:]


def test_filters_add_up(client: httpx.Client, opened: tuple[str, list[str]]) -> None:
    account, ids = opened

    assert listed(client, account=account, clause=CLAUSES[1]) == [ids[1]]
    assert listed(client, account=account, clause="nothing.at-all") == []
    assert listed(client, account=account, state="over") == []
    assert ids[1] in listed(client, clause=CLAUSES[1], limit=500)


def test_a_case_that_is_over_leaves_the_queue_and_keeps_its_place_for_pages(
    client: httpx.Client, opened: tuple[str, list[str]]
) -> None:
    account, ids = opened

    answer = client.post(f"/v1/case/{ids[0]}/dismiss", json={"reason": "honest use"})

    assert answer.status_code == 200, answer.text
    assert listed(client, account=account) == ids[1:]
    assert listed(client, account=account, state="over") == [ids[0]]
    assert listed(client, account=account, after=ids[0]) == ids[1:]


def test_one_case_comes_with_what_belongs_to_it(client: httpx.Client, fresh: Fresh) -> None:
    account = fresh("reported")
    report = {"category": "spam", "text": "They wrote to me.", "account": account, "reporter": "jo@example.org"}
    case = client.post("/v1/report/submit", json=report).json()["case"]

    whole = client.get(f"/v1/cases/{case}").json()

    assert (whole["case"]["id"], whole["case"]["account"]) == (case, account)
    assert [one["text"] for one in whole["reports"]] == ["They wrote to me."]
    assert "jo@example.org" not in str(whole)
    assert "reporter_token" not in whole["reports"][0]
    assert {"actions", "strikes", "notices", "self_reports"} < whole.keys()


def test_what_cannot_be_found_says_where(client: httpx.Client) -> None:
    missing, page = client.get("/v1/cases/nobody"), client.get("/v1/cases?after=nobody")

    assert (missing.status_code, missing.json()["path"]) == (404, "path.id")
    assert (page.status_code, page.json()["path"]) == (422, "query.after")
    assert client.get("/v1/cases?state=open").json()["path"] == "query.state"


def test_reading_takes_the_scope(server: Server) -> None:
    with server.client(server.new_key(Scope.DECIDE)) as other:
        assert other.get("/v1/cases").status_code == 403
    assert httpx.get(f"{server.url}/v1/cases").status_code == 401
