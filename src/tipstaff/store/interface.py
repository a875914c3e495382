"""What the house needs of a database, in a few methods; SQLite implements it now, PostgreSQL later.

    doors ──submit(job)──▶ bounded queue ──▶ one writer: BEGIN · job · job · job · seal · COMMIT ──▶ acknowledgements
    pages, replay ◀──────── Reader: own connections, never waits for the writer

A *job* is a function of a `Transaction`. What it writes is collected and reaches the database only when it returns, so
a job that raises leaves nothing behind and costs its neighbours nothing. Jobs of one commit see what earlier jobs of it
wrote. A job may be run a second time when its commit had to be taken apart: it must derive what it writes from its
arguments and the transaction alone, and hand effects to the outbox instead of acting.

Times are aware UTC datetimes, kept to the microsecond. Keys and values of ledgers are bytes that the store never reads.
Nothing here reads a clock or makes an id: both are passed in.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Future
from datetime import datetime
from typing import Any, Protocol, TypeVar

from tipstaff.store.acks import Ack
from tipstaff.store.chain_reader import ChainReader
from tipstaff.store.outbox import Sending, Sent
from tipstaff.store.rows import AuditRow, Counts, DecisionFilter, DecisionRow, HistoryRow, Snapshot

T = TypeVar("T")
LAST = (1 << 63) - 1
"""After every sequence."""

EventKey = tuple[str, str]
"""(source, event_id): what makes an event the same event."""

Outcome = tuple[object, Any, BaseException | None]
"""(ticket, result, error): how one posted job ended; `error` is None when it was acknowledged."""

Deliver = Callable[[list[Outcome]], None]
"""Takes all outcomes of one commit at once, on the writer's thread; must return at once and not raise."""


class Lookups(Protocol):
    """What a job and a reader can both ask."""

    def decided(self, source: str, event_id: str) -> DecisionRow | None:
        """The decision recorded for this event, if any."""

    def entry(self, kind: str, key: bytes) -> bytes | None:
        """The value a ledger holds now, None when absent or taken out."""

    def scan(self, kind: str, prefix: bytes = b"") -> Iterator[tuple[bytes, bytes]]:
        """(key, value) of every entry whose key starts with `prefix`, in key order."""


class Transaction(Lookups, Sending, Protocol):
    """One job's view: reads see what this commit wrote so far; writes are kept only if the job returns."""

    @property
    def sequence(self) -> int:
        """The sequence of the decision recorded last (0 before the first one ever)."""

    @property
    def last_change(self) -> int | None:
        """The sequence of the last change of an entry, by whomever; None once this commit makes changes of its own.

        What entries said at a sequence, they say as long as it is the last one.
        """

    def record_decision(self, row: DecisionRow) -> DecisionRow | None:
        """Record once per (source, event_id); `row.sequence` is ignored.

        Returns None when it is stored now (its number is then `sequence`), else the earlier row, which the caller
        compares with what was asked. Also for a twin in the same commit.
        """

    def put_entry(  # noqa: PLR0913, PLR0917 - a history row has this many facts, and all are required
        self, kind: str, key: bytes, value: bytes | None, at: datetime, by: str, command: str
    ) -> None:
        """Set an entry (None takes it out) and append to its history: who, when, through which command."""

    def attempt(self, part: Callable[[Transaction], T]) -> T:
        """Run a part of the job; when it raises, what it wrote is undone and the job may go on without it."""

    def append_audit(self, kind: str, body: dict[str, Any], at: datetime, by: str) -> None:
        """Append to the audit chain. `body` is JSON (integers within 2**53); ValueError says what is not.

        Submit jobs that call this with `Ack.FSYNC`.
        """

    def erase_events(self, sequences: Collection[int], reason: str, at: datetime, by: str) -> int:
        """Make the events of these decisions unreadable, and name them in the audit chain; gives how many held one.

        The decisions stay, and so do the digests of their events: all else can still be proved. An event that is gone
        already is not named again. Submit jobs that call this with `Ack.FSYNC`, a few hundred sequences at a time.
        """

    def put_snapshot(self, name: str, sequence: int, at: datetime, state: bytes) -> None:
        """Keep the state of something as of decision `sequence`, replacing the snapshot of that name."""


Job = Callable[[Transaction], T]


