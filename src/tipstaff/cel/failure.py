"""The one failure that an evaluation can have, and the bounds of 64 bits."""

from __future__ import annotations

from typing import Final, Literal

ErrorCode = Literal[
    "no-such-field",
    "no-such-key",
    "index-out-of-range",
    "duplicate-key",
    "divide-by-zero",
    "overflow",
    "invalid-argument",
    "no-matching-overload",
    "unknown-name",
    "unknown-zone",
    "limit-exceeded",
]

MIN_INT: Final = -(2**63)
MAX_INT: Final = 2**63 - 1
MAX_UINT: Final = 2**64 - 1


class CelError(Exception):
    """An expression has no value. `code` is stable (one of `ErrorCode`, or a host's own such as `signal-unavailable`).

    Raised inside an evaluation and handed out as a value by `evaluate`; two of them are equal when they say the same.
    """

    def __init__(self, code: ErrorCode | str, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CelError) and (self.code, self.message) == (other.code, other.message)

    def __hash__(self) -> int:
        return hash((self.code, self.message))
