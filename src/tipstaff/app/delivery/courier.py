"""Taking what is due from the outbox, having it carried, and settling it.

    claimed for five minutes ─▶ every carrier in turn ─┬─▶ all took it: done, and its addresses go out of the outbox
                                                       ├─▶ one could not: again after 1, 2, 4, ... minutes, at most 6 h
                                                       └─▶ refused for good, or tried 16 times: given up, and why

Delivered at least once: what was under way when the process died is due again when the claim ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final, Protocol

import msgspec
from msgspec import Struct

from tipstaff.app.delivery.parcel import Parcel
from tipstaff.app.identity import Clock
from tipstaff.ledgers import Ledgers
from tipstaff.notices import NOTICES
from tipstaff.notices.sending import DELIVER
from tipstaff.store import OutboxRow, Store, Transaction

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


class Carrier(Protocol):
    """Delivers parcels; may wait for the network."""

    def carry(self, parcel: Parcel) -> None:
        """Deliver one.

        Raises:
            Undelivered: it did not arrive, or nobody can tell.
        """


class Handed(Struct, frozen=True):
    """What became of one round. `evidence` names the requests for evidence that have now reached their accounts."""

    delivered: int = 0
    put_off: int = 0
    given_up: int = 0
    evidence: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Whether there was anything to do."""
        return bool(self.delivered or self.put_off or self.given_up)


class _Body(Struct, frozen=True):
    notice: str
    addresses: tuple[str, ...] = ()
    sample: tuple[str, ...] = ()


class Courier:
    """One installation's. Used by one thread at a time; several processes may each have one.

    Args:
        store: whose outbox it empties.
        ledgers: where the notices are.
        carriers: all of them are asked; the first that cannot ends the try.
        clock: now, in UTC.
    """

    def __init__(self, store: Store, ledgers: Ledgers, carriers: Sequence[Carrier], clock: Clock) -> None:
        self._store = store
        self._ledgers = ledgers
        self._carriers = tuple(carriers)
        self._clock = clock

    def round(self) -> Handed:
        """Deliver what is due, some at a time.

        Raises:
            StoreError: the database; what was carried meanwhile is carried again.
        """
        now = self._clock()
        due = self._store.run(lambda tx: tx.claim_outbox(now, _AT_ONCE, _LEASE))
        counts = {"delivered": 0, "put_off": 0, "given_up": 0}
        arrived: list[str] = []
        for row in due:
            tried = self._tried(row)
            counts[self._settle(row, tried if isinstance(tried, Undelivered) else None)] += 1
            if isinstance(tried, Parcel) and tried.notice.evidence:
                arrived.append(tried.notice.evidence)
        return Handed(**counts, evidence=tuple(arrived))

    def _tried(self, row: OutboxRow) -> Parcel | Undelivered:
        """What was delivered, or why it could not be."""
        try:
            parcel = self._parcel(row)
            for carrier in self._carriers:
                carrier.carry(parcel)
        except Undelivered as failed:
            return failed
        return parcel

    def _parcel(self, row: OutboxRow) -> Parcel:
        if row.do != DELIVER:
            raise Undelivered(f"nobody here carries out `{row.do}`", final=True)
        body = msgspec.json.decode(row.body, type=_Body)
        notice = self._ledgers.get(NOTICES, body.notice)
        if notice is None:
            raise Undelivered(f"there is no notice `{body.notice}`", final=True)
        return Parcel(row.key, self._clock(), notice, body.addresses, body.sample)

    def _settle(self, row: OutboxRow, failed: Undelivered | None) -> str:
        now = self._clock()
        if failed is None:
            self._store.run(lambda tx: tx.finish_outbox(row.key, now))
            return "delivered"
        reason = failed.reason[:_SHOWN]
        if failed.final or row.attempts >= MOST_TRIES:
            self._store.run(lambda tx: tx.abandon_outbox(row.key, reason, now))
            return "given_up"
        due = now + pause_after(row.attempts)

        def put_off(tx: Transaction) -> bool:
            return tx.retry_outbox(row.key, reason, due)

        self._store.run(put_off)
        return "put_off"


def pause_after(tries: int) -> timedelta:
    """How long to wait after so many tries, one at least."""
    doubled: int = 1 << (tries - 1)
    return min(_LONGEST, _FIRST * doubled)
