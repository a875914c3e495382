"""Taking what is due from the outbox, having it carried, and settling it.

    claimed for five minutes ─▶ every carrier in turn ─┬─▶ all took it: done, and nothing of it stays in the outbox
           │                                           ├─▶ one could not: again after 1, 2, 4, ... minutes, at most 6 h
           │                                           └─▶ refused for good, or tried 16 times: given up, and why;
           └─▶ wanted no more: done, and why               which notice it was stays, its addresses do not

Whatever one row raises is noted at that row, as a try that failed: the others leave.

Delivered at least once: what was under way when the process died is due again when the claim ends. What follows from a
delivery is recorded in the transaction that settles it, so that neither is without the other. When that is refused, the
notice was delivered all the same: it is not sent again, and what was refused stands in the outbox for a person to see.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol

import msgspec
from msgspec import Struct

from tipstaff.app.delivery.parcel import Parcel
from tipstaff.app.delivery.wanted import unwanted
from tipstaff.app.identity import Clock
from tipstaff.ledgers import Change, Ledgers
from tipstaff.notices import NOTICES, Notice
from tipstaff.notices.sending import DELIVER
from tipstaff.store import Ack, OutboxRow, Store, Transaction
from tipstaff.store.errors import StoreError
from tipstaff.vocab.errors import BadTransition, Overloaded, TipstaffError

MOST_TRIES: Final = 16
"""The last one is two days after the first."""

_AT_ONCE: Final = 16
_LEASE: Final = timedelta(minutes=5)
_FIRST: Final = timedelta(minutes=1)
_LONGEST: Final = timedelta(hours=6)
_SHOWN: Final = 200


class Undelivered(Exception):
    """A carrier could not deliver. `final`: trying again would not help."""

    def __init__(self, reason: str, *, final: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.final = final


class Unwanted(Struct, frozen=True):
    """Nobody is to be told any more."""

    reason: str


class Carrier(Protocol):
    """Delivers parcels; may wait for the network."""

    def carry(self, parcel: Parcel) -> None:
        """Deliver one.

        Raises:
            Undelivered: it did not arrive, or nobody can tell.
        """


class Handed(Struct, frozen=True):
    """What became of one round."""

    delivered: int = 0
    put_off: int = 0
    given_up: int = 0
    called_off: int = 0

    @property
    def any(self) -> bool:
        """Whether there was anything to do."""
        return bool(self.delivered or self.put_off or self.given_up or self.called_off)


Arrived = Callable[[Transaction, Notice, datetime], Sequence[Change]]
"""What follows from the delivery of a notice, as part of the transaction that settles it; gives what it changed."""


def _nothing(_tx: Transaction, _notice: Notice, _at: datetime) -> Sequence[Change]:
    return ()


class _Body(Struct, frozen=True):
    """`delivered`: it arrived, and only what follows from that is missing."""

    notice: str
    addresses: tuple[str, ...] = ()
    sample: tuple[str, ...] = ()
    delivered: bool = False


class Courier:
    """One installation's. Used by one thread at a time; several processes may each have one.

    Args:
        store: whose outbox it empties.
        ledgers: where the notices are.
        carriers: all of them are asked; the first that cannot ends the try.
        clock: now, in UTC.
        arrived: what follows from a delivery.
    """

    def __init__(
        self, store: Store, ledgers: Ledgers, carriers: Sequence[Carrier], clock: Clock, arrived: Arrived = _nothing
    ) -> None:
        self._store = store
        self._ledgers = ledgers
        self._carriers = tuple(carriers)
        self._clock = clock
        self._arrived = arrived

    def round(self) -> Handed:
        """Deliver what is due, some at a time.

        Raises:
            StoreError: the database; what was carried meanwhile is carried again.
        """
        now = self._clock()
        due = self._store.run(lambda tx: tx.claim_outbox(now, _AT_ONCE, _LEASE))
        counts = {"delivered": 0, "put_off": 0, "given_up": 0, "called_off": 0}
        for row in due:
            counts[self._became(row)] += 1
        return Handed(**counts)

    def _became(self, row: OutboxRow) -> str:
        try:
            return self._settle(row, self._tried(row))
        except (StoreError, Overloaded):
            raise
        except Exception:  # noqa: BLE001 - one row must not stop the others; it is due again when its claim ends
            return "put_off"

    def _tried(self, row: OutboxRow) -> Parcel | Undelivered | Unwanted:
        """What was delivered, or why it could not or should not be."""
        if row.attempts > MOST_TRIES:  # each of them ended before it could be settled
            return Undelivered(f"tried {MOST_TRIES} times and never settled; {row.error}".rstrip("; "), final=True)
        try:
            parcel, arrived = self._parcel(row)
            if arrived:
                return parcel
            reason = unwanted(self._ledgers, parcel.notice)
            if reason:
                return Unwanted(reason)
            for carrier in self._carriers:
                carrier.carry(parcel)
        except Undelivered as failed:
            return failed
        except (StoreError, Overloaded):
            raise
        except Exception as broke:  # noqa: BLE001 - whatever one notice raised, it must not keep the others back
            return Undelivered(f"{type(broke).__name__} was raised")
        return parcel

    def _parcel(self, row: OutboxRow) -> tuple[Parcel, bool]:
        """What is to be carried, and whether it was before."""
        if row.do != DELIVER:
            raise Undelivered(f"nobody here carries out `{row.do}`", final=True)
        try:
            body = msgspec.json.decode(row.body, type=_Body)
        except msgspec.DecodeError as fault:
            raise Undelivered(f"it cannot be read: {fault}", final=True) from None
        notice = self._ledgers.get(NOTICES, body.notice)
        if notice is None:
            raise Undelivered(f"there is no notice `{body.notice}`", final=True)
        return Parcel(row.key, self._clock(), notice, body.addresses, body.sample), body.delivered

    def _settle(self, row: OutboxRow, became: Parcel | Undelivered | Unwanted) -> str:
        now = self._clock()
        if isinstance(became, Parcel):
            return "delivered" if self._finish(row, became.notice, now) else "given_up"
        if isinstance(became, Unwanted):
            note = became.reason
            self._store.run(lambda tx: tx.finish_outbox(row.key, now, note))
            return "called_off"
        reason = became.reason[:_SHOWN]
        if became.final or row.attempts >= MOST_TRIES:
            left = _without_addresses(row)
            self._store.run(lambda tx: tx.abandon_outbox(row.key, reason, now, body=left))
            return "given_up"
        due = now + pause_after(row.attempts)

        def put_off(tx: Transaction) -> bool:
            return tx.retry_outbox(row.key, reason, due)

        self._store.run(put_off)
        return "put_off"

    def _finish(self, row: OutboxRow, notice: Notice, now: datetime) -> bool:
        """It is out of the outbox, and what follows from its delivery stands, or neither.

        Gives whether what follows could be recorded; else the outbox says, for a person to see, what was refused.
        """

        def whole(tx: Transaction) -> Sequence[Change]:
            return self._arrived(tx, notice, now) if tx.finish_outbox(row.key, now) else ()

        def job(tx: Transaction) -> Sequence[Change] | None:
            try:
                return tx.attempt(whole)
            except (StoreError, Overloaded):  # the database's: nothing is recorded, and it is carried again
                raise
            except BadTransition as moot:
                tx.finish_outbox(row.key, now, _noted("nothing waited for it", moot))
                return ()
            except TipstaffError as refused:
                error = _noted("what follows was refused", refused)
            except Exception as broke:  # noqa: BLE001 - whatever what follows raised, the notice is not sent again
                error = f"delivered, but what follows raised {type(broke).__name__}"
            tx.abandon_outbox(row.key, error, now, body=_without_addresses(row, delivered=True))
            return None

        changes = self._store.run(job, Ack.FSYNC if notice.evidence else Ack.WAL)
        self._ledgers.forget(changes or ())
        return changes is not None


def _noted(what: str, error: TipstaffError) -> str:
    return f"delivered, but {what}: {error.code}: {error.message}"[:_SHOWN]


def _without_addresses(row: OutboxRow, *, delivered: bool = False) -> bytes | None:
    """Which notice was given up, for a person to see, and nobody's address; None: not ours, it stays as it is."""
    if row.do != DELIVER:
        return None
    try:
        body = msgspec.json.decode(row.body, type=_Body)
        arrived = {"delivered": True} if delivered or body.delivered else {}
        return msgspec.json.encode({"notice": body.notice, **arrived})
    except msgspec.DecodeError:  # what cannot be read may hold an address
        return b"{}"


def pause_after(tries: int) -> timedelta:
    """How long to wait after so many tries, one at least."""
    doubled: int = 1 << (tries - 1)
    return min(_LONGEST, _FIRST * doubled)
