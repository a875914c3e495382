"""How one overload is written down: its name, the kinds of values it takes, and what runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

# Bounds on what one call may make, so that no chain of calls can fill the memory.
MAX_TEXT: Final = 1_000_000
MAX_ITEMS: Final = 100_000

TIMESTAMP: Final = "google.protobuf.Timestamp"
DURATION: Final = "google.protobuf.Duration"
ANY: Final = "any"


@dataclass(frozen=True, slots=True)
class Implementation:
    """One overload. `kinds` are those of `values.kind` or `ANY`, the target of a member call first.

    `run` takes the values and gives a value, or raises CelError. It may rely on the kinds, nothing more. `variadic`
    lets the last kind repeat.
    """

    function: str
    id: str
    kinds: tuple[str, ...]
    run: Callable[..., Any]
    member: bool = False
    variadic: bool = False

    def takes(self, kinds: tuple[str, ...]) -> bool:
        """Whether values of these kinds are its arguments."""
        wanted = self.kinds
        if len(kinds) > len(wanted) and self.variadic:
            wanted = wanted + wanted[-1:] * (len(kinds) - len(wanted))
        return len(kinds) == len(wanted) and all(want in (ANY, got) for want, got in zip(wanted, kinds, strict=True))
