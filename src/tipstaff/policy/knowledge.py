"""What conditions may name, as plain declarations: nothing here knows how any of it is computed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from tipstaff.cel import Function
from tipstaff.cel.types import DOUBLE, DYN, INT, TIMESTAMP, RecordType, Type
from tipstaff.vocab.diagnostics import Diagnostic, Place
from tipstaff.vocab.reading.schema import Vocabulary

WindowReader = Callable[[str, Place, Vocabulary], tuple[Type | None, Sequence[Diagnostic]]]
"""Reads a window's specification: the type of its value (None when there is an error), and what is wrong with it.

The place is where the text starts; lines and columns of the diagnostics count from it as if the text stood there.
"""

_WINDOW_TYPES: Mapping[str, Type] = {"count": INT, "distinct": INT, "sum": DOUBLE, "ratio": DOUBLE, "last": TIMESTAMP}


def unread(text: str, place: Place, vocabulary: Vocabulary) -> tuple[Type | None, Sequence[Diagnostic]]:
    """The reader of those who have no windows: takes every specification and goes by its first word."""
    del place, vocabulary
    return _WINDOW_TYPES.get(text.partition(" ")[0], DYN), ()


_NO_ACCOUNT = RecordType("account", {})


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The names of one installation.

    Args:
        vocabulary: event types and their fields.
        variables: signals: name to type.
        functions: ledger functions and signals with arguments.
        account: the members of `account`.
        costs: microseconds that a variable takes to obtain.
        personal: for variables that hold personal values: the kind by which they are masked.
        windows: reads window specifications.
        commands: the commands that effects may give; none at all means that they are not checked.
        fingerprint: versions of everything behind these names (detectors, tables); part of a bundle's hash.
    """

    vocabulary: Vocabulary
    variables: Mapping[str, Type] = field(default_factory=dict)
    functions: Sequence[Function] = ()
    account: RecordType = _NO_ACCOUNT
    costs: Mapping[str, float] = field(default_factory=dict)
    personal: Mapping[str, str] = field(default_factory=dict)
    windows: WindowReader = unread
    commands: Collection[str] = ()
    fingerprint: str = ""
