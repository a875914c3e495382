"""OpenID AuthZEN Authorization API 1.0 on the same engine.

    subject   {type: "account", id: "acme"}                  the account; another type names it in `properties.account`
    action    {name: "message.send", properties?: {…}}       the event type, and fields of its data
    resource  {type: …, id: …, properties?: {…}}             fields of its data
    context   {id?: "evt-1", source?: …, time?: …, data?: {…}, properties…}

`decision` is true exactly when the verdict is `allow`; `context.decision` of the answer holds the whole decision. With
`context.id` the event is recorded under that id (told twice, decided once); without it the evaluation leaves no trace.
Source of the shapes and of the three semantics of several evaluations: OpenID AuthZEN Authorization API 1.0, §5 to §8.
"""

from __future__ import annotations

from typing import Any, Final, TypeVar

import msgspec
from msgspec import UNSET, Raw, Struct

from tipstaff.api.endpoints.authzen import (
    Action,
    AllAnswered,
    Answered,
    Configuration,
    Evaluation,
    Evaluations,
    Question,
    Resource,
    Subject,
)
from tipstaff.api.examples import AUTHZEN
from tipstaff.api.keys import Scope
from tipstaff.api.openapi.structs import inlined
from tipstaff.api.routing.call import Call, Reply, reply_json
from tipstaff.api.routing.route import MAY_FAIL, Answer, Body, Route
from tipstaff.api.routing.shapes import read_shape
from tipstaff.store.errors import StoreUnsafe
from tipstaff.vocab.errors import Conflict, Fault, Invalid, Malformed, TipstaffError, TooLarge

_SOURCE = "authzen"
_NOT_RECORDED = "evaluation"
MOST_EVALUATIONS = 1_000
_T = TypeVar("_T", bound=Struct)


class _Verdict(Struct):
    verdict: str


async def evaluate(call: Call) -> Reply:
    """Answer one question."""
    asked = _read(call.body, Question)
    answered = await _answer(call, Evaluation(asked.subject, asked.action, asked.resource, asked.context))
    return reply_json(answered, headers=_request_id(call))


async def evaluate_all(call: Call) -> Reply:
    """Answer several questions; a question that cannot be answered is denied with its error, the others go on."""
    request = _read(call.body, Evaluations)
    if not request.evaluations:
        alone = Evaluation(request.subject, request.action, request.resource, request.context)
        return reply_json(await _answer(call, alone), headers=_request_id(call))
    if len(request.evaluations) > MOST_EVALUATIONS:
        fault = Fault(
            "evaluations", f"at most {MOST_EVALUATIONS}", str(len(request.evaluations)), "ask in several requests"
        )
        raise TooLarge("too many evaluations in one request", faults=[fault])
    answers: list[Answered] = []
    for question in request.evaluations:
        answers.append(await _answer_or_error(call, _filled(question, request)))
        if _ends(request.options.evaluations_semantic, answers[-1]):
            break
    return reply_json(AllAnswered(answers), headers=_request_id(call))


async def configuration(call: Call) -> Reply:
    """Where the endpoints are, for clients that look it up."""
    root = f"{call.scheme}://{call.authority}"
    return reply_json(Configuration(root, f"{root}/access/v1/evaluation", f"{root}/access/v1/evaluations"))


def _ends(semantic: str, answered: Answered) -> bool:
    return (semantic == "deny_on_first_deny" and not answered.decision) or (
        semantic == "permit_on_first_permit" and answered.decision
    )


def _filled(question: Evaluation, request: Evaluations) -> Evaluation:
    return Evaluation(
        question.subject or request.subject,
        question.action or request.action,
        question.resource or request.resource,
        request.context if question.context is UNSET else question.context,
    )


async def _answer_or_error(call: Call, question: Evaluation) -> Answered:
    try:
        return await _answer(call, question)
    except TipstaffError as error:
        said = {"status": error.status, "message": error.message}
        return Answered(False, {"error": said, "code": error.code, "faults": error.faults})


