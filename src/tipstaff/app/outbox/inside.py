"""What a command is told that acts on the transaction itself: on what waits in the outbox."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tipstaff.ledgers.commands import CommandContext
from tipstaff.store import Transaction

Again = Callable[[Transaction, str, Mapping[str, Any]], object]
"""Runs a command as the engine did: by its name, with its arguments."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside(CommandContext):
    """As every command is told, with the open transaction and what runs another command in it."""

    tx: Transaction
    again: Again
