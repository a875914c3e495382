"""POST /v1/<noun>/<verb>, /v1/<noun>/<id>/<verb> and /v1/<noun>: commands that change state.

They are the same verbs everywhere: here, at the command line, in the console and in scenario files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from msgspec import Struct

from tipstaff.api.keys import Scope
from tipstaff.api.routing.call import Call, Reply, reply_json
from tipstaff.api.routing.route import MAY_FAIL, Answer, Body, Endpoint, Route
from tipstaff.vocab.decoding import parse_json
from tipstaff.vocab.errors import BadTransition, Conflict, Fault, Incomplete, Invalid, NotAllowed, NotFound, NotThereYet

# The verb that brings a noun into being, so that `POST /v1/account` means `account.put`; the first one a noun has.
CREATING: Final = (
    "put",
    "submit",
    "open",
    "request",
    "ask",
    "load",
    "draft",
    "add",
    "grant",
    "propose",
    "place",
    "record",
)


def command_endpoint(name: str) -> Endpoint:
    """The endpoint that carries out one command."""

    async def run(call: Call) -> Reply:
        return reply_json(await call.door.service.command(name, _arguments(call), call.actor))

    return run


def creating_verb(verbs: Mapping[str, str] | set[str]) -> str | None:
    """Which of a noun's verbs `POST /v1/<noun>` means; None when it has no such verb."""
    return next((verb for verb in CREATING if verb in verbs), None)


def _arguments(call: Call) -> dict[str, Any]:
    given = parse_json(call.body) if call.body else {}
    if not isinstance(given, dict):
        fault = Fault("", "a JSON object with the command's arguments", "something else")
        raise Invalid("the arguments are not an object", faults=[fault])
    if "id" not in call.path:
        return given
    named = call.path["id"]
    if given.get("id", named) != named:
        fault = Fault("id", f"`{named}` as in the path, or nothing", "another id")
        raise Invalid("the path and the body name different records", faults=[fault])
    return {**given, "id": named}


_OBJECT: Final = {"type": "object"}
_COMMAND_ERRORS: Final = (NotFound, BadTransition, Conflict, Incomplete, NotThereYet, NotAllowed, *MAY_FAIL)


def command_routes(arguments: Mapping[str, type[Struct] | None]) -> Sequence[Route]:
    """`/v1/<noun>/<verb>` and `/v1/<noun>/{id}/<verb>` for every command, and `/v1/<noun>` for the creating verb."""
    verbs: dict[str, set[str]] = {}
    for name in arguments:
        noun, _, verb = name.partition(".")
        verbs.setdefault(noun, set()).add(verb)
    found = [route for name in sorted(arguments) for route in _command(name, arguments[name])]
    for noun, held in sorted(verbs.items()):
        creating = creating_verb(held)
        if creating is not None:
            found.append(_bare(noun, f"{noun}.{creating}", arguments[f"{noun}.{creating}"]))
    return found


def _command(name: str, shape: type[Struct] | None) -> list[Route]:
    noun, _, verb = name.partition(".")
    plain = _command_route(name, f"/v1/{noun}/{verb}", name, shape)
    if shape is not None and "id" not in shape.__struct_fields__:
        return [plain]
    about = {"id": f"The id of the {noun}; what `id` in the body would say."}
    return [plain, _command_route(name, f"/v1/{noun}/{{id}}/{verb}", f"{name}.byId", None, about)]


def _bare(noun: str, name: str, shape: type[Struct] | None) -> Route:
    return _command_route(name, f"/v1/{noun}", f"{noun}.create", shape)


def _command_route(
    name: str, path: str, operation: str, shape: type[Struct] | None, parameters: dict[str, str] | None = None
) -> Route:
    schema: Any = shape if shape is not None else _OBJECT
    return Route(
        "POST",
        path,
        operation,
        name,
        "commands",
        command_endpoint(name),
        (Answer("What the command answers.", _OBJECT),),
        scope=Scope.COMMAND,
        body=Body({"application/json": schema}, limit="command"),
        errors=_COMMAND_ERRORS,
        parameters=parameters or {},
    )
