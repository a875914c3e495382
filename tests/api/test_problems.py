from __future__ import annotations

import json
import re

import httpx
import pytest

from tipstaff.api.openapi import pages
from tipstaff.api.routing.gate import internal_reply, problem_reply
from tipstaff.api.routing.problems import ABOUT, known_codes, problem
from tipstaff.api.server.process import AddressTaken, listen
from tipstaff.store.errors import StoreFull
from tipstaff.vocab.errors import Fault, Invalid, Overloaded, TooLarge, Unauthenticated

# Never answered over HTTP: they stop the server from starting.
NOT_ANSWERED = {AddressTaken.code}


def test_a_taken_address_says_how_to_choose_another() -> None:
    with listen("127.0.0.1", 0) as taken, pytest.raises(AddressTaken, match=re.escape("`--port` or TIPSTAFF_PORT")):
        listen("127.0.0.1", taken.getsockname()[1])


def test_every_error_has_a_title_and_a_way_out() -> None:
    missing = known_codes().keys() - ABOUT.keys() - NOT_ANSWERED

    assert not missing, f"say in ABOUT what to do about {sorted(missing)}"


def test_nothing_is_explained_that_cannot_happen() -> None:
    assert not ABOUT.keys() - known_codes().keys()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_problem_type_leads_to_its_place_on_the_page(language: str) -> None:
    page = pages.problems(language).decode()

    assert all(f'id="{code}"' in page for code in ABOUT)
    assert problem(Invalid("x")).type == "/docs/problems#invalid"


def test_the_first_fault_is_said_on_top() -> None:
    faults = [Fault("data.to", "a string", "a number", "quote it"), Fault("id", "a string", "nothing")]

    said = json.loads(problem_reply(Invalid("two faults", faults=faults)).body)

    assert said["path"] == "data.to"
    assert said["fix"] == "quote it"
    assert [fault["path"] for fault in said["faults"]] == ["data.to", "id"]
    assert said["status"] == 422


@pytest.mark.parametrize(
    ("error", "header"),
    [
        (Unauthenticated("no key"), (b"www-authenticate", b'Bearer realm="tipstaff"')),
        (Overloaded("busy", retry_after=7), (b"retry-after", b"7")),
        (TooLarge("big"), (b"connection", b"close")),
    ],
)
def test_headers_that_belong_to_an_error(error: Exception, header: tuple[bytes, bytes]) -> None:
    assert header in problem_reply(error).headers  # type: ignore[arg-type]


def test_a_status_may_be_the_stores_own() -> None:
    assert problem_reply(StoreFull("no space")).status == 507


def test_a_fault_of_ours_says_nothing_about_the_inside() -> None:
    said = json.loads(internal_reply().body)

    assert said["code"] == "internal"
    assert set(said) == {"type", "title", "status", "detail", "code", "fix"}


def test_a_coded_body_is_refused_by_its_header(client: httpx.Client) -> None:
    answer = client.post("/v1/decisions", content=b"\x1f\x8b", headers={"content-encoding": "gzip"})

    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported-media-type")
    assert answer.json()["path"] == "header.content-encoding"
    assert client.post("/v1/decisions", content=b"{}", headers={"content-encoding": "identity"}).status_code == 422


def test_a_decision_that_is_not_there_says_where_it_was_asked_for(client: httpx.Client) -> None:
    assert client.get("/v1/decisions/nobody").json()["path"] == "path.id"
