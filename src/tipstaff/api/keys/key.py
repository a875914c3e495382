"""One API key as a value: its scopes, its token's shape, and whether a token is its own.

A token reads `tsk_<id>_<secret><checksum>`. The id finds the record, the secret (256 random bits) proves the holder,
and the checksum lets a scanner tell a leaked key from noise without asking us.
"""

from __future__ import annotations

import hmac
import zlib
from base64 import b32encode, urlsafe_b64encode
from datetime import datetime
from enum import Enum
from hashlib import sha256

from msgspec import Struct

from tipstaff.vocab.errors import Fault, NotAllowed

PREFIX = "tsk"
_CHECKSUM = 8


class Scope(Enum):
    """What a key may do. `admin` covers everything, `decide` covers `ask`."""

    DECIDE = "decide"
    ASK = "ask"
    READ = "read"
    COMMAND = "command"
    ADMIN = "admin"


_COVERS: dict[Scope, frozenset[Scope]] = {
    Scope.ADMIN: frozenset(Scope),
    Scope.DECIDE: frozenset({Scope.DECIDE, Scope.ASK}),
    Scope.ASK: frozenset({Scope.ASK}),
    Scope.READ: frozenset({Scope.READ}),
    Scope.COMMAND: frozenset({Scope.COMMAND}),
}


class ApiKey(Struct, frozen=True):
    """The stored half of a key. `digest` is the SHA-256 of the token in hex; times are UTC.

    `person` is the id of the person the key acts for in commands; without one it acts as itself (`key:<id>`).
    """

    id: str
    name: str
    digest: str
    scopes: tuple[Scope, ...]
    created_at: datetime
    created_by: str
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    person: str | None = None

    @property
    def actor(self) -> str:
        """Who a command through this key is recorded as."""
        return self.person or f"key:{self.id}"

    @property
    def may_command(self) -> bool:
        """Whether commands may be given with it."""
        return self.allows(Scope.COMMAND)

    def allows(self, scope: Scope) -> bool:
        """Does one of its scopes cover this one?"""
        return any(scope in _COVERS[held] for held in self.scopes)

    def require(self, scope: Scope) -> None:
        """Refuse when no scope covers this one.

        Raises:
            NotAllowed: names the scope that is missing and those that are held.
        """
        if not self.allows(scope):
            held = ", ".join(one.value for one in self.scopes)
            fault = Fault("header.authorization", f"a key with scope `{scope.value}`", f"scopes {held or 'none'}")
            raise NotAllowed(f"the key `{self.id}` has no scope `{scope.value}`", faults=[fault])

    def in_force(self, at: datetime) -> bool:
        """Neither revoked nor expired at `at`."""
        return (self.revoked_at is None or at < self.revoked_at) and (self.expires_at is None or at < self.expires_at)

    def fits(self, token: str) -> bool:
        """Is this token the key's own? Takes the same time whichever character differs."""
        return hmac.compare_digest(self.digest, digest(token))


def mint(entropy: bytes) -> tuple[str, str]:
    """Make the id and the token of a new key from 38 random bytes."""
    name = b32encode(entropy[:6]).decode().rstrip("=").lower()
    stem = f"{PREFIX}_{name}_{urlsafe_b64encode(entropy[6:38]).decode().rstrip('=')}"
    return name, stem + _checksum(stem)


def key_id(token: str) -> str | None:
    """The id inside a token, or None when it does not have a token's shape or its checksum is wrong."""
    prefix, _, rest = token.partition("_")
    name, _, secret = rest.partition("_")
    if prefix != PREFIX or not name or not secret or not token.isascii():
        return None
    return name if token[-_CHECKSUM:] == _checksum(token[:-_CHECKSUM]) else None


def digest(token: str) -> str:
    """What is stored in place of the token. A plain hash suffices: the secret has 256 random bits, nothing to guess."""
    return sha256(token.encode()).hexdigest()


def _checksum(stem: str) -> str:
    return f"{zlib.crc32(stem.encode()):08x}"
