"""GET /v1/bundle and POST /v1/bundle/reload: what decides now, and how it changes."""

from __future__ import annotations

import asyncio
from typing import Final

from msgspec import Struct

from tipstaff.api.keys import Scope
from tipstaff.api.routing.call import Call, Reply, reply_json
from tipstaff.api.routing.route import Answer, Route
from tipstaff.vocab.errors import PackInvalid


class BundleShown(Struct, frozen=True):
    """The bundle in force: its content hash, the policies stacked in it, how many rules."""

    hash: str
    policies: list[str]
    rules: int


async def read_bundle(call: Call) -> Reply:
    """The bundle that decides now."""
    return reply_json(_shown(call))


async def reload_bundle(call: Call) -> Reply:
    """Read the packs again and swap; requests meanwhile are decided by the old bundle."""
    await asyncio.to_thread(call.door.service.reload)
    return reply_json(_shown(call))


def _shown(call: Call) -> BundleShown:
    bundle = call.door.service.bundle
    return BundleShown(bundle.hash, sorted({rule.policy for rule in bundle.rules}), len(bundle.rules))


ROUTES: Final = (
    Route(
        "GET",
        "/v1/bundle",
        "readBundle",
        "What is in force",
        "policy",
        read_bundle,
        (Answer("The bundle that decides now.", BundleShown),),
        scope=Scope.READ,
    ),
    Route(
        "POST",
        "/v1/bundle/reload",
        "reloadBundle",
        "Read the packs again",
        "policy",
        reload_bundle,
        (Answer("The bundle that decides from now on.", BundleShown),),
        scope=Scope.ADMIN,
        errors=(PackInvalid,),
        about="A pack that does not compile never replaces one that runs.",
    ),
)
