"""Keys of entries: parts joined so that prefixes are groups, and keyed hashes in place of recipients' addresses.

A recipient's address never stands in a key or a record. Its place is taken by a token: BLAKE2b of the normalised
address under the installation's key, so that nobody without the key can test which addresses are on file.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import blake2b

from tipstaff.ledgers.cache import Recent
from tipstaff.ledgers.parties import LONGEST, canonical

_END = b"\0"


class Tokens:
    """Turns addresses into tokens.

    Args:
        key: the installation's secret, 16 to 64 bytes. Another key makes every recipient on file unknown.
        remembered: addresses whose tokens are, some 250 bytes each. One event asks for the same several times; to make
            one again for the next takes 3 µs.
    """

    def __init__(self, key: bytes, remembered: int = 4_096) -> None:
        if not 16 <= len(key) <= 64:
            raise ValueError("the installation's key has 16 to 64 bytes")
        self._state = blake2b(key=key, digest_size=16, person=b"tipstaff-party")
        self._recent: Recent[str, str] = Recent(remembered)

    def token(self, address: str) -> str:
        """32 hexadecimal digits that stand for this recipient in this installation; "" for an empty address."""
        token = self._recent.get(address)
        if token is None:
            token = self._make(address)
            if len(address) <= LONGEST:
                self._recent.put(address, token)
        return token

    def _make(self, address: str) -> str:
        if not address:
            return ""
        state = self._state.copy()
        state.update(canonical(address).encode())
        return state.hexdigest()


def join(parts: Sequence[str]) -> bytes:
    """A key, or the prefix of a group: each part ended by a zero byte, so that `ab` is no prefix of `abc`."""
    text = "\0".join(parts) + "\0"
    if "\1" not in text and text.count("\0") == len(parts) and parts:
        return text.encode("utf-8", "surrogatepass")
    return b"".join([_part(text) for text in parts])


def stem(key: bytes, parts: int) -> bytes:
    """The first parts of a key, as `join` would have made them."""
    end = 0
    for _ in range(parts):
        end = key.index(_END, end) + 1
    return key[:end]


def sortable(moment: datetime | None) -> str:
    """A moment as text that sorts like time; "" for none."""
    return "" if moment is None else moment.astimezone(UTC).strftime("%Y%m%dT%H%M%S.%fZ").rjust(23, "0")


def _part(text: str) -> bytes:
    if "\0" in text or "\1" in text:
        text = text.replace("\1", "\1\2").replace("\0", "\1\3")
    return text.encode("utf-8", "surrogatepass") + _END
