"""API keys over the API: list, make, revoke. For keys with the scope `admin` only."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from msgspec import Struct

from tipstaff.api.keys import ApiKey, Scope
from tipstaff.api.keys.ring import NewKey
from tipstaff.api.routing.call import Call, Reply, reply_json
from tipstaff.api.routing.route import MAY_FAIL, Answer, Body, Route
from tipstaff.api.routing.shapes import read_shape
from tipstaff.vocab.errors import Fault, Invalid, NotFound


class KeyRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """What to make. `person` is who commands through the key are recorded as."""

    name: str
    scopes: list[Scope]
    person: str | None = None
    expires_at: datetime | None = None


class KeyShown(Struct, frozen=True):
    """A key as it may be shown: everything but its hash."""

    id: str
    name: str
    scopes: list[Scope]
    created_at: datetime
    created_by: str
    expires_at: datetime | None
    revoked_at: datetime | None
    person: str | None


class KeyMade(Struct, frozen=True):
    """The new key. `token` is shown this once; only its hash is kept."""

    key: KeyShown
    token: str


class KeyList(Struct, frozen=True):
    """Every key ever made, oldest first."""

    items: list[KeyShown]


async def list_keys(call: Call) -> Reply:
    """Every key, without secrets."""
    return reply_json(KeyList([shown(key) for key in call.door.keys.all()]))


async def create_key(call: Call) -> Reply:
    """Make a key and show its token once."""
    request = _read(call.body)
    new = NewKey(request.name, tuple(request.scopes), request.person, request.expires_at)
    key, token = call.door.keys.create(new, by=call.actor)
    return reply_json(KeyMade(shown(key), token), status=201)


async def revoke_key(call: Call) -> Reply:
    """End a key now."""
    return reply_json(shown(call.door.keys.revoke(call.path["id"], by=call.actor)))


def shown(key: ApiKey) -> KeyShown:
    """The part of a key that may leave the house."""
    return KeyShown(
        key.id, key.name, list(key.scopes), key.created_at, key.created_by, key.expires_at, key.revoked_at, key.person
    )


def _read(body: bytes) -> KeyRequest:
    refused = "the key cannot be made"
    request = read_shape(body, KeyRequest, Invalid(refused))
    wanted = {"name": "a name", "scopes": "at least one scope"}
    faults = [Fault(field, words, "nothing") for field, words in wanted.items() if not getattr(request, field)]
    if faults:
        raise Invalid(refused, faults=faults)
    return request


ROUTES: Final = (
    Route(
        "GET",
        "/v1/keys",
        "listKeys",
        "List API keys",
        "keys",
        list_keys,
        (Answer("Every key.", KeyList),),
        scope=Scope.ADMIN,
    ),
    Route(
        "POST",
        "/v1/keys",
        "createKey",
        "Make an API key",
        "keys",
        create_key,
        (Answer("The key; its token is shown this once.", KeyMade, status=201),),
        scope=Scope.ADMIN,
        body=Body({"application/json": KeyRequest}, limit="command"),
        errors=MAY_FAIL,
    ),
    Route(
        "POST",
        "/v1/keys/{id}/revoke",
        "revokeKey",
        "End an API key",
        "keys",
        revoke_key,
        (Answer("The key, now revoked.", KeyShown),),
        scope=Scope.ADMIN,
        errors=(NotFound, *MAY_FAIL),
        parameters={"id": "The key's id."},
    ),
)
