"""The system of record: decisions, ledgers, audit chain, outbox, window snapshots.

`interface` says what the rest of the house may ask; `sqlite.open` gives a `Store`. `audit.verify` proves that nobody
edited the record. Doors and `app` use the store; rooms below it declare the small Protocols they need themselves.
"""

from tipstaff.store.acks import Ack
from tipstaff.store.interface import EventKey, Job, Outcome, Reader, Store, Transaction
from tipstaff.store.rows import (
    AuditRow,
    Counts,
    DecisionFilter,
    DecisionRow,
    HistoryRow,
    OutboxFilter,
    OutboxItem,
    OutboxRow,
    Snapshot,
)

__all__ = [
    "Ack",
    "AuditRow",
    "Counts",
    "DecisionFilter",
    "DecisionRow",
    "EventKey",
    "HistoryRow",
    "Job",
    "OutboxFilter",
    "OutboxItem",
    "OutboxRow",
    "Outcome",
    "Reader",
    "Snapshot",
    "Store",
    "Transaction",
]
