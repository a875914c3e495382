"""How long properties take their time: no deadline (the machine may be busy), a bounded number of examples."""

from __future__ import annotations

from hypothesis import settings

calmly = settings(deadline=None, max_examples=60)
