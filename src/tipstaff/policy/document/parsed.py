"""Files parsed once for as long as their text stays the same."""

from __future__ import annotations

from pathlib import Path

from tipstaff.policy.document.nodes import Node, parse, read_file
from tipstaff.policy.document.notes import Notes
from tipstaff.vocab.diagnostics import Diagnostic


class ParsedFiles:
    """Trees of YAML files, kept over reloads."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[str, Node | None, tuple[Diagnostic, ...]]] = {}

    def read(self, path: Path, notes: Notes) -> Node | None:
        """The tree of a file as it is now; None, with the mistake noted, when there is none."""
        text = read_file(path, notes)
        if text is None:
            return None
        file = str(path)
        known = self._kept.get(file)
        if known is None or known[0] != text:
            own = Notes()
            root = parse(file, text, own)
            known = self._kept[file] = (text, root, tuple(own.diagnostics))
        notes.add(*known[2])
        return known[1]
