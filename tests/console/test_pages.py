"""The console over HTTP, without a browser: who may look, what is escaped, what the list sends live."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tipstaff.api.keys import Scope


@pytest.fixture(scope="module")
def closed(start_server: Any) -> Any:
    """A server whose console asks for a key."""
    return start_server()


@pytest.fixture(scope="module")
def opened(start_server: Any) -> Any:
    """A server whose console is open to this machine."""
    return start_server(open_console=True)


@pytest.fixture
def reader(closed: Any) -> Iterator[httpx.Client]:
    """Somebody who has signed in."""
    with closed.client("", follow_redirects=True) as client:
        answer = client.post("/console/sign-in", data={"key": closed.key}, headers={"sec-fetch-site": "same-origin"})
        assert answer.status_code == 200
        yield client


def tell(server: Any, **data: Any) -> dict[str, Any]:
    told = {"channel": "sms", "from": "ACME", "to": "+33612345678", "text": "Bonjour", "purpose": "marketing", **data}
    event = {"specversion": "1.0", "id": secrets.token_hex(8), "source": "test", "type": "message.send"}
    with server.client() as client:
        decision: dict[str, Any] = client.post("/v1/decisions", json={**event, "account": "acme", "data": told}).json()
    return decision


def test_a_stranger_is_sent_to_sign_in_and_comes_back_where_they_wanted(closed: Any) -> None:
    decision = tell(closed)
    with closed.client("") as stranger:
        sent = stranger.get(f"/console/decisions/{decision['id']}")
        assert sent.status_code == 303
        assert stranger.get("/console/live").status_code == 401

        form = {"key": closed.key, "next": f"/console/decisions/{decision['id']}"}
        entered = stranger.post("/console/sign-in", data=form)
        assert entered.headers["location"] == form["next"]
        assert decision["id"] in stranger.get(form["next"]).text


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(closed: Any) -> None:
    with closed.client("") as client:
        cookie = client.post("/console/sign-in", data={"key": closed.key}).headers["set-cookie"].lower()

    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/console" in cookie
    assert closed.key.lower() not in cookie


@pytest.mark.parametrize("key", ["", "nonsense", "tsk_a_b"])
def test_a_wrong_key_is_said_to_be_wrong(closed: Any, key: str) -> None:
    with closed.client("") as client:
        answer = client.post("/console/sign-in?lang=fr", data={"key": key})

    assert answer.status_code == 403
    assert "pas valable" in answer.text
    assert "set-cookie" not in answer.headers or "session" not in answer.headers["set-cookie"]


def test_a_key_that_may_not_read_does_not_sign_in(closed: Any) -> None:
    with closed.client("") as client:
        answer = client.post("/console/sign-in", data={"key": closed.new_key(Scope.DECIDE)})

    assert answer.status_code == 403
    assert "scope" in answer.text


def test_a_form_of_another_site_does_not_sign_in(closed: Any) -> None:
    with closed.client("") as client:
        for header in ({"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}):
            assert client.post("/console/sign-in", data={"key": closed.key}, headers=header).status_code == 403


@pytest.mark.parametrize("onward", ["https://evil.example/", "//evil.example", "/console\\evil", "/docs"])
def test_signing_in_never_leads_elsewhere(closed: Any, onward: str) -> None:
    with closed.client("") as client:
        answer = client.post("/console/sign-in", data={"key": closed.key, "next": onward})

    assert answer.headers["location"] == "/console/"


def test_signing_out_ends_the_session_for_good(closed: Any) -> None:
    with closed.client("") as client, closed.client("") as thief:
        client.post("/console/sign-in", data={"key": closed.key})
        assert client.get("/console/").status_code == 200
        stolen = {"cookie": "; ".join(f"{name}={value}" for name, value in client.cookies.items())}
        assert thief.get("/console/", headers=stolen).status_code == 200

        client.post("/console/sign-out")

        assert client.get("/console/").status_code == 303
        assert thief.get("/console/", headers=stolen).status_code == 303


def test_revoking_a_key_ends_its_sessions(closed: Any) -> None:
    token = closed.new_key(Scope.READ)
    with closed.client("") as client, closed.client() as admin:
        client.post("/console/sign-in", data={"key": token})
        assert client.get("/console/").status_code == 200

        admin.post(f"/v1/keys/{token.split('_')[1]}/revoke")

        assert client.get("/console/").status_code == 303


def test_an_open_console_is_open_to_this_machine_by_its_own_name_only(opened: Any) -> None:
    with opened.client("") as client:
        assert client.get("/console/").status_code == 200
        assert client.get("/console/", headers={"host": "evil.example"}).status_code == 303
        assert client.get("/console/", headers={"x-forwarded-for": "203.0.113.9"}).status_code == 303


def test_the_first_address_leads_to_the_console(opened: Any) -> None:
    with opened.client("", follow_redirects=True) as client:
        answer = client.get("/")

    assert answer.url.path == "/console/"


@pytest.mark.parametrize(("language", "word"), [("en", "Decisions"), ("fr", "Décisions")])
def test_the_list_speaks_both_languages_and_remembers(opened: Any, language: str, word: str) -> None:
    with opened.client("") as client:
        for answer in (client.get(f"/console/?lang={language}"), client.get("/console/")):
            assert f'<html lang="{language}"' in answer.text
            assert word in answer.text


def test_what_came_from_outside_is_escaped_everywhere(opened: Any) -> None:
    hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    decision = tell(opened, text=hostile, **{"from": hostile})
    with opened.client("") as client:
        pages = [client.get("/console/"), client.get(f"/console/decisions/{decision['id']}")]
        pages.append(client.get("/console/", params={"account": hostile, "clause": hostile, "lang": "fr"}))
        pages.append(client.get("/console/sign-in", params={"next": f"/console/{hostile}"}))

    for page in pages:
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<img" not in page.text


def test_pages_carry_a_policy_that_runs_nothing_inline(opened: Any) -> None:
    decision = tell(opened)
    with opened.client("") as client:
        for path in ("/console/", f"/console/decisions/{decision['id']}", "/console/sign-in"):
            page = client.get(path)
            policy = page.headers["content-security-policy"]
            assert "script-src 'self'" in policy
            assert "unsafe" not in policy
            assert not re.search(r"<[^>]*\s(on[a-z]+|style)=|<script>|javascript:", page.text)


def test_the_page_of_a_decision_has_everything(opened: Any) -> None:
    decision = tell(opened)
    with opened.client("") as client:
        page = client.get(f"/console/decisions/{decision['id']}?lang=fr").text

    assert decision["reasons"][0]["clause"] in page
    assert "Chaque destinataire a donné son accord" in page
    assert decision["bundle"] in page
    assert "consent.held(" in page
    assert "+33…678" in page
    assert "+33612345678" not in page


def test_an_event_named_after_a_person_is_masked_on_its_page(opened: Any) -> None:
    event = {"specversion": "1.0", "id": "pii-mary.smith@example.com", "source": "test", "type": "message.send"}
    told = {"channel": "sms", "from": "ACME", "to": "+33612345678", "text": "Bonjour", "purpose": "marketing"}
    with opened.client() as client:
        decision = client.post("/v1/decisions", json={**event, "account": "acme", "data": told}).json()
    with opened.client("") as client:
        page = client.get(f"/console/decisions/{decision['id']}").text

    assert decision["event"] == event["id"]
    assert "@example.com" in page
    assert "mary.smith@example.com" not in page


def test_addresses_that_lead_nowhere_say_so(opened: Any) -> None:
    with opened.client("") as client:
        for path in ("/console/decisions/none", "/console/nothing", "/console/decisions/a/b"):
            assert client.get(path).status_code == 404
        assert client.get("/console/static/secrets.txt").status_code == 404
        assert client.get("/console/static/..%2frendering.py").status_code == 404


def test_the_appearance_is_remembered(opened: Any) -> None:
    with opened.client("", follow_redirects=True) as client:
        page = client.post("/console/appearance", data={"theme": "dark", "next": "/console/"})
        assert 'data-theme="dark"' in page.text
        page = client.post("/console/appearance", data={"theme": "<b>", "next": "/console/"})
        assert 'data-theme="dark"' in page.text


def test_a_form_that_is_too_large_is_no_form(opened: Any) -> None:
    with opened.client("") as client:
        assert client.post("/console/sign-in", content=b"key=" + b"x" * 100_000).status_code == 403


def test_new_decisions_come_live_in_the_readers_language_and_filter(opened: Any) -> None:
    with opened.client("") as client:
        newest = max([0, *map(int, re.findall(r'data-sequence="(\d+)"', client.get("/console/").text))])
        address = f"/console/live?verdict=deny&lang=fr&after={newest}"
        with client.stream("GET", address) as stream:
            assert stream.headers["content-type"].startswith("text/event-stream")
            decision = tell(opened)
            news = _first(stream, "rows")

    assert news["count"] >= 1
    assert f"/console/decisions/{decision['id']}" in news["html"]
    assert "refusé" in news["html"]


def _first(stream: httpx.Response, name: str) -> Any:
    """The data of the first event of this name."""
    current = ""
    for line in stream.iter_lines():
        if line.startswith("event: "):
            current = line.removeprefix("event: ")
        elif line.startswith("data: ") and current == name:
            return json.loads(line.removeprefix("data: "))
    raise AssertionError(f"the stream ended without `{name}`")


def test_a_case_is_listed_and_shown_with_its_decisions_actions_and_notices(reader: httpx.Client, closed: Any) -> None:
    with closed.client() as client:
        told = {"account": "acme", "severity": 3, "reason": "three complaints of ada@example.org"}
        case = client.post("/v1/case", json=told).json()["id"]
        client.post("/v1/action/apply", json={"case": case, "kind": "suspend", "reason": "see the case"})
        client.post(f"/v1/case/{case}/decide", json={"grounds": ["repeated"], "reason": "again"})

    over = reader.get("/console/cases?state=over").text
    assert f"/console/cases/{case}" in over
    assert "ada@example.org" not in over
    english = reader.get(f"/console/cases/{case}?lang=en").text
    french = reader.get(f"/console/cases/{case}?lang=fr").text
    assert "Suspension" in english
    assert "in force" in english
    assert "see the case" in english
    assert "case.decide" in english
    assert "en vigueur" in french
    assert "répété" in french
    assert reader.get("/console/cases/none").status_code == 404
    assert reader.get("/console/cases").status_code == 200


def test_evidence_is_shown_as_it_was_named_and_nobody_s_number(reader: httpx.Client, closed: Any) -> None:
    digest = "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
    files = ["20261120_143015.jpg", "optin_0612345678.pdf", {"sha256": digest}, {"note": "ask jo.doe@example.org"}]
    with closed.client() as client:
        asked = client.post("/v1/evidence", json={"account": "acme", "about": "opt-in", "id": "er-shown"}).json()
        client.post("/v1/evidence/er-shown/submit", json={"files": files})
        shown = reader.get(f"/console/cases/{asked['case']}?lang=fr").text
        client.post("/v1/evidence/er-shown/refuse", json={"reason": "no date"})

    for name in ("20261120_143015.jpg", "optin_061…678.pdf", digest, "ask j…@example.org", "à examiner"):
        assert name in shown, name
    after = reader.get(f"/console/cases/{asked['case']}?lang=en").text
    assert "no date" in after
    assert "Your proof does not suffice" in after


def test_cases_are_for_those_who_signed_in(closed: Any) -> None:
    with closed.client("") as stranger:
        assert stranger.get("/console/cases").status_code == 303
        assert stranger.get("/console/cases/any").status_code == 303


def test_a_self_report_is_taken_down_and_leads_to_its_case(reader: httpx.Client, closed: Any) -> None:
    ours = {"sec-fetch-site": "same-origin"}
    assert "Record a self-report" in reader.get("/console/self-report?lang=en").text
    empty = reader.post("/console/self-report", data={"account": "acme", "kind": "fraud"}, headers=ours)
    assert empty.status_code == 422
    told = {"account": "acme", "kind": "fraud", "channel": "sms", "text": "Somebody used our key."}
    foreign = reader.post("/console/self-report", data=told, headers={"sec-fetch-site": "cross-site"})
    assert foreign.status_code == 403
    done = reader.post("/console/self-report", data=told, headers=ours)
    assert done.status_code == 200
    assert "/console/cases/" in str(done.url)
    assert "Somebody used our key." in done.text
    case = done.url.path
    assert reader.get(f"{case}?lang=en").text.count("Self-report: fraud") == 2
    french = reader.get(f"{case}?lang=fr").text
    assert french.count("Auto-signalement\u00a0: fraude") == 2
    assert "self-report: fraud" not in french
    assert "Auto-signalement\u00a0: fraude" in reader.get("/console/cases?lang=fr").text
    other = reader.post("/console/self-report", data={**told, "account": "other", "kind": "R&D <b>"}, headers=ours)
    for shown in (other.text, reader.get("/console/cases?lang=fr").text):
        assert "Auto-signalement\u00a0: R&amp;D &lt;b&gt;" in shown
    reader.get("/console/cases?lang=en")

    only_reads = closed.new_key(Scope.READ)
    with closed.client("", follow_redirects=True) as client:
        client.post("/console/sign-in", data={"key": only_reads}, headers=ours)
        assert client.post("/console/self-report", data=told, headers=ours).status_code == 403


def test_what_is_for_specialists_only_is_shown_nowhere(start_server: Any) -> None:
    packs = Path(__file__).parents[1] / "cases" / "packs"
    server = start_server(packs=[str(packs)], policies=["demo"], open_console=True)
    event = {"specversion": "1.0", "id": "e", "source": "t", "type": "file.upload", "account": "acme"}
    with server.client() as client:
        told = {**event, "data": {"name": "known", "size": 1, "mime_type": "image/x-of-a-child"}}
        decision = client.post("/v1/decisions", json=told).json()
        plain = client.post(
            "/v1/decisions", json={**event, "id": "f", "data": {"name": "harmless.png", "size": 1}}
        ).json()
        pages = [f"/console/decisions/{decision['id']}", f"/console/cases/{decision['case']}", "/console/"]
        shown = "".join(client.get(f"{page}?lang=en").text for page in pages)
        other = client.get(f"/console/decisions/{plain['id']}").text

    assert decision["verdict"] == "deny"
    assert "x-of-a-child" not in shown
    assert "Shown to specialists only." in shown
    assert "harmless.png" in other
