"""Sequences of recordings: mostly forward in time, sometimes late, sometimes after a long silence."""

from __future__ import annotations

from hypothesis import strategies as st

KEYS = st.sampled_from(["a", "b", ("c", 1)])
STEPS = st.one_of(st.integers(0, 2), st.integers(-12, 12), st.integers(15, 90))


@st.composite
def buckets(draw: st.DrawFn, most: int = 60) -> list[tuple[object, int]]:
    """(key, bucket) in order of arrival."""
    now = draw(st.sampled_from([-40, 0, 29_000_000]))
    told = []
    for key, step in draw(st.lists(st.tuples(KEYS, STEPS), max_size=most)):
        told.append((key, now + step))
        now = max(now, now + step)
    return told


SHAPES = st.sampled_from([(1, 2), (3, 2), (6, 4), (10, 2), (20, 5)])
"""(buckets, lateness)."""
