"""The outcome of judging one event, as plain values.

A Decision is a record, not a command: nothing here sends, stores or blocks. `decide` builds it, `store` keeps it,
the doors answer with it. Its JSON is public contract: extend it, never rename. None of these values can be part of a
cycle, so the collector need not look at them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct

from tipstaff.vocab.verdict import Verdict


class Reason(Struct, frozen=True, gc=False):
    """One rule that matched: which sentence of which policy version, and what was seen.

    `explain` is in the account's language with personal values masked; `evidence` maps names to masked JSON values.
    """

    policy: str
    version: str
    clause: str
    control: str
    rule: str
    verdict: Verdict
    explain: str
    evidence: dict[str, Any]


class RuleError(Struct, frozen=True, gc=False):
    """A rule that could not be evaluated, and the verdict it fell back to (its own `on_error`)."""

    policy: str
    version: str
    clause: str
    control: str
    rule: str
    code: str
    message: str
    fallback: Verdict


class Obligation(Struct, frozen=True, gc=False):
    """What must be done along with the verdict, for example `add-footer` with its text."""

    kind: str
    clause: str
    detail: dict[str, Any] = {}


class Effect(Struct, frozen=True, gc=False):
    """A command that the decision sets in motion, kept in the outbox of the same transaction."""

    do: str
    args: dict[str, Any]
    clause: str


class Lift(Struct, frozen=True, gc=False):
    """An authorization in force that lifted a rule which would have matched."""

    id: str
    use: str
    clause: str
    rule: str


class Decision(Struct, frozen=True, gc=False):
    """The record of one event: the severest verdict, every determining reason, and what went wrong on the way.

    `until` is set when the verdict is `defer` (when the same event would pass) or when a restriction has an end.
    `shadow` lists what rules in shadow mode would have said; they never change the verdict. `facts` are the signals,
    windows and ledger look-ups that were computed on the way, by name, masked.
    """

    id: str
    event: str
    account: str
    verdict: Verdict
    until: datetime | None
    reasons: list[Reason]
    obligations: list[Obligation]
    errors: list[RuleError]
    shadow: list[Reason]
    authorizations: list[Lift]
    case: str | None
    bundle: str
    at: datetime
    effects: list[Effect] = []
    facts: dict[str, Any] = {}
