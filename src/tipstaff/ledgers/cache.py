"""A bounded memory of what was looked up last, that never keeps a value older than its last announced change.

Two dictionaries take turns: entries that are used move to the young one; when that is full it becomes the old one and
what was left in the old one is dropped. A look-up costs one or two dictionary reads and no bookkeeping. What may never
be asked for again is only lent: it stays while the event at hand is judged, in two small dictionaries that take turns.
"""

from __future__ import annotations

from collections.abc import Hashable
from threading import Lock
from typing import Final, Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_LENT: Final = 256
"""One event looks up some twenty things; several threads may judge."""


class Recent(Generic[K, V]):
    """Holds up to about `size` entries, the recently used ones. None is no value.

    A value read from the shelf goes in with the stamp taken *before* the read. When anything was forgotten in between,
    the read may be older than that change, and the value stays out.
    """

    def __init__(self, size: int) -> None:
        self._half = max(1, size // 2)
        self._young: dict[K, V] = {}
        self._old: dict[K, V] = {}
        self._lent: dict[K, V] = {}
        self._lent_before: dict[K, V] = {}
        self.stamp = 0
        # Between a value's check and its coming in, no other thread may forget; reading takes no lock.
        self._changing = Lock()

    def get(self, key: K) -> V | None:
        """The value, or None."""
        value = self._young.get(key)
        if value is None:
            stamp = self.stamp
            value = self._old.get(key)
            if value is not None:
                self.put(key, value, stamp)
            else:
                value = self._lent.get(key)
                if value is None:
                    value = self._lent_before.get(key)
        return value

    def put(self, key: K, value: V, stamp: int | None = None) -> None:
        """Keep a value; with a stamp that is no longer the current one, do not."""
        with self._changing:
            if stamp is None or stamp == self.stamp:
                self._keep(key, value)

    def lend(self, key: K, value: V, stamp: int | None = None) -> None:
        """Keep a value until some hundred others were lent; stamps as in `put`."""
        with self._changing:
            if stamp is None or stamp == self.stamp:
                if len(self._lent) >= _LENT:
                    self._lent_before, self._lent = self._lent, {}
                self._lent[key] = value

    def forget(self, key: K) -> None:
        """Drop one entry. Values being read at this moment will not come in."""
        with self._changing:
            self.stamp += 1
            self._young.pop(key, None)
            self._old.pop(key, None)
            if self._lent or self._lent_before:
                self._lent.pop(key, None)
                self._lent_before.pop(key, None)

    def clear(self) -> None:
        """Drop everything."""
        with self._changing:
            self.stamp += 1
            if self._young or self._old:
                self._young, self._old = {}, {}
            if self._lent or self._lent_before:
                self._lent, self._lent_before = {}, {}

    def __len__(self) -> int:
        return len(self._young) + len(self._old) + len(self._lent) + len(self._lent_before)

    def _keep(self, key: K, value: V) -> None:
        if len(self._young) >= self._half:
            self._old, self._young = self._young, {}
        self._young[key] = value
