"""What detectors need to know of the installation: declared here, kept by the ledgers, joined by the app."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from tipstaff.signals.scanners import NONE, Scanners


class ProtectedName(Struct, frozen=True):
    """A name nobody else may be confused with. `owner` is the account that may use it ("" for none)."""

    name: str
    owner: str = ""
    kind: str = "brand"


class Surroundings(Protocol):
    """The installation as a detector may see it."""

    def protected_names(self) -> Sequence[ProtectedName]:
        """The names in force. The same object as long as nothing changes, so that an index over it can be kept."""
        ...

    def listed(self, list_name: str, value: str) -> bool:
        """Whether a value stands on one of the operator's lists. Case does not count."""
        ...

    def entries(self, list_name: str) -> Sequence[tuple[str, str]]:
        """(value, kind) of everything on a list. The same object as long as nothing changes.

        Raises:
            CelError: the list is too long to be read whole.
        """
        ...

    def scanners(self) -> Scanners:
        """What the operator adds to the scanning of files."""
        ...


class NoSurroundings:
    """An installation that has declared nothing."""

    def protected_names(self) -> Sequence[ProtectedName]:
        """None."""
        return ()

    def listed(self, list_name: str, value: str) -> bool:  # noqa: ARG002  # there are no lists
        """Nothing is."""
        return False

    def entries(self, list_name: str) -> Sequence[tuple[str, str]]:  # noqa: ARG002  # there are no lists
        """None."""
        return ()

    def scanners(self) -> Scanners:
        """None."""
        return NONE
