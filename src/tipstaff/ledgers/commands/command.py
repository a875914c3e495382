"""A command, what it is told beside its arguments, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from msgspec import Struct

from tipstaff.ledgers.ledgers import Draft, Outgoing
from tipstaff.ledgers.shelf import Change
from tipstaff.vocab.enforcing import Law
from tipstaff.vocab.permitting import UseTerms

# Roles that act for the operator, by how far they reach; customers and reporters act for themselves only.
DESK = frozenset({"analyst", "lead", "policy", "legal", "specialist", "admin"})
LEADS = frozenset({"lead", "policy", "legal", "admin"})
# Not people: the operator's own system, a decision's effects, a door that asks nobody for a key.
SYSTEMS = frozenset({"", "tipstaff", "anonymous"})
READERS = DESK | {"auditor", "appeals"}


@dataclass(frozen=True, slots=True)
class CommandContext:
    """What a command may not make up itself.

    Attributes:
        now: the moment (UTC).
        actor: the id of a person, whose role counts; or one of `SYSTEMS`, or a name with a colon (`key:…`), for whom
            the engine or the door has vouched already.
        new_id: a fresh id on each call.
        uses: what the policies ask of authorizations, by use.
        law: what the policies in force say about enforcement, and their clauses.
        told: the state is told, not changed: times may lie anywhere, and what has no time has always been so.
    """

    now: datetime
    actor: str
    new_id: Callable[[], str]
    uses: Mapping[str, UseTerms] = field(default_factory=dict)
    law: Law = field(default_factory=Law)
    told: bool = False

    @property
    def is_person(self) -> bool:
        """Whether the actor is one person, whose role counts."""
        return self.actor not in SYSTEMS and ":" not in self.actor


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command says, what is to be written for it, and what then leaves the installation."""

    result: dict[str, Any]
    changes: tuple[Change, ...]
    outgoing: tuple[Outgoing, ...] = ()


@dataclass(frozen=True, slots=True)
class Command:
    """`noun.verb` with its arguments.

    `run(draft, arguments, context)` changes the draft and gives the result; it raises a `TipstaffError` and then
    nothing is written. `roles` are who may; `customers` may too, where the account is their own.
    """

    name: str
    arguments: type[Struct]
    run: Callable[[Draft, Any, CommandContext], dict[str, Any]]
    roles: frozenset[str] = DESK
    customers: bool = False

    @property
    def about(self) -> str:
        """What it does, for the reference."""
        return " ".join((self.run.__doc__ or "").split())
