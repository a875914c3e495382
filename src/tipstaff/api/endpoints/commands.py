"""POST /v1/<noun>/<verb>, /v1/<noun>/<id>/<verb> and /v1/<noun>: commands that change state.

They are the same verbs everywhere: here, at the command line, in the console and in scenario files.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import Any, Final

from tipstaff.api.keys import Scope
from tipstaff.api.openapi.structs import inlined
from tipstaff.api.routing.call import Call, Reply, reply_json
from tipstaff.api.routing.route import MAY_FAIL, Answer, Body, Endpoint, Route
from tipstaff.app.recording.commands import COMMANDS, NAMES
from tipstaff.ledgers.commands import Command
from tipstaff.vocab.errors import (
    BadTransition,
    Conflict,
    Fault,
    Incomplete,
    Invalid,
    NotAllowed,
    NotFound,
    OutOfScope,
    TipstaffError,
)
from tipstaff.vocab.reading.decoding import parse_json

# The verb that brings a noun into being, so that `POST /v1/account` means `account.put`; the first one a noun has.
CREATING: Final = (
    "put",
    "request",
    "submit",
    "open",
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


def creating_verb(verbs: Collection[str]) -> str | None:
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
_COMMAND_ERRORS: Final[tuple[type[TipstaffError], ...]] = (
    NotFound,
    BadTransition,
    Conflict,
    Incomplete,
    OutOfScope,
    NotAllowed,
    *MAY_FAIL,
)


def command_routes() -> tuple[Route, ...]:
    """`/v1/<noun>/<verb>` for every command, `/v1/<noun>/{id}/<verb>` where it takes an id, and `/v1/<noun>`.

    Commands of the contract whose room is not built yet are served too, to say so, but not described.
    """
    verbs: dict[str, set[str]] = {}
    for name in (*COMMANDS, *NAMES):
        noun, _, verb = name.partition(".")
        verbs.setdefault(noun, set()).add(verb)
    creating = {noun: creating_verb(held) for noun, held in verbs.items()}
    return (
        *(route for name in sorted(COMMANDS) for route in _built(COMMANDS[name])),
        *(route for name in sorted(NAMES.keys() - COMMANDS.keys()) for route in _to_come(name)),
        *(_bare(noun, f"{noun}.{verb}") for noun, verb in sorted(creating.items()) if verb is not None),
    )


def _built(command: Command) -> list[Route]:
    noun, _, verb = command.name.partition(".")
    plain = _route(command.name, f"/v1/{noun}/{verb}", command.name, partial(inlined, command.arguments), command.about)
    if "id" not in command.arguments.__struct_fields__:
        return [plain]
    shape = partial(inlined, command.arguments, without="id")
    return [plain, _route(command.name, f"/v1/{noun}/{{id}}/{verb}", f"{command.name}.byId", shape, command.about)]


def _bare(noun: str, name: str) -> Route:
    if name not in COMMANDS:
        return _route(name, f"/v1/{noun}", f"{noun}.create", _OBJECT, hidden=True)
    return _route(
        name, f"/v1/{noun}", f"{noun}.create", partial(inlined, COMMANDS[name].arguments), f"The same as `{name}`."
    )


def _to_come(name: str) -> list[Route]:
    noun, _, verb = name.partition(".")
    paths = {name: f"/v1/{noun}/{verb}", f"{name}.byId": f"/v1/{noun}/{{id}}/{verb}"}
    return [_route(name, path, operation, _OBJECT, hidden=True) for operation, path in paths.items()]


def _route(  # noqa: PLR0913 - one line per fact reads better than a value made to hold them
    name: str, path: str, operation: str, schema: Any, about: str = "", *, hidden: bool = False
) -> Route:
    parameters = {"id": f"The id of the {name.partition('.')[0]}, as `id` in the body."} if "{id}" in path else {}
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
        about=about,
        parameters=parameters,
        hidden=hidden,
    )
