"""The OpenAPI 3.1 document. Nothing in it is written by hand that the server does not itself run on."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Final

import msgspec
from msgspec import Struct

from tipstaff.api.openapi.events import Schema, event_schemas
from tipstaff.api.routing import problems
from tipstaff.api.routing.problems import MEDIA_TYPE, NoSuchMethod, Problem, UnsupportedMedia
from tipstaff.api.routing.route import Answer, Body, NoQuery, Route
from tipstaff.vocab.errors import Invalid, Malformed, NotAllowed, TipstaffError, TooLarge, Unauthenticated
from tipstaff.vocab.reading.schema import Vocabulary

_REFERENCE: Final = "#/components/schemas/{name}"


class Description:
    """The document of some routes, made when it is first asked for: starting the server does not wait for it."""

    def __init__(self, routes: Sequence[Route], vocabulary: Vocabulary, version: str) -> None:
        self._made_of = (routes, vocabulary, version)

    @cached_property
    def content(self) -> dict[str, Any]:
        """The document as plain values."""
        return describe(*self._made_of)

    @cached_property
    def json(self) -> bytes:
        """The document as it is served."""
        return msgspec.json.encode(self.content)


def describe(routes: Sequence[Route], vocabulary: Vocabulary, version: str) -> dict[str, Any]:
    """The whole document for these routes and event types."""
    shown = [route for route in routes if not route.hidden]
    structs = [Problem, *(kind for route in shown for kind in _structs(route))]
    _, components = msgspec.json.schema_components(dict.fromkeys(structs), ref_template=_REFERENCE)
    paths: dict[str, dict[str, Any]] = {}
    for route in shown:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Tipstaff",
            "version": version,
            "description": "Makes an acceptable use policy executable: one event in, one decision out.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "tags": [{"name": tag} for tag in dict.fromkeys(route.tag for route in shown)],
        "paths": paths,
        "components": {
            "schemas": {**components, **event_schemas(vocabulary)},
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "bearerFormat": "API key"}},
        },
    }


def _structs(route: Route) -> list[type[Struct]]:
    schemas = [answer.schema for answer in route.answers] + list((route.body.schemas if route.body else {}).values())
    either = [one for schema in schemas for one in (schema if isinstance(schema, tuple) else (schema,))]
    return [schema for schema in either if isinstance(schema, type)]


def _operation(route: Route) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": route.operation,
        "summary": route.summary,
        "description": route.about,
        "tags": [route.tag],
        "parameters": [*_path_parameters(route), *_query_parameters(route.query)],
        "responses": _responses(route),
    }
    if route.scope is not None:
        operation["security"] = [{"key": []}]
        operation["x-scope"] = route.scope.value
    if route.body is not None:
        operation["requestBody"] = _request_body(route.body)
    return operation


def _path_parameters(route: Route) -> list[Schema]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": about,
            "schema": {"type": "string", "minLength": 1},
        }
        for name, about in route.parameters.items()
    ]


def _query_parameters(query: type[Struct]) -> list[Schema]:
    if query is NoQuery:
        return []
    _, components = msgspec.json.schema_components([query], ref_template=_REFERENCE)
    properties = components[query.__name__]["properties"]
    return [_query_parameter(name, schema) for name, schema in properties.items()]


def _query_parameter(name: str, schema: Schema) -> Schema:
    """A parameter left out is how a caller says null, so null is not among what may be sent."""
    alternatives = [kind for kind in schema.pop("anyOf", []) if kind != {"type": "null"}]
    if schema.get("default", ...) is None:
        del schema["default"]
    if len(alternatives) == 1:
        schema = {**alternatives[0], **schema}
    about = schema.pop("description", "")
    return {"name": name, "in": "query", "required": False, "description": about, "schema": schema}


def _request_body(body: Body) -> Schema:
    content = {}
    for media_type, kind in body.schemas.items():
        content[media_type] = {"schema": _schema(kind)} | ({"examples": body.examples} if body.examples else {})
    return {"description": body.about, "required": body.required, "content": content}


def _responses(route: Route) -> Schema:
    responses: Schema = {}
    for answer in route.answers:
        responses.setdefault(str(answer.status), _response(answer))
    for status, errors in sorted(_errors(route).items()):
        codes = ", ".join(f"`{error.code}`" for error in errors)
        about = "; ".join(problems.ABOUT[error.code].title for error in errors)
        responses.setdefault(
            str(status), {"description": f"{about} ({codes}).", "content": {MEDIA_TYPE: {"schema": _schema(Problem)}}}
        )
    return responses


def _response(answer: Answer) -> Schema:
    if answer.schema is None:
        return {"description": answer.about}
    return {"description": answer.about, "content": {answer.media_type: {"schema": _schema(answer.schema)}}}


def _errors(route: Route) -> dict[int, list[type[TipstaffError]]]:
    """What may go wrong, by status: what the route says, and what its admission adds."""
    errors: list[type[TipstaffError]] = [*route.errors, NoSuchMethod, Invalid]
    if route.scope is not None:
        errors += [Unauthenticated, NotAllowed]
    if route.body is not None:
        errors += [Malformed, TooLarge, UnsupportedMedia]
    grouped: dict[int, list[type[TipstaffError]]] = {}
    for error in dict.fromkeys(errors):
        grouped.setdefault(error.status, []).append(error)
    return grouped


def _schema(kind: Any) -> Schema:
    """A struct or the name of a component becomes a reference; a schema, or what makes one, stands for itself."""
    if isinstance(kind, dict):
        return kind
    if isinstance(kind, tuple):
        return {"anyOf": [_schema(one) for one in kind]}
    if not isinstance(kind, str | type):
        made: Schema = kind()
        return made
    name = kind if isinstance(kind, str) else kind.__name__
    return {"$ref": _REFERENCE.format(name=name)}
