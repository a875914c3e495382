"""Bounds on what a rule may be made of, so that no text can exhaust the stack or the machine before it is checked.

They are far above what people write (the longest rule of the shipped packs is a few hundred characters, ten levels).
"""

from __future__ import annotations

from tipstaff.cel.findings import Finding
from tipstaff.cel.syntax import Span

MAX_CHARACTERS = 50_000
MAX_TOKENS = 20_000
# Levels of a tree. Recursive readers use up to four Python frames a level, out of a default of 1,000.
MAX_DEPTH = 100
# After so many findings in one text the rest is noise.
MAX_FINDINGS = 20


def nested_too_deeply(span: Span) -> Finding:
    """The finding for a tree that goes too far down."""
    return Finding("too-deep", f"more than {MAX_DEPTH} levels of nesting", span, "split it into several rules")
