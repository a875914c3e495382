"""The console of a running service."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from starlette.routing import BaseRoute

from tipstaff.app.identity import system_clock
from tipstaff.app.retelling import Retelling
from tipstaff.console.desk import Desk, Keys, Played
from tipstaff.console.pages import pages

if TYPE_CHECKING:
    from tipstaff.app.serving import Service


class Score(Protocol):
    """Counts what a demonstration played."""

    def lines(self) -> Sequence[Played]:
        """One for each collection."""


def routes(
    service: Service, keys: Keys, *, anyone: bool, demo: Score | None, closing: Callable[[], bool]
) -> Sequence[BaseRoute]:
    """The console's routes.

    Args:
        service: what decides and records.
        keys: checks the keys with which people sign in.
        anyone: anyone on this machine may read without signing in.
        demo: counts what a demonstration played; the events are then examples, and a banner says so.
        closing: turns true when the server is about to stop.
    """
    desk = Desk(
        store=service.house.store,
        keys=keys,
        explain=service.explain,
        retell=Retelling(service.house),
        title=lambda policy: _title(service, policy),
        action=lambda kind: _action(service, kind),
        ledgers=service.house.ledgers,
        clause=lambda *names: _clause(service, *names),
        command=service.command,
        bundle=lambda: service.bundle.hash,
        vocabulary=service.bundle.vocabulary,
        clock=system_clock,
        entropy=secrets.token_bytes,
        open=anyone,
        demo=demo is not None,
        played=tuple if demo is None else demo.lines,
        closing=closing,
    )
    return pages(desk)


def _clause(service: Service, policy: str, version: str, name: str) -> Mapping[str, Any]:
    found = service.bundle.clause(policy, version, name)
    return {"ref": found.ref, "text": dict(found.text)} if found is not None else {"ref": "", "text": {}}


def _title(service: Service, policy: str) -> Mapping[str, str]:
    known = service.bundle.policies.get(policy)
    return known.title if known is not None else {}


def _action(service: Service, kind: str) -> Mapping[str, str]:
    policies = service.bundle.policies.values()
    own = (policy.enforcement.actions.get(kind) for policy in policies)
    return next((one.title for one in own if one is not None), {})
