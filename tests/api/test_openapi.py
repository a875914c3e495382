"""The document says what the server does: it is made from the same routes, and these laws hold it to that."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import jsonschema_rs
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tipstaff.api.openapi import Description, pages
from tipstaff.api.openapi.events import component, event_schemas
from tipstaff.api.table import ROUTES
from tipstaff.vocab.errors import Invalid
from tipstaff.vocab.events import STANDARD
from tipstaff.vocab.reading.decoding import Decoder
from tipstaff.vocab.reading.schema import FieldType, ListOf, MapOf, Record

NOW = datetime(2026, 11, 20, 14, tzinfo=UTC)
DOCUMENT: dict[str, Any] = Description(ROUTES, STANDARD, "1").content
SCHEMAS = DOCUMENT["components"]["schemas"]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
VALIDATORS = {
    name: jsonschema_rs.Draft202012Validator(SCHEMAS[component(name)], validate_formats=True) for name in STANDARD.types
}


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if "$ref" in value:
            yield value["$ref"]
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def test_every_reference_leads_somewhere() -> None:
    known = {f"#/components/schemas/{name}" for name in SCHEMAS}

    assert set(references(DOCUMENT)) <= known


def test_operations_have_names_of_their_own_and_say_what_may_happen() -> None:
    operations = [operation for item in DOCUMENT["paths"].values() for operation in item.values()]

    names = [operation["operationId"] for operation in operations]
    assert len(names) == len(set(names))
    assert all(operation["summary"] and operation["responses"] for operation in operations)


def test_every_route_that_is_not_hidden_is_described() -> None:
    described = {(method.upper(), path) for path, item in DOCUMENT["paths"].items() for method in item}

    assert described == {(route.method, route.path) for route in ROUTES if not route.hidden}


def test_each_event_type_has_a_schema() -> None:
    assert {component(name) for name in STANDARD.types} <= set(SCHEMAS)
    for name, schema in event_schemas(STANDARD).items():
        assert jsonschema_rs.meta.is_valid({"$schema": DIALECT, **schema})
        assert schema["description"], name


def values(kind: FieldType) -> st.SearchStrategy[Any]:
    """What a field of this type may hold."""
    if isinstance(kind, Record):
        return records(kind)
    if isinstance(kind, ListOf):
        return st.lists(values(kind.item), max_size=2)
    if isinstance(kind, MapOf):
        return st.dictionaries(st.text(max_size=4), values(kind.value), max_size=2)
    if kind.choices:
        return st.sampled_from(kind.choices)
    return {
        "str": st.text(max_size=8),
        "int": st.integers(-(2**63), 2**63 - 1),
        "float": st.floats(allow_nan=False, allow_infinity=False),
        "bool": st.booleans(),
        "time": st.datetimes(timezones=st.just(UTC)).map(datetime.isoformat),
    }[kind.kind]


def records(record: Record) -> st.SearchStrategy[dict[str, Any]]:
    """Objects with every required field and some of the optional ones."""
    required = {field.name: values(field.type) for field in record.fields if field.required}
    optional = {field.name: values(field.type) for field in record.fields if not field.required}
    return st.fixed_dictionaries(required, optional=optional)


NAMES = st.text(min_size=1, max_size=8)
EVENTS = st.sampled_from(sorted(STANDARD.types)).flatmap(
    lambda name: st.fixed_dictionaries(
        {
            "specversion": st.just("1.0"),
            "id": NAMES,
            "source": NAMES,
            "type": st.just(name),
            "account": NAMES,
            "data": records(STANDARD.types[name].record),
        }
    )
)
# JSON Schema takes 1.0 for an integer; the decoder, which keeps 64 bits exactly, does not.
FRACTIONS = st.floats(allow_nan=False, allow_infinity=False).filter(lambda value: not value.is_integer())
WRONG = st.none() | st.booleans() | st.integers() | FRACTIONS | st.text(max_size=3)


def decodes(event: Any) -> bool:
    try:
        Decoder(STANDARD).decode(msgspec.json.encode(event), NOW)
    except Invalid:
        return False
    return True


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(EVENTS)
def test_what_the_decoder_takes_the_schema_allows(event: dict[str, Any]) -> None:
    assert decodes(event)
    assert VALIDATORS[event["type"]].is_valid(event), list(VALIDATORS[event["type"]].iter_errors(event))


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(EVENTS, WRONG | st.lists(WRONG, max_size=1) | st.dictionaries(st.text(max_size=3), WRONG, max_size=1), st.data())
def test_what_the_schema_refuses_the_decoder_refuses(event: dict[str, Any], wrong: Any, data: st.DataObject) -> None:
    validator = VALIDATORS[event["type"]]
    part = event["data"] if event["data"] and data.draw(st.booleans()) else event
    name = data.draw(st.sampled_from(sorted(part)))
    if data.draw(st.booleans()):
        del part[name]
    else:
        part[name] = wrong

    assert decodes(event) == validator.is_valid(event)


def test_the_pages_show_every_operation_and_event_type(client: httpx.Client) -> None:
    page = client.get("/docs").text
    assert '<a href="/console/">Console</a>' in page

    for path in DOCUMENT["paths"]:
        assert path in page
    for name in STANDARD.types:
        assert f'id="event-{name}"' in page
    assert "<script" not in page
    assert client.get("/docs/problems").status_code == 200
    assert client.get("/docs/style.css").headers["content-type"].startswith("text/css")
    assert pages.style()


def test_the_served_document_is_that_of_the_installation(client: httpx.Client) -> None:
    served = client.get("/openapi.json").json()

    assert served["openapi"] == "3.1.0"
    assert set(served["paths"]) == set(DOCUMENT["paths"])


@pytest.mark.parametrize("path", ["/openapi.json", "/docs"])
def test_the_document_needs_no_key(server: Any, path: str) -> None:
    with server.client("") as stranger:
        assert stranger.get(path).status_code == 200
