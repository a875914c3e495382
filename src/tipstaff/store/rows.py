"""The values that go into the store and come out of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct

from tipstaff.vocab.verdict import Verdict


class DecisionRow(Struct, frozen=True, gc=False):
    """One recorded decision and the event it judged.

    `event` and `decision` are the JSON bytes as received and as answered; `event` is None once it was erased.
    `event_digest` is its SHA-256, computed when not given. `request_hash` is a digest of what was asked, where the
    event as it is kept does not tell that. `clauses` are the ids the decision cites, to look it up by them.
    `sequence` is given by the store: 1, 2, 3, ... without gaps.
    """

    id: str
    source: str
    event_id: str
    type: str
    account: str
    at: datetime
    verdict: Verdict
    request_hash: bytes
    event: bytes | None
    decision: bytes
    clauses: tuple[str, ...] = ()
    sequence: int = 0
    event_digest: bytes = b""


class DecisionFilter(Struct, frozen=True):
    """Which decisions to list; None means any. `before` is a sequence: only older decisions."""

    account: str | None = None
    verdict: Verdict | None = None
    type: str | None = None
    clause: str | None = None
    before: int | None = None


class HistoryRow(Struct, frozen=True):
    """One change of a ledger entry; `value` None with an empty `value_digest` means it was taken out.

    `value` None with a digest means that the value was erased since.
    """

    sequence: int
    kind: str
    key: bytes
    value: bytes | None
    at: datetime
    by: str
    command: str
    value_digest: bytes = b""


class AuditRow(Struct, frozen=True):
    """One entry of the audit chain; `hash` covers all of it and the hash before it (see `chain`)."""

    sequence: int
    kind: str
    at: datetime
    by: str
    body: Any
    hash: bytes


class OutboxItem(Struct, frozen=True):
    """An effect to carry out: `key` makes it once only, `do` names the command, `body` is its JSON arguments."""

    key: str
    do: str
    body: bytes
    due_at: datetime
    decision: str = ""


class OutboxRow(Struct, frozen=True):
    """An effect in the outbox. `attempts` counts claims; `state` is `waiting`, `done`, `abandoned` (it
    failed for good: a person must look) or `closed` (a person gave it up; `error` is why).

    `body` is empty once it is done: whom it was for stands, masked, in the decision.
    """

    sequence: int
    key: str
    do: str
    body: bytes
    due_at: datetime
    decision: str
    attempts: int
    state: str
    error: str


class OutboxFilter(Struct, frozen=True):
    """Which effects to list. `state` is one of `OutboxRow`'s; `before` a sequence: only older ones."""

    state: str
    before: int | None = None


class Snapshot(Struct, frozen=True):
    """State as of decision `sequence`."""

    name: str
    sequence: int
    at: datetime
    state: bytes


class Counts(Struct, frozen=True):
    """How much the store holds. `decisions` by verdict."""

    decisions: dict[Verdict, int]
    changes: int
    audit: int
    outbox_waiting: int
