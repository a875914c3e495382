"""The installation's API keys: made, revoked, and looked up on every request.

Records live among the store's entries (kind `api-keys`, key = the key's id), so a key made by `tipstaff key create` in
another process on the same database is known here at its first use, and its revocation within `RECHECK`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import msgspec
from msgspec import Struct

from tipstaff.api.keys.key import ApiKey, Scope, digest, key_id, mint
from tipstaff.store import Ack, Store, Transaction
from tipstaff.vocab.errors import Fault, NotFound, Unauthenticated

KIND: Final = "api-keys"
ENTROPY: Final = 38
RECHECK: Final = timedelta(seconds=5)
_CACHED: Final = 1_000


class NewKey(Struct, frozen=True):
    """What to make: a name for people, the scopes, and the person it acts for, if any."""

    name: str
    scopes: tuple[Scope, ...]
    person: str | None = None
    expires_at: datetime | None = None


class _Seen(Struct):
    key: ApiKey
    read_at: datetime


class KeyRing:
    """Makes and checks keys.

    Args:
        store: where records are kept; every change is also in the audit chain.
        clock: the time now, UTC.
        entropy: gives that many random bytes; the operating system's in production.
    """

    def __init__(self, store: Store, clock: Callable[[], datetime], entropy: Callable[[int], bytes]) -> None:
        self._store = store
        self._clock = clock
        self._entropy = entropy
        self._seen: dict[str, _Seen] = {}
        self.changes = 0
        """Keys made or revoked here: who remembers what a key was good for looks again when this has moved."""

    def create(self, new: NewKey, by: str) -> tuple[ApiKey, str]:
        """Make a key; the token is returned this once and cannot be had again."""
        name, token = mint(self._entropy(ENTROPY))
        key = ApiKey(
            name, new.name, digest(token), new.scopes, self._clock(), by, expires_at=new.expires_at, person=new.person
        )
        self._put(key, by, "key.create")
        return key, token

    def revoke(self, name: str, by: str) -> ApiKey:
        """End a key now.

        Raises:
            NotFound: no key has this id.
        """
        raw = self._store.reader.entry(KIND, name.encode())
        if raw is None:
            raise NotFound(f"no key has the id `{name}`")
        key = msgspec.structs.replace(_decode(raw), revoked_at=self._clock())
        self._put(key, by, "key.revoke")
        return key

    def all(self) -> list[ApiKey]:
        """Every key ever made, oldest first."""
        return sorted(
            (_decode(raw) for _, raw in self._store.reader.scan(KIND)), key=lambda key: (key.created_at, key.id)
        )

    def holder(self, token: str) -> ApiKey:
        """The key this token belongs to.

        Raises:
            Unauthenticated: not a token, not known, revoked or expired; which of them is not told.
        """
        name = key_id(token)
        key = self._find(name) if name is not None else None
        if key is None or not key.fits(token) or not key.in_force(self._clock()):
            raise _unknown()
        return key

    def good_for(self, key: ApiKey) -> float:
        """Seconds for which what was found out about a valid key may be relied upon."""
        if key.expires_at is None:
            return RECHECK.total_seconds()
        return min(RECHECK, key.expires_at - self._clock()).total_seconds()

    def reader_of(self, token: str) -> ApiKey:
        """The holder of a key that may read.

        Raises:
            Unauthenticated: see `holder`.
            NotAllowed: the key is valid but has no scope `read`.
        """
        key = self.holder(token)
        key.require(Scope.READ)
        return key

    def still_reads(self, name: str) -> ApiKey | None:
        """The key of this id, when it is in force and may read."""
        key = self._find(name)
        return key if key is not None and key.in_force(self._clock()) and key.allows(Scope.READ) else None

    def called(self, name: str) -> str | None:
        """What people call the key of this id, whether or not it is still in force; None when there never was one."""
        key = self._find(name)
        return key.name if key is not None else None

    def _find(self, name: str) -> ApiKey | None:
        now = self._clock()
        seen = self._seen.get(name)
        if seen is not None and now - seen.read_at < RECHECK:
            return seen.key
        raw = self._store.reader.entry(KIND, name.encode())
        if raw is None:
            return None
        if len(self._seen) >= _CACHED:
            self._seen.clear()
        key = _decode(raw)
        self._seen[name] = _Seen(key, now)
        return key

    def _put(self, key: ApiKey, by: str, command: str) -> None:
        at = self._clock()

        def write(transaction: Transaction) -> None:
            transaction.put_entry(KIND, key.id.encode(), msgspec.json.encode(key), at, by, command)
            scopes = [scope.value for scope in key.scopes]
            transaction.append_audit(command, {"key": key.id, "name": key.name, "scopes": scopes}, at, by)

        self._store.run(write, Ack.FSYNC)
        self._seen.pop(key.id, None)
        self.changes += 1


def _decode(raw: bytes) -> ApiKey:
    return msgspec.json.decode(raw, type=ApiKey)


def _unknown() -> Unauthenticated:
    fault = Fault("header.authorization", "a key that is known, not expired and not revoked", "another")
    return Unauthenticated("the API key is not valid", faults=[fault])
