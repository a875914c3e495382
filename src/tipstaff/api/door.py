"""What every endpoint may use: the engine's face, the keys, the limits, the counters and a monotonic clock."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from tipstaff.api.keys import KeyRing
from tipstaff.api.metrics import DoorMetrics

if TYPE_CHECKING:
    from tipstaff.app.serving import Service
    from tipstaff.vocab.schema import Vocabulary


class Limits(Struct, frozen=True):
    """Sizes a door accepts: bytes of one event, of a batch and of a command; events in a batch."""

    event: int = 1_048_576
    batch: int = 33_554_432
    command: int = 1_048_576
    batch_events: int = 10_000

    def of(self, kind: str) -> int:
        """The limit in bytes for a kind of body: `event`, `batch` or `command`."""
        return {"event": self.event, "batch": self.batch, "command": self.command}[kind]


class Door(Struct):
    """Shared by all routes of one server. `monotonic` gives seconds; `document` follows from the routes."""

    service: Service
    keys: KeyRing
    limits: Limits
    metrics: DoorMetrics
    monotonic: Callable[[], float]
    vocabulary: Vocabulary
    version: str
    document: dict[str, Any] = {}
