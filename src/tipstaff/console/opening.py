"""The console of a running service."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from starlette.routing import BaseRoute

from tipstaff.app.identity import system_clock
from tipstaff.console.desk import Desk, Keys, Words
from tipstaff.console.pages import pages
from tipstaff.policy import Bundle

if TYPE_CHECKING:
    from tipstaff.app.serving import Service


def routes(
    service: Service, keys: Keys, *, anyone: bool, demo: bool, closing: Callable[[], bool]
) -> Sequence[BaseRoute]:
    """The console's routes.

    Args:
        service: what decides and records.
        keys: checks the keys with which people sign in.
        anyone: anyone on this machine may read without signing in.
        demo: the events are examples, and a banner says so.
        closing: turns true when the server is about to stop.
    """
    desk = Desk(
        store=service.house.store,
        keys=keys,
        words=lambda policy, version, clause: words(service.bundle, policy, version, clause),
        computed=lambda decision: _computed(service.explain(decision)),
        bundle=lambda: service.bundle.hash,
        vocabulary=service.bundle.vocabulary,
        clock=system_clock,
        entropy=secrets.token_bytes,
        open=anyone,
        demo=demo,
        closing=closing,
    )
    return pages(desk)


def words(bundle: Bundle, policy: str, version: str, clause_id: str) -> Words | None:
    """A clause as that version of its policy words it."""
    clause = bundle.clause(policy, version, clause_id)
    return None if clause is None else Words(clause.ref, clause.text, bundle.policies[policy].title)


def _computed(explanation: Mapping[str, Any]) -> Mapping[str, Any] | None:
    found = explanation.get("computed")
    return found if isinstance(found, Mapping) else None
