"""The lines of a register's file as tokens, sorted into heaps on disk: memory does not grow with the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final

from tipstaff.ledgers import Ledgers
from tipstaff.ledgers.parties import normalise
from tipstaff.ledgers.records.register_blocks import TOKEN

HEAPS: Final = 256
"""Heaps, by a token's first byte."""
_FLUSH: Final = 64 * 1024
_EVERY: Final = 100_000
_SHOWN: Final = 10

Progress = Callable[[int], object]


@dataclass(slots=True)
class Sorted:
    """What a file held: addresses, lines left out (the first few with their numbers), the SHA-256 of all its lines."""

    entries: int = 0
    skipped: int = 0
    examples: list[tuple[int, str]] = field(default_factory=list)
    digest: str = ""


class Heaps:
    """Tokens by their first byte, in files."""

    def __init__(self, folder: Path) -> None:
        self._paths = [folder / f"{number:02x}" for number in range(HEAPS)]
        self._waiting = [bytearray() for _ in range(HEAPS)]

    def add(self, token: bytes) -> None:
        """Put one on its heap; of long ones the first bytes, as blocks keep them."""
        waiting = self._waiting[token[0]]
        waiting += token[:TOKEN]
        if len(waiting) >= _FLUSH:
            self._flush(token[0])

    def tokens(self, heap: int) -> set[bytes]:
        """All of one heap, each once."""
        self._flush(heap)
        whole = self._paths[heap].read_bytes()
        return {whole[at : at + TOKEN] for at in range(0, len(whole), TOKEN)}

    def _flush(self, heap: int) -> None:
        with self._paths[heap].open("ab") as file:
            file.write(self._waiting[heap])
        self._waiting[heap].clear()


def sort_out(lines: Iterable[str], ledgers: Ledgers, heaps: Heaps, progress: Progress) -> Sorted:
    """Put the token of each line on its heap. `progress` is told every so often how many lines were read."""
    found, digest = Sorted(), sha256()
    for number, line in enumerate(lines, 1):
        digest.update(line.encode("utf-8", "surrogateescape"))
        address = _address(line)
        if address and normalise(address).startswith(("tel:", "mailto:")):
            heaps.add(bytes.fromhex(ledgers.party(address)))
            found.entries += 1
        elif address:
            found.skipped += 1
            if len(found.examples) < _SHOWN:
                found.examples.append((number, address[:40]))
        if number % _EVERY == 0:
            progress(number)
    found.digest = digest.hexdigest()
    return found


def _address(line: str) -> str:
    """The first column; "" for an empty line and a comment."""
    text = line.strip().lstrip("\ufeff")
    for separator in ",;\t":
        text = text.partition(separator)[0]
    return "" if text.startswith("#") else text.strip().strip('"')
