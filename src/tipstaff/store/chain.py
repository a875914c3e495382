"""The hash chain: what is hashed, in which bytes. Pure; the same for every database.

    entry hash    = SHA-256(0x00, JCS{sequence, previous, kind, at, by, body})      previous: hash of the entry before
    decision leaf = SHA-256(0x00, JCS[sequence, id, source, event id, type, account, at, verdict, request hash,
                            clauses], SHA-256(event), decision)
    change leaf   = SHA-256(0x00, JCS[sequence, kind, key, at, by, command], SHA-256(value) or nothing)
    seal          = an entry whose body names, for the decisions and ledger changes of one commit, the first and last
                    sequence, the count and SHA-256(leaf, leaf, ...)

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

from tipstaff.store.rows import AuditRow

SEAL = "seal"
"""The kind of the entries that the store writes itself."""

STORE = "tipstaff.store"
"""Who writes them."""

GENESIS = bytes(32)
"""What stands for the hash before the first entry."""

DIGEST_SIZE = 32
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_LEAF = b"\x00"

# For a list of strings and integers within 2**53 this is RFC 8785 (a property test holds the two equal), and fast.
_encode_list = msgspec.json.Encoder().encode


def micros(at: datetime) -> int:
    """Microseconds since 1970; TypeError for a time without a zone."""
    return (at - _EPOCH) // _MICROSECOND


def moment(at: int) -> datetime:
    """The time of `micros`, in UTC."""
    return _EPOCH + timedelta(microseconds=at)


def decision_leaf(header: Sequence[str | int], event_digest: bytes, decision: bytes) -> bytes:
    """The leaf of one decision; `header` as drawn above, already of strings and one integer."""
    return sha256(b"".join((_LEAF, _encode_list(header), event_digest, decision))).digest()


def decision_header(columns: Sequence[Any]) -> list[str | int]:
    """From (sequence, id, source, event_id, type, account, at, verdict, request_hash, clauses) of a table row."""
    sequence, ident, source, event_id, kind, account, at, verdict, request_hash, clauses = columns
    return [sequence, ident, source, event_id, kind, account, str(at), verdict, request_hash.hex(), clauses]


def change_leaf(header: Sequence[str | int], value_digest: bytes) -> bytes:
    """The leaf of one ledger change; `value_digest` is empty when the entry was taken out."""
    return sha256(b"".join((_LEAF, _encode_list(header), value_digest))).digest()


def change_header(columns: Sequence[Any]) -> list[str | int]:
    """From (sequence, kind, key, at, by, command) of a table row."""
    sequence, kind, key, at, by, command = columns
    return [sequence, kind, key.hex(), str(at), by, command]


def covered(first: int, leaves: Sequence[bytes]) -> dict[str, int | str]:
    """What a seal says of one stretch of rows."""
    digest = sha256(b"".join(leaves)).hexdigest()
    return {"first": first, "last": first + len(leaves) - 1, "count": len(leaves), "digest": digest}


def entry_hash(row: AuditRow, previous: bytes) -> bytes:
    """The hash of an entry that follows the entry hashed `previous`; `row.hash` is not looked at.

    Raises:
        ValueError: the body holds something that canonical JSON cannot say, such as an integer beyond 2**53.
    """
    content = {
        "sequence": row.sequence,
        "previous": previous.hex(),
        "kind": row.kind,
        "at": str(micros(row.at)),
        "by": row.by,
        "body": row.body,
    }
    return sha256(_LEAF + canonical(content)).digest()


def canonical(content: Any) -> bytes:
    """RFC 8785 JSON; ValueError says what cannot be written."""
    try:
        return rfc8785.dumps(content)
    except rfc8785.CanonicalizationError as error:
        raise ValueError(f"not canonical JSON: {error}") from error
