"""Files parsed once for as long as their text stays the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from tipstaff.policy.document.nodes import Node, parse, read_file
from tipstaff.policy.document.notes import Notes
from tipstaff.vocab.diagnostics import Diagnostic

T = TypeVar("T")


class ParsedFiles:
    """Trees of YAML files and what was made of them, kept over reloads."""

    def __init__(self) -> None:
        # By file, under the digest of its text.
        self._kept: dict[str, tuple[bytes, Node | None, tuple[Diagnostic, ...]]] = {}
        self._made: dict[tuple[str, object], tuple[Node, Any, tuple[Diagnostic, ...]]] = {}

    def read(self, path: Path, notes: Notes) -> Node | None:
        """The tree of a file as it is now; None, with the mistake noted, when there is none."""
        text = read_file(path, notes)
        if text is None:
            return None
        file = str(path)
        known, digest = self._kept.get(file), sha256(text.encode()).digest()
        if known is None or known[0] != digest:
            own = Notes()
            root = parse(file, text, own)
            known = self._kept[file] = (digest, root, tuple(own.diagnostics))
        notes.add(*known[2])
        return known[1]

    def made(self, path: Path, notes: Notes, make: Callable[[Node, Notes], Sequence[T]]) -> Sequence[T]:
        """What a function of a file's tree alone makes of it: the same as before while the text stays the same.

        What it notes is noted each time. Nothing where there is no tree.
        """
        root = self.read(path, notes)
        if root is None:
            return ()
        key = (str(path), make)
        known = self._made.get(key)
        if known is None or known[0] is not root:
            own = Notes()
            made = make(root, own)
            known = self._made[key] = (root, made, tuple(own.diagnostics))
        notes.add(*known[2])
        found: Sequence[T] = known[1]
        return found
