"""A key that stands twice is refused with its path, however it is written; nothing else is."""

from __future__ import annotations

import json
import secrets
from contextlib import suppress
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipstaff.api.routing.repeated import require_distinct_keys
from tipstaff.vocab.errors import Malformed

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.sampled_from('a":\\ \n{,}'), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text('ab": ', max_size=3), inner, max_size=4),
    max_leaves=12,
)
BLANKS = st.sampled_from([(",", ":"), (", ", ": "), (" , ", " : "), (",\n", "\t:"), (",", ":\r\n")])


def paths(document: str) -> list[str]:
    try:
        require_distinct_keys(document.encode())
    except Malformed as refused:
        return [fault.path for fault in refused.faults]
    return []


@given(JSON, BLANKS, st.booleans())
def test_what_says_each_key_once_is_let_through(value: Any, blanks: tuple[str, str], escaped: bool) -> None:
    assert paths(json.dumps(value, separators=blanks, ensure_ascii=escaped)) == []


@given(JSON, JSON, BLANKS, st.sampled_from(["{}", '{{"x":{}}}', "[0,{}]"]))
def test_what_says_one_twice_is_refused(one: Any, other: Any, blanks: tuple[str, str], around: str) -> None:
    first, second = (json.dumps({"k": value}, separators=blanks)[1:-1] for value in (one, other))
    document = "{" + first + ',"m":" :",' + second + "}"

    assert paths(around.format(document))


@given(st.binary(max_size=40))
def test_what_is_no_json_is_left_to_the_decoder(document: bytes) -> None:
    with suppress(Malformed):
        require_distinct_keys(document)


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ('{"a":1,"a":1}', ["a"]),
        ('{"a" :1,"b":{"c":1,"c":2},"a":1}', ["b.c", "a"]),
        ('{"a":1,"\\u0061":2}', ["a"]),
        ('[{"a":1},{"a":[{"b":1,"b":2}]}]', ["[1].a[0].b"]),
        ('{"id" :1,"id":2,"x":"\\":"}', ["id"]),
        ('{"id":1,"id":2,"x":"\\u0022:"}', ["id"]),
        ('{"id":1,"id":2,"x":"\\"\\u003a"}', ["id"]),
        ('{"id":1,"id":2,"x":"\\u0022\\u003A"}', ["id"]),
        ('{"id":1,"id":2,"x":"\\" :"}', ["id"]),
        ('{"id":1,"\\"":":","x":"\\u0022"}', []),
        ('{"a":1,"a":', []),
        ("", []),
    ],
)
def test_paths(document: str, expected: list[str]) -> None:
    assert paths(document) == expected


def raw(name: str, more: str = "") -> str:
    data = f'{{"channel":"sms","from":"A","to":"+33612345678","text":"x","purpose":"service"{more}}}'
    head = f'"specversion":"1.0","id":"{name}","source":"t","type":"message.send","account":"acme"'
    return "{" + head + f',"data":{data}' + "}"


def test_an_event_that_says_its_recipient_twice_is_refused_and_leaves_nothing(client: httpx.Client) -> None:
    name = secrets.token_hex(6)

    answer = client.post("/v1/decisions", content=raw(name, ',"to":"+33600000000"'))

    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")
    assert answer.json()["faults"][0]["path"] == "data.to"
    assert client.post("/v1/decisions", content=raw(name)).status_code == 200


@pytest.mark.parametrize("number", ["1e400", "-1e400", "9" * 5000])
def test_a_number_that_could_never_be_read_back_is_refused_with_its_path(client: httpx.Client, number: str) -> None:
    name = secrets.token_hex(6)

    answer = client.post("/v1/decisions", content=raw(name, f',"note":[1,{{"n":{number}}}]'))

    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")
    assert [fault["path"] for fault in answer.json()["faults"]] == ["data.note[1].n"]
    assert answer.json()["fix"] == "send it as a string"
    assert client.post("/v1/decisions", content=raw(name)).status_code == 200


def test_in_a_batch_only_that_event_is_refused(client: httpx.Client) -> None:
    names = [secrets.token_hex(6) for _ in range(3)]
    lines = [raw(names[0]), raw(names[1], ',"to":"+33600000000"'), raw(names[2])]

    for body in ("\n".join(lines), f"[{','.join(lines)}]"):
        answers = [json.loads(line) for line in client.post("/v1/decisions/batch", content=body).text.splitlines()]
        assert [answer.get("code", answer.get("verdict")) for answer in answers][1] == "malformed"
        assert answers[1]["line"] == 2
        assert "id" in answers[0]
        assert "id" in answers[2]


def test_commands_are_read_with_the_same_care(client: httpx.Client) -> None:
    answer = client.post("/v1/account/put", content='{"id":"acme","id":"other"}')

    assert answer.status_code == 400
    assert answer.json()["faults"][0]["path"] == "id"


@pytest.mark.parametrize("body", ["", " \n\n ", "\r\n"])
def test_a_batch_without_events_is_a_mistake(client: httpx.Client, body: str) -> None:
    answer = client.post("/v1/decisions/batch", content=body)

    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")
    assert "NDJSON" in answer.json()["faults"][0]["expected"]


def test_an_empty_array_is_an_empty_batch(client: httpx.Client) -> None:
    answer = client.post("/v1/decisions/batch", content="[]")
    assert (answer.status_code, answer.text) == (200, "")


@pytest.mark.parametrize(("time", "said"), [("2016-01-01T00:00:00Z", "clock"), ("2126-01-01T00:00:00Z", "clock")])
def test_a_clock_that_is_far_off_is_told_with_what_would_do(client: httpx.Client, time: str, said: str) -> None:
    event = raw(secrets.token_hex(6)).replace('"source"', f'"time":"{time}","source"')

    answer = client.post("/v1/decisions", content=event)

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "invalid")
    assert said in problem["detail"]
    (fault,) = problem["faults"]
    assert (fault["path"], fault["got"]) == ("time", time)
    assert "between" in fault["expected"]
    assert "check the sender's clock" in fault["hint"]
