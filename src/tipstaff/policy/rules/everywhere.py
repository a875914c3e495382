"""Warnings about a rule that count only when they hold on every event type that the rule is on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from tipstaff.vocab.diagnostics import Diagnostic

# A word that a field never has on one type may be right on the next one.
_ON_EVERY_TYPE: Final = frozenset(("never-equal",))


def everywhere(by_type: Sequence[Sequence[Diagnostic]]) -> Iterator[Diagnostic]:
    """What to tell of a rule: for each event type it is on, what was found there."""
    agreed = [{(found.code, found.place, found.message) for found in one} for one in by_type]
    for one in by_type:
        for found in one:
            if found.code not in _ON_EVERY_TYPE or all((found.code, found.place, found.message) in s for s in agreed):
                yield found
