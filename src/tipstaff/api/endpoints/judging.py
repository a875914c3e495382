"""POST /v1/decisions and /v1/decisions/batch: events in, decisions out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta, Raw, Struct

from tipstaff.api.examples import EVENTS
from tipstaff.api.keys import Scope
from tipstaff.api.routing.call import Call, Reply
from tipstaff.api.routing.documents import require_ordinary
from tipstaff.api.routing.problems import encode, problem
from tipstaff.api.routing.route import MAY_FAIL, Answer, Body, Route
from tipstaff.store.errors import StoreUnsafe
from tipstaff.vocab.decision import Decision
from tipstaff.vocab.errors import Conflict, Fault, Invalid, Malformed, TipstaffError, TooLarge

NDJSON = b"application/x-ndjson"
_ARRAY = msgspec.json.Decoder(list[Raw])


class JudgeQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """`ask` answers "would this be allowed?" and leaves no trace; `decide` records the decision."""

    mode: Annotated[Literal["decide", "ask"], Meta(description="Record the decision, or only ask.")] = "decide"


async def judge(call: Call) -> Reply:
    """One event, one decision; recorded before it is answered unless the caller only asks."""
    service = call.door.service
    if call.query.mode == "ask":
        return Reply(await service.ask(call.body))
    call.require(Scope.DECIDE)
    return Reply(await service.decide(call.body))


def judge_in_turn(call: Call, answer: Callable[[bytes | BaseException], object]) -> None:
    """The same, judged and recorded with all that comes in during this turn of the loop."""
    asking = call.query.mode == "ask"
    if not asking:
        call.require(Scope.DECIDE)
    call.door.service.tell(call.body, answer, ask=asking)


async def judge_batch(call: Call) -> Reply:
    """Many events, one line each in the order sent; a line that cannot be judged gets its problem, the others go on."""
    asking = call.query.mode == "ask"
    if not asking:
        call.require(Scope.DECIDE)
    raws = _events(call)
    limit = call.door.limits.batch_events
    if len(raws) > limit:
        fault = Fault("", f"at most {limit} events", f"{len(raws)}", "cut the batch into several")
        raise TooLarge(f"the batch has more than {limit} events", faults=[fault])
    refused = [_refusal(raw, call.door.limits.nesting) for raw in raws]
    taken = [raw for raw, error in zip(raws, refused, strict=True) if error is None]
    answers = iter(await call.door.service.decide_batch(taken, ask=asking))
    lines = [_line(next(answers) if error is None else error, number) for number, error in enumerate(refused, start=1)]
    return Reply(b"\n".join([*lines, b""]) if lines else b"", media_type=NDJSON)


def _refusal(raw: bytes, levels: int) -> TipstaffError | None:
    """Why an event is not even read; None when it is."""
    try:
        require_ordinary(raw, levels)
    except Invalid as error:
        return error
    return None


def _line(answer: bytes | TipstaffError, number: int) -> bytes:
    return answer if isinstance(answer, bytes) else encode(problem(answer, line=number))


def _events(call: Call) -> list[bytes]:
    """The events' bytes: the items of a JSON array, or the lines that are not blank."""
    body = call.body
    if body[:256].lstrip()[:1] == b"[":
        try:
            return [bytes(raw) for raw in _ARRAY.decode(body)]
        except (msgspec.DecodeError, RecursionError) as error:
            fault = Fault("", "a JSON array of events, or one event a line", str(error))
            raise Malformed("the batch is not a JSON array", faults=[fault]) from None
    if call.media_type == "application/cloudevents-batch+json":
        raise Malformed("a CloudEvents batch is a JSON array", faults=[Fault("", "a JSON array of events", "no array")])
    lines = [line for line in body.split(b"\n") if line.strip()]
    if not lines:
        fault = Fault("", "NDJSON, one event a line, or a JSON array of events", "nothing", "an empty batch is `[]`")
        raise Malformed("the batch is empty", faults=[fault])
    return lines


_ONE: Final = {"application/json": "Event", "application/cloudevents+json": "Event"}
_ARRAY_OF_EVENTS: Final = {"type": "array", "items": {"$ref": "#/components/schemas/Event"}}
_MANY: Final = {
    "application/x-ndjson": {"type": "string", "description": "One event a line."},
    "application/cloudevents-batch+json": _ARRAY_OF_EVENTS,
    "application/json": _ARRAY_OF_EVENTS,
}
_LINES: Final = {"type": "string", "description": "One decision a line, in the order sent; a problem in place of one."}

_DECIDE: Final = Route(
    "POST",
    "/v1/decisions",
    "decide",
    "Decide on one event",
    "decisions",
    judge,
    (Answer("The decision.", Decision),),
    scope=Scope.ASK,
    query=JudgeQuery,
    body=Body(_ONE, about="One CloudEvents 1.0 event.", examples=EVENTS),
    errors=(Conflict, *MAY_FAIL, StoreUnsafe),
    about="The decision is recorded before it is answered. The same event (`source`, `id`) told twice gets the same "
    "decision; other content under a used id is a conflict. With `mode=ask` nothing is recorded or counted. Scope "
    "`decide` records; `ask` suffices for `mode=ask`.",
    tell=judge_in_turn,
)

_BATCH: Final = Route(
    "POST",
    "/v1/decisions/batch",
    "decideBatch",
    "Decide on many events",
    "decisions",
    judge_batch,
    (Answer("Decisions and problems, one line each.", _LINES, media_type="application/x-ndjson"),),
    scope=Scope.ASK,
    query=JudgeQuery,
    body=Body(_MANY, limit="batch", about="NDJSON, or a CloudEvents batch.", required=False),
    errors=MAY_FAIL,
    about="An event that cannot be judged gets a problem object in its place, with `line`, its place in the batch "
    "counted from 1; the others go on.",
)

ROUTES: Final = (_DECIDE, _BATCH)
