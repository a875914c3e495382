"""The four verdicts and their order of severity."""

from __future__ import annotations

from enum import Enum
from functools import total_ordering


@total_ordering
class Verdict(Enum):
    """What to do with an event: `allow` < `defer` < `review` < `deny`. The severest of several wins."""

    ALLOW = "allow"
    DEFER = "defer"
    REVIEW = "review"
    DENY = "deny"

    @property
    def severity(self) -> int:
        """0 for allow to 3 for deny."""
        return _SEVERITY[self]

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Verdict):
            return NotImplemented
        return _SEVERITY[self] < _SEVERITY[other]


_SEVERITY = {verdict: severity for severity, verdict in enumerate(Verdict)}
BY_SEVERITY = tuple(Verdict)
