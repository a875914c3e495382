"""GET /v1/cases and /v1/cases/{id}: what waits for a person, and all that belongs to one case.

What people do with cases are commands: `POST /v1/case/{id}/claim`, `/decide` and so on.
"""

from __future__ import annotations

import asyncio
from typing import Annotated, Final

from msgspec import Meta, Struct

from tipstaff.api.keys import Scope
from tipstaff.api.routing.call import Call, Reply, reply_json
from tipstaff.api.routing.route import Answer, Route
from tipstaff.app.telling.casework import CaseFile, Waiting, Wanted, case_file, queue
from tipstaff.cases.records.case import Case
from tipstaff.store.errors import StoreError
from tipstaff.vocab.errors import NotFound


class CasesQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """Which cases to list, in the order of the queue. Filters add up."""

    state: Annotated[Waiting, Meta(description="Those that somebody has to decide, or those that are over.")] = "live"
    account: Annotated[str, Meta(description="Only cases of this account.")] | None = None
    clause: Annotated[str, Meta(description="Only cases about this clause.")] | None = None
    after: Annotated[str, Meta(description="Only later ones: the `next` of the page before.")] | None = None
    limit: Annotated[int, Meta(ge=1, le=500, description="How many at most.")] = 50


class CasesPage(Struct, frozen=True):
    """One page of the queue; `next` goes into `after` for the following one and is null on the last."""

    items: list[Case]
    next: str | None


async def list_cases(call: Call) -> Reply:
    """A page of the queue."""
    query: CasesQuery = call.query
    wanted = Wanted(query.state, query.account, query.clause, query.after)
    found = await asyncio.to_thread(queue, call.door.service.house.ledgers, wanted, query.limit + 1)
    shown = found[: query.limit]
    return reply_json(CasesPage(shown, shown[-1].id if len(found) > query.limit else None))


async def one_case(call: Call) -> Reply:
    """One case whole."""
    return reply_json(await asyncio.to_thread(case_file, call.door.service.house.ledgers, call.path["id"]))


ROUTES: Final = (
    Route(
        "GET",
        "/v1/cases",
        "listCases",
        "List cases",
        "cases",
        list_cases,
        (Answer("A page of the queue: urgent ones first, then the gravest, then the oldest.", CasesPage),),
        scope=Scope.READ,
        query=CasesQuery,
        errors=(StoreError,),
        about="What is done with a case is a command: `case.claim`, `case.decide` and so on.",
    ),
    Route(
        "GET",
        "/v1/cases/{id}",
        "readCase",
        "Read one case",
        "cases",
        one_case,
        (Answer("The case with its actions, strikes, notices and reports.", CaseFile),),
        scope=Scope.READ,
        errors=(NotFound, StoreError),
        parameters={"id": "The case's id."},
    ),
)
