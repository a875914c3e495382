"""What a decision may ask for. The pipeline gives it; nothing here computes anything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from tipstaff.cel.run.activation import Activation
from tipstaff.vocab.event import Event


class AccountView(Protocol):
    """The little that a decision needs of an account."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def locale(self) -> str:
        """The language in which it is addressed: `en` or `fr`."""


class Facts(Activation, Protocol):
    """One event and everything that conditions may ask about it."""

    @property
    def event(self) -> Event:
        """The event being judged."""

    @property
    def account(self) -> AccountView:
        """The account on whose behalf it happens."""

    def authorizations(self) -> Sequence[tuple[str, str]]:
        """(id, use) of every authorization that was found to cover the event since this was last asked."""

    def computed(self) -> dict[str, Any]:
        """What was computed so far, by name, personal values masked."""
