"""The middle of some totals and how far they lie from it, in whole numbers until the last step.

Totals are whole (counts, or sums in millionths), so that every machine and every order of events gives the same value.

Sources: the median and the median absolute deviation (MAD) as robust measures of the usual and its spread: F. R.
Hampel, "The influence curve and its role in robust estimation", JASA 69 (1974); the factor 1.4826, with which the MAD
of normally distributed values estimates their standard deviation: P. J. Rousseeuw and C. Croux, "Alternatives to the
Median Absolute Deviation", JASA 88 (1993). Half of the values may be anything without moving either far, so that one
campaign or one attack does not become the usual.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

_MILLION: Final = 1_000_000
NORMAL: Final = 1.4826
"""1 / Φ⁻¹(3/4): the MAD of a normal distribution times this is its standard deviation."""


def twice_median(totals: Sequence[int]) -> int:
    """Two times the median of at least one total: the middle one doubled, or the sum of the two in the middle."""
    ordered = sorted(totals)
    size = len(ordered)
    return ordered[(size - 1) // 2] + ordered[size // 2]


def spread(totals: Sequence[int], doubled: int) -> float:
    """1.4826 times the median distance of at least one total from their median, which is given doubled."""
    distances = twice_median([abs(2 * total - doubled) for total in totals])
    return NORMAL * distances / 4


def rank_of(share: float, size: int) -> int:
    """The place, from 1, of a percentile among so many: nearest rank, without the rounding of binary fractions."""
    return -(-round(share * _MILLION) * size // _MILLION)
