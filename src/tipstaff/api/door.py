"""What every endpoint may use: the engine's face, the keys, the limits, the counters and a monotonic clock."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from msgspec import Struct

from tipstaff.api.keys import KeyRing
from tipstaff.api.metrics import DoorMetrics

if TYPE_CHECKING:
    from tipstaff.app.serving import Service


class Limits(Struct, frozen=True):
    """What a door accepts: bytes of one event, of a batch and of a command; events in a batch; levels of nesting."""

    event: int = 1_048_576
    batch: int = 33_554_432
    command: int = 1_048_576
    batch_events: int = 10_000
    nesting: int = 64

    def of(self, kind: str) -> int:
        """The limit in bytes for a kind of body: `event`, `batch` or `command`."""
        return {"event": self.event, "batch": self.batch, "command": self.command}[kind]


class Described(Protocol):
    """The OpenAPI document: as plain values and as JSON."""

    @property
    def content(self) -> dict[str, Any]:
        """Plain values."""

    @property
    def json(self) -> bytes:
        """As it is served."""


class Door(Struct):
    """Shared by all routes of one server. `monotonic` gives seconds; `description` is the OpenAPI document."""

    service: Service
    keys: KeyRing
    limits: Limits
    metrics: DoorMetrics
    monotonic: Callable[[], float]
    description: Described
