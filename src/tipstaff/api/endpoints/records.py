"""GET /v1/decisions, /v1/decisions/{id} and its explanation: what was decided, and why."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Annotated, Any, Final, Literal

from msgspec import Meta, Raw, Struct

from tipstaff.api.keys import Scope
from tipstaff.api.routing.call import Call, Reply, reply_json
from tipstaff.api.routing.route import Answer, Route
from tipstaff.store import DecisionFilter, DecisionRow
from tipstaff.store.errors import StoreError
from tipstaff.vocab.decision import Decision
from tipstaff.vocab.errors import Fault, NotFound
from tipstaff.vocab.verdict import Verdict

_Sequence = Annotated[int, Meta(ge=1, le=2**63 - 1)]


class ListQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """Which decisions to list, newest first. Filters add up."""

    account: Annotated[str, Meta(description="Only decisions about this account.")] | None = None
    verdict: Annotated[Literal["allow", "defer", "review", "deny"], Meta(description="Only this verdict.")] | None = (
        None
    )
    type: Annotated[str, Meta(description="Only events of this type.")] | None = None
    clause: Annotated[str, Meta(description="Only decisions that cite this clause.")] | None = None
    before: Annotated[_Sequence, Meta(description="Only older ones: the `next` of the page before.")] | None = None
    limit: Annotated[int, Meta(ge=1, le=500, description="How many at most.")] = 50


class Recorded(Struct, frozen=True):
    """One decision in the record: its place, the event's source and type, and the decision itself."""

    sequence: int
    source: str
    type: str
    at: datetime
    decision: Decision


class RecordedWhole(Struct, frozen=True):
    """One decision with the event it judged; `event` is null once the event was erased."""

    sequence: int
    source: str
    type: str
    at: datetime
    decision: Decision
    event: dict[str, Any] | None


class Page(Struct, frozen=True):
    """One page; `next` goes into `before` for the following one and is null on the last."""

    items: list[Recorded]
    next: int | None


class _RawRecorded(Struct):
    sequence: int
    source: str
    type: str
    at: datetime
    decision: Raw


class _RawWhole(_RawRecorded):
    event: Raw | None


class _RawPage(Struct):
    items: list[_RawRecorded]
    next: int | None


async def list_decisions(call: Call) -> Reply:
    """A page of the record, newest first."""
    query: ListQuery = call.query
    where = DecisionFilter(
        query.account, Verdict(query.verdict) if query.verdict else None, query.type, query.clause, query.before
    )
    rows = await asyncio.to_thread(call.door.service.reader.decisions, where, query.limit + 1)
    shown = rows[: query.limit]
    following = shown[-1].sequence if len(rows) > query.limit else None
    return reply_json(_RawPage([_recorded(row) for row in shown], following))


async def one_decision(call: Call) -> Reply:
    """One decision with its event."""
    row = await asyncio.to_thread(_find, call)
    event = None if row.event is None else Raw(row.event)
    return reply_json(_RawWhole(row.sequence, row.source, row.type, row.at, Raw(row.decision), event))


async def explanation(call: Call) -> Reply:
    """Why: every rule that was looked at, its condition part by part, and what was computed for it."""
    await asyncio.to_thread(_find, call)
    return reply_json(await asyncio.to_thread(call.door.service.explain, call.path["id"]))


def _find(call: Call) -> DecisionRow:
    row = call.door.service.reader.decision(call.path["id"])
    if row is None:
        asked = f"`{call.path['id'][:100]}`"
        raise NotFound(f"no decision has the id {asked}", faults=[Fault("path.id", "the id of a decision", asked)])
    return row


def _recorded(row: DecisionRow) -> _RawRecorded:
    return _RawRecorded(row.sequence, row.source, row.type, row.at, Raw(row.decision))


ROUTES: Final = (
    Route(
        "GET",
        "/v1/decisions",
        "listDecisions",
        "List decisions",
        "decisions",
        list_decisions,
        (Answer("A page of the record, newest first.", Page),),
        scope=Scope.READ,
        query=ListQuery,
        errors=(StoreError,),
    ),
    Route(
        "GET",
        "/v1/decisions/{id}",
        "readDecision",
        "Read one decision",
        "decisions",
        one_decision,
        (Answer("The decision and its event.", RecordedWhole),),
        scope=Scope.READ,
        errors=(NotFound, StoreError),
        parameters={"id": "The decision's id."},
    ),
    Route(
        "GET",
        "/v1/decisions/{id}/explanation",
        "explainDecision",
        "Explain one decision",
        "decisions",
        explanation,
        (Answer("Every rule looked at, and what was computed for it.", {"type": "object"}),),
        scope=Scope.READ,
        errors=(NotFound, StoreError),
        parameters={"id": "The decision's id."},
    ),
)