class Reader(Lookups, Sent, Protocol):
    """Reads what is committed. Safe from any thread; iterators read in pages and hold no lock between them."""

    def decision(self, decision_id: str) -> DecisionRow | None:
        """One decision by its id."""

    def decisions(self, where: DecisionFilter, limit: int = 50) -> list[DecisionRow]:
        """The newest decisions that match, newest first. Page on with `before` = the last row's sequence."""

    def events_since(
        self, sequence: int, *, until: int | None = None, types: Sequence[str] = ()
    ) -> Iterator[tuple[int, bytes]]:
        """(sequence, event JSON) of every decision after `sequence`, oldest first: what windows replay.

        `until` is the last sequence to give, `types` the only event types; None and () for all. Erased events are left
        out.
        """

    def last_sequence(self) -> int:
        """The sequence of the decision recorded last, 0 before the first one."""

    def place_before(self, at: datetime) -> int:
        """The sequence of a decision, or 0, after which every decision is that was made at this time or later.

        It takes decisions to be recorded in the order of their times.
        """

    def history(self, kind: str, key: bytes) -> list[HistoryRow]:
        """Every change of one ledger entry, oldest first."""

    def changes(self, after: int = 0, limit: int = 1000) -> list[HistoryRow]:
        """Ledger changes of all entries after a sequence, oldest first."""

    def audit(self, after: int = 0, limit: int = 1000) -> list[AuditRow]:
        """Entries of the audit chain after a sequence, oldest first."""

    def last_audit(self) -> AuditRow | None:
        """The end of the audit chain."""

    def snapshot(self, name: str) -> Snapshot | None:
        """The snapshot of that name."""

    def counts(self) -> Counts:
        """How many decisions, by verdict, ledger changes, audit entries and effects to do."""


class Store(Protocol):
    """An open database. One process may open several; several processes may share one."""

    @property
    def reader(self) -> Reader:
        """For reading; shared by all threads."""

    @property
    def chain(self) -> ChainReader:
        """For `audit.verify`."""

    @property
    def backlog(self) -> int:
        """Jobs waiting, for metrics and for shedding load early."""

    @property
    def room(self) -> int:
        """Records that may still be queued before `Overloaded` is raised."""

    @property
    def resting(self) -> bool:
        """Whether nothing is queued or under way, so that `commit_here` would take a commit."""

    def submit(self, job: Job[T], ack: Ack = Ack.WAL, *, keys: Sequence[EventKey] = ()) -> Future[T]:
        """Run `job` in the next commit. The future's result is the job's, its exception the job's or a StoreError.

        `keys`: the events the job will record. All keys of a commit are looked up in one query, which makes
        recording several times cheaper; leaving them out only costs time.

        Raises:
            Overloaded: the queue is full; nothing was queued.
            StoreClosed: after `close`.
        """

    def post(self, job: Job[Any], ack: Ack, deliver: Deliver, ticket: object, *, keys: Sequence[EventKey] = ()) -> None:
        """The same without a future: `deliver` is called once per commit with all outcomes meant for it.

        Jobs whose `deliver` is equal (one function, or one method of one object) share the call, so that an event loop
        wakes once per commit:

            store.post(job, Ack.WAL, deliver, loop.create_future(), keys=[(source, event_id)])

            def deliver(outcomes):            # on the writer's thread
                loop.call_soon_threadsafe(settle, outcomes)

            def settle(outcomes):             # on the loop
                for future, result, error in outcomes:
                    if not future.done():
                        future.set_exception(error) if error else future.set_result(result)
        """

    def commit_here(self, jobs: Sequence[tuple[Job[Any], object, Sequence[EventKey]]], deliver: Deliver) -> bool:
        """Commit these (job, ticket, keys) now, on the caller's thread, with `Ack.WAL`, and deliver before returning.

        For an event loop that has gathered what came in together: no thread is woken and none has to be waited for.
        Gives False, and did nothing, when anything is queued or under way: then `post` them, so that the order holds.
        A database that answers over a network always gives False.
        """

    def run(self, job: Job[T], ack: Ack = Ack.WAL, *, keys: Sequence[EventKey] = ()) -> T:
        """`submit` and wait. In inline mode the job runs on the caller's thread."""

    def close(self) -> None:
        """Finish what is queued, then close every connection. Twice is fine."""
