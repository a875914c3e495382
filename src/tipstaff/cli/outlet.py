"""Decisions on their way out: NDJSON for programs, a table for people."""

from __future__ import annotations

from typing import TextIO

import msgspec
from rich.console import Console
from rich.table import Table

from tipstaff.vocab.decision import Decision
from tipstaff.vocab.verdict import Verdict

_COLOURS = {Verdict.ALLOW: "green", Verdict.DEFER: "cyan", Verdict.REVIEW: "yellow", Verdict.DENY: "red"}
_encoder = msgspec.json.Encoder()


class Lines:
    """One JSON object a line, in the order of the events."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def add(self, decision: Decision) -> None:
        """Write one decision."""
        self._out.write(_encoder.encode(decision).decode() + "\n")

    def close(self) -> None:
        """Write what is left."""
        self._out.flush()


class Sheet:
    """A table with a row for each decision, written when all are known."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._table = Table(box=None, pad_edge=False, header_style="bold")
        for name in ("event", "account", "verdict", "clause", "because"):
            self._table.add_column(name, overflow="fold" if name == "because" else "ellipsis")

    def add(self, decision: Decision) -> None:
        """Add one decision, a further row for each further reason."""
        colour = _COLOURS[decision.verdict]
        until = f" until {decision.until:%Y-%m-%d %H:%M}Z" if decision.until else ""
        reasons = [(reason.clause, reason.explain) for reason in decision.reasons]
        reasons += [(error.clause, f"{error.code}: {error.message}") for error in decision.errors]
        first, *rest = reasons or [("", "")]
        verdict = f"[{colour}]{decision.verdict.value}{until}[/]"
        self._table.add_row(decision.event, decision.account, verdict, first[0], _plain(first[1]))
        for clause, because in rest:
            self._table.add_row("", "", "", clause, _plain(because))

    def close(self) -> None:
        """Draw the table."""
        self._console.print(self._table)


def _plain(text: str) -> str:
    """Text in which brackets are brackets and no markup."""
    return text.replace("[", "\\[")