async def _answer(call: Call, question: Evaluation) -> Answered:
    context = {} if question.context is UNSET else question.context
    event = msgspec.json.encode(_event(question, context))
    raw = await _judge(call, event, record="id" in context)
    verdict = msgspec.json.decode(raw, type=_Verdict).verdict
    return Answered(verdict == "allow", {"decision": Raw(raw)})


async def _judge(call: Call, event: bytes, *, record: bool) -> bytes:
    if not record:
        return await call.door.service.ask(event)
    call.require(Scope.DECIDE)
    return await call.door.service.decide(event)


def _event(question: Evaluation, context: dict[str, Any]) -> dict[str, Any]:
    subject, action, resource = _whole(question)
    account = subject.id if subject.type == "account" else subject.properties.get("account")
    if not isinstance(account, str):
        fault = Fault(
            "subject.properties.account", "the id of an account", "nothing", "or use the subject type `account`"
        )
        raise Invalid("the subject names no account", faults=[fault])
    event: dict[str, Any] = {
        "specversion": "1.0",
        "id": context.get("id", _NOT_RECORDED),
        "source": context.get("source", _SOURCE),
        "type": action.name,
        "account": account,
        "data": {**resource.properties, **action.properties, **_object(context, "data")},
    }
    return event | ({"time": context["time"]} if "time" in context else {})


def _whole(question: Evaluation) -> tuple[Subject, Action, Resource]:
    subject, action, resource = question.subject, question.action, question.resource
    if subject is UNSET or action is UNSET or resource is UNSET:
        parts = {"subject": subject, "action": action, "resource": resource}
        faults = [Fault(name, "an object", "nothing") for name, part in parts.items() if part is UNSET]
        raise _Unreadable("the evaluation is not whole", faults=faults)
    return subject, action, resource


class _Unreadable(Invalid):
    """AuthZEN asks for status 400 where a request does not have its shape."""

    status = 400


def _object(context: dict[str, Any], name: str) -> dict[str, Any]:
    value = context.get(name, {})
    if not isinstance(value, dict):
        raise _Unreadable(
            "the context cannot be used", faults=[Fault(f"context.{name}", "an object", "something else")]
        )
    return value


def _read(body: bytes, shape: type[_T]) -> _T:
    return read_shape(body, shape, _Unreadable("the request does not have the shape of AuthZEN"))


def _several() -> dict[str, Any]:
    """The schema of several questions: some are listed, or the request is a whole one itself."""
    listed = {"properties": {"evaluations": {"minItems": 1}}, "required": ["evaluations"]}
    alone = {"required": ["subject", "action", "resource"]}
    return {**inlined(Evaluations, further=True), "anyOf": [listed, alone]}


def _request_id(call: Call) -> tuple[tuple[bytes, bytes], ...]:
    given = call.headers.get(b"x-request-id")
    return ((b"x-request-id", given[:200]),) if given else ()


ROUTES: Final = (
    Route(
        "POST",
        "/access/v1/evaluation",
        "evaluate",
        "Answer one AuthZEN evaluation",
        "authzen",
        evaluate,
        (Answer("The answer.", Answered),),
        scope=Scope.ASK,
        body=Body({"application/json": Question}, about="OpenID AuthZEN 1.0.", examples=AUTHZEN),
        errors=(Conflict, Malformed, *MAY_FAIL, StoreUnsafe),
        about="`action.name` is an event type, `subject` the account; `properties` become the event's data. With "
        "`context.id` the event is recorded under that id (scope `decide`), without it nothing is.",
    ),
    Route(
        "POST",
        "/access/v1/evaluations",
        "evaluateAll",
        "Answer several AuthZEN evaluations",
        "authzen",
        evaluate_all,
        (
            Answer(
                "The answers, in order.",
                (AllAnswered, Answered),
            ),
        ),
        scope=Scope.ASK,
        body=Body({"application/json": _several}, about="OpenID AuthZEN 1.0."),
        errors=(Conflict, Malformed, *MAY_FAIL, StoreUnsafe),
        about="Without `evaluations` the request is one question and is answered like one.",
    ),
    Route(
        "GET",
        "/.well-known/authzen-configuration",
        "authzenConfiguration",
        "Where the AuthZEN endpoints are",
        "authzen",
        configuration,
        (Answer("The metadata document.", Configuration),),
    ),
)
