"""People: who acts for the operator or for an account, and in which role."""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

from tipstaff.ledgers.kind import Kind

Role = Literal[
    "analyst",
    "lead",
    "policy",
    "appeals",
    "legal",
    "specialist",
    "auditor",
    "admin",
    "customer",
    "reporter",
]


class Person(Struct, frozen=True, omit_defaults=True):
    """A person. `account` is the account they belong to (customers) or have a stake in (the operator's own people)."""

    id: str
    role: Role
    account: str = ""


PEOPLE: Final = Kind("people", Person, key=("id",))
