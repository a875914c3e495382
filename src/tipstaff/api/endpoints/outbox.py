"""GET /v1/outbox, /v1/outbox/{id} and /v1/clocks: what waits to leave or could not, and clocks that stopped.

What people do with them are commands: `POST /v1/outbox/{id}/retry`, `/abandon`, `/v1/clock/retry`, `/v1/clock/drop`.
"""

from __future__ import annotations

import asyncio
from typing import Annotated, Final

from msgspec import Meta, Struct

from tipstaff.api.keys import Scope
from tipstaff.api.routing.call import Call, Reply, reply_json
from tipstaff.api.routing.route import Answer, Route
from tipstaff.app.outbox.shown import OutboxShown, OutboxState, one, page
from tipstaff.app.outbox.stopped import StoppedClock, stopped
from tipstaff.store import OutboxFilter
from tipstaff.store.errors import StoreError
from tipstaff.vocab.errors import NotFound


class OutboxQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """Which effects to list, newest first."""

    state: Annotated[OutboxState, Meta(description="Those in this state.")] = "abandoned"
    before: Annotated[int, Meta(ge=1, description="Only older ones: the `next` of the page before.")] | None = None
    limit: Annotated[int, Meta(ge=1, le=500, description="How many at most.")] = 50


class OutboxPage(Struct, frozen=True):
    """One page; `next` goes into `before` for the following one and is null on the last. `counts`: how many wait, are
    abandoned and closed.
    """

    items: list[OutboxShown]
    next: int | None
    counts: dict[str, int]


class ClocksPage(Struct, frozen=True):
    """Every clock that stopped, the first 500."""

    items: list[StoppedClock]


async def list_outbox(call: Call) -> Reply:
    """A page of the outbox."""
    query: OutboxQuery = call.query
    house = call.door.service.house
    reader, where = house.store.reader, OutboxFilter(query.state, query.before)
    found = await asyncio.to_thread(page, reader, house.ledgers, where, query.limit + 1)
    counts = await asyncio.to_thread(reader.outbox_counts)
    items = found[: query.limit]
    return reply_json(OutboxPage(items, int(items[-1].id) if len(found) > query.limit else None, counts))


async def one_effect(call: Call) -> Reply:
    """One effect."""
    house = call.door.service.house
    return reply_json(await asyncio.to_thread(one, house.store.reader, house.ledgers, call.path["id"]))


async def list_clocks(call: Call) -> Reply:
    """The clocks that stopped."""
    house = call.door.service.house
    return reply_json(ClocksPage(await asyncio.to_thread(stopped, house.store.reader, house.clock())))


ROUTES: Final = (
    Route(
        "GET",
        "/v1/outbox",
        "listOutbox",
        "List what waits to leave",
        "outbox",
        list_outbox,
        (Answer("A page of the outbox, newest first; personal values masked.", OutboxPage),),
        scope=Scope.READ,
        query=OutboxQuery,
        errors=(StoreError,),
        about="Notices on their way, and what decisions had follow. `abandoned` is what failed for good: somebody has "
        "to look. `outbox.retry` tries one again, `outbox.abandon` gives it up with a reason.",
    ),
    Route(
        "GET",
        "/v1/outbox/{id}",
        "readOutbox",
        "Read one effect of the outbox",
        "outbox",
        one_effect,
        (Answer("The effect; personal values masked.", OutboxShown),),
        scope=Scope.READ,
        errors=(NotFound, StoreError),
        parameters={"id": "The effect's number."},
    ),
    Route(
        "GET",
        "/v1/clocks",
        "listClocks",
        "List clocks that stopped",
        "outbox",
        list_clocks,
        (Answer("Every clock that stopped, and why.", ClocksPage),),
        scope=Scope.READ,
        errors=(StoreError,),
        about="A clock stops when its command is refused or breaks off, or when its entry cannot be read. "
        "`clock.retry` has it go on, `clock.drop` gives it up with a reason.",
    ),
)
