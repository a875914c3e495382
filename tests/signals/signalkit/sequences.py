"""Sequences of recordings: mostly forward in time, often a little late, sometimes much, sometimes after a silence.

They are drawn as a length and a seed: every example is as dense in odd cases as it is long.
"""

from __future__ import annotations

import random

from hypothesis import strategies as st

KEYS = ("a", "b", ("c", 1))
SHAPES = st.sampled_from([(1, 2), (3, 2), (6, 4), (10, 2), (20, 5)])
"""(buckets, lateness)."""


@st.composite
def buckets(draw: st.DrawFn, most: int = 60) -> list[tuple[object, int]]:
    """(key, bucket) in order of arrival."""
    rng = random.Random(draw(st.integers(0, 2**32)))
    now = rng.choice([-40, 0, 29_000_000])
    told: list[tuple[object, int]] = []
    for _ in range(draw(st.integers(0, most))):
        step = rng.choice([rng.randint(0, 1), rng.randint(-6, 0), rng.randint(-30, 3), rng.randint(2, 26), 0])
        told.append((rng.choice(KEYS), now + step))
        now = max(now, now + step)
    return told
