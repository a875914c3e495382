"""What a target is: a reader, what it may refuse with, and inputs to begin with."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tipstaff.vocab.errors import TipstaffError


@dataclass(frozen=True, slots=True)
class Target:
    """One reader.

    Args:
        read: takes any bytes.
        seeds: inputs to begin with.
        refusals: exceptions by which it refuses.
        longest: bytes of the longest input tried.
    """

    read: Callable[[bytes], object]
    seeds: Sequence[bytes] = ()
    refusals: tuple[type[Exception], ...] = (TipstaffError,)
    longest: int = 4096

    def bear(self, data: bytes) -> None:
        """Read; a refusal is an answer, anything else is a finding."""
        try:
            self.read(data)
        except self.refusals:
            return

    def plant(self, corpus: str) -> None:
        """Put the seeds into the folder of inputs, once."""
        folder = Path(corpus)
        if folder.is_dir():
            for seed in self.seeds:
                (folder / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)


def text_of(data: bytes) -> str:
    """The bytes as a text that can be said: what is no UTF-8 becomes one mark each."""
    return data.decode("utf-8", errors="replace")
