"""The hash chain: what is hashed, in which bytes. Pure; the same for every database.

    entry hash    = SHA-256(0x00, JCS{sequence, previous, kind, at, by, body})      previous: hash of the entry before
    decision leaf = SHA-256(0x00, JCS[sequence, id, source, event id, type, account, at, verdict, request hash,
                            clauses], SHA-256(event), decision)
    change leaf   = SHA-256(0x00, JCS[sequence, kind, key, at, by, command], SHA-256(value) or nothing)
    seal          = the entry that ends a commit; it names, for its decisions and its ledger changes, the first and last
                    sequence, the count and SHA-256(leaf, leaf, ...)
    erasure       = the entry that names events which were erased, in the same commit (see `erasures`)

JCS is RFC 8785 canonical JSON; the 0x00 before a leaf follows RFC 6962. Times are microseconds since 1970 as strings (a
JSON number is exact only to 2**53), bytes are hex. An event and a ledger value enter by their digest alone, so that
they can be erased later without breaking the proof of everything else.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import msgspec
import rfc8785

SEAL = "seal"
"""The kind of the entries that end a commit."""

ERASURE = "erasure"
"""The kind of the entries that name erased events."""

OWN = frozenset({SEAL, ERASURE})
"""The kinds that the store writes itself."""

STORE = "tipstaff.store"
"""Who writes the seals."""

GENESIS = bytes(32)
"""What stands for the hash before the first entry."""

DIGEST_SIZE = 32
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_LEAF = b"\x00"

# For strings, integers within 2**53 and lists of them this is RFC 8785 (a property test holds the two equal), and fast.
_encode = msgspec.json.Encoder().encode


def micros(at: datetime) -> int:
    """Microseconds since 1970; TypeError for a time without a zone."""
    return (at - _EPOCH) // _MICROSECOND


def moment(at: int) -> datetime:
    """The time of `micros`, in UTC."""
    return _EPOCH + timedelta(microseconds=at)


def decision_leaf(header: Sequence[str | int], event_digest: bytes, decision: bytes) -> bytes:
    """The leaf of one decision; `header` as drawn above, of strings and one integer."""
    return sha256(b"".join((_LEAF, _encode(header), event_digest, decision))).digest()


def decision_header(columns: Sequence[Any]) -> list[str | int]:
    """From (sequence, id, source, event_id, type, account, at, verdict, request_hash, clauses) of a table row."""
    sequence, ident, source, event_id, kind, account, at, verdict, asked, clauses = columns
    return [sequence, ident, source, event_id, kind, account, str(at), verdict, asked.hex(), clauses]


def change_leaf(header: Sequence[str | int], value_digest: bytes) -> bytes:
    """The leaf of one ledger change; `value_digest` is empty when the entry was taken out."""
    return sha256(b"".join((_LEAF, _encode(header), value_digest))).digest()


def change_header(columns: Sequence[Any]) -> list[str | int]:
    """From (sequence, kind, key, at, by, command) of a table row."""
    sequence, kind, key, at, by, command = columns
    return [sequence, kind, key.hex(), str(at), by, command]


def seal_body(decisions: tuple[int, Sequence[bytes]], changes: tuple[int, Sequence[bytes]]) -> bytes:
    """What a seal says: for each kind of row in the commit, its stretch. Given are first sequence and leaves."""
    named = {"changes": changes, "decisions": decisions}  # keys in order, here and in a stretch: canonical as it is
    return _encode({name: _stretch(first, leaves) for name, (first, leaves) in named.items() if leaves})


def entry_hash(head: tuple[int, str, int, str], body: bytes, previous: bytes) -> bytes:
    """The hash of an entry: `head` is (sequence, kind, at, by), `body` canonical JSON."""
    sequence, kind, at, by = head
    parts = (
        b'{"at":"%d","body":' % at,
        body,
        b',"by":',
        _encode(by),
        b',"kind":',
        _encode(kind),
        b',"previous":"%s","sequence":%d}' % (previous.hex().encode(), sequence),
    )
    return sha256(_LEAF + b"".join(parts)).digest()


def canonical(content: Any) -> bytes:
    """RFC 8785 JSON; ValueError says what cannot be written, such as an integer beyond 2**53."""
    try:
        return rfc8785.dumps(content)
    except rfc8785.CanonicalizationError as error:
        raise ValueError(f"not canonical JSON: {error}") from error


def _stretch(first: int, leaves: Sequence[bytes]) -> dict[str, int | str]:
    digest = sha256(b"".join(leaves)).hexdigest()
    return {"count": len(leaves), "digest": digest, "first": first, "last": first + len(leaves) - 1}
