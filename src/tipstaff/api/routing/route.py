"""A route as data: what is served where, to whom, and what may come back.

The router and the OpenAPI document are both made from these values, so the document cannot drift from the server.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final

from msgspec import Struct

from tipstaff.api.keys import Scope
from tipstaff.api.routing.call import Call, Reply
from tipstaff.store.errors import StoreError, StoreFull
from tipstaff.vocab.errors import Overloaded, TipstaffError

Endpoint = Callable[[Call], Awaitable[Reply]]
Teller = Callable[[Call, Callable[[bytes | BaseException], object]], None]
"""Takes a call and whom to tell the body of its answer, or why there is none; raises what an endpoint raises."""

MAY_FAIL: Final[tuple[type[TipstaffError], ...]] = (Overloaded, StoreError, StoreFull)
"""What any route may answer that writes to the record."""


class Body(Struct, frozen=True):
    """What a route reads: schema by media type.

    A schema is a struct type, the name of a schema component, a JSON schema, a function that makes one, or a tuple of
    these when any of them fits. `limit` is "event", "batch" or "command": which of the configured size limits applies.
    """

    schemas: dict[str, Any]
    limit: str = "event"
    about: str = ""
    examples: dict[str, Any] = {}
    required: bool = True


class Answer(Struct, frozen=True):
    """One way a route may answer: status, media type and schema (as in `Body`; None = no description of the body)."""

    about: str
    schema: Any = None
    status: int = 200
    media_type: str = "application/json"


class NoQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """A route without query parameters."""


class Route(Struct, frozen=True):
    """One operation.

    `path` has parameters in braces. `scope` None means open to everybody. `query` is a struct whose fields are
    the query parameters; their `Meta(description=…)` documents them. `errors` are those the endpoint itself may raise:
    what admission may raise (401, 403, 413, 415) follows from the other fields. `tell` does what `endpoint` does, for
    requests that come by the server's quick lane.
    """

    method: str
    path: str
    operation: str
    summary: str
    tag: str
    endpoint: Endpoint
    answers: tuple[Answer, ...]
    scope: Scope | None = None
    query: type[Struct] = NoQuery
    body: Body | None = None
    errors: tuple[type[TipstaffError], ...] = ()
    about: str = ""
    parameters: dict[str, str] = {}
    hidden: bool = False
    tell: Teller | None = None
