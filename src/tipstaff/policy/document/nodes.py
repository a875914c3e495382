"""YAML as a tree that remembers where everything stands.

Only structure is taken from YAML. What a scalar means is left to whoever reads it, so that `version: 2022-10-24` is a
name and `country: NO` is Norway.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from tipstaff.policy.document.notes import Notes
from tipstaff.vocab.diagnostics import Diagnostic, Place

MAX_DEPTH = 60
_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Source:
    """A file's name and its lines."""

    file: str
    lines: tuple[str, ...]

    def line(self, number: int) -> str:
        """The text of a line, counted from 1; "" beyond the end."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value. `style` is YAML's: "" plain, `'`, `"`, `|` or `>`; `ends` is the line and column after its end."""

    place: Place
    text: str
    style: str
    ends: tuple[int, int]
    source: Source


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    place: Place
    items: tuple[Node, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Entries:
    """A mapping, its keys in the order they were written."""

    place: Place
    entries: tuple[tuple[Scalar, Node], ...]
    source: Source

    def get(self, key: str) -> Node | None:
        """The value of a key, or None."""
        return next((value for name, value in self.entries if name.text == key), None)


Node = Scalar | Items | Entries


def read_file(path: Path, notes: Notes) -> str | None:
    """The text of a file; None, with the reason noted, when it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as fault:
        notes.add(Diagnostic("not-utf8", f"not UTF-8: byte {fault.start} cannot be read", Place(str(path)),
                             hint="save the file as UTF-8"))  # fmt: skip
    except OSError as fault:
        reason = (fault.strerror or "cannot be read").lower()
        notes.add(Diagnostic("no-file", f"`{path.name}`: {reason}", Place(str(path))))
    return None


def parse(file: str, text: str, notes: Notes) -> Node | None:
    """The tree of one YAML document; None, with the mistake noted, when it is not YAML or empty."""
    source = Source(file, tuple(text.splitlines()))
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as fault:
        notes.add(_syntax(fault, source))
        return None
    if root is None:
        notes.add(Diagnostic("empty", "the file says nothing", Place(file)))
        return None
    return _Builder(source, notes).node(root, 0)


def _syntax(fault: yaml.YAMLError, source: Source) -> Diagnostic:
    mark = getattr(fault, "problem_mark", None) or getattr(fault, "context_mark", None)
    message = (getattr(fault, "problem", None) or str(fault).splitlines()[0]).lower()
    place = Place(source.file, mark.line + 1, mark.column + 1) if mark else Place(source.file)
    hint = "a text with a colon, a brace or a leading `{`, `[`, `*`, `&`, `!` needs quotes"
    return Diagnostic("yaml", message, place, hint=hint, source=source.line(place.line) if mark else "")


class _Builder:
    """Turns composed YAML into our tree and notes what only looks like structure.

    Trees are kept for reloads: a word that a file says often is one object in them.
    """

    def __init__(self, source: Source, notes: Notes) -> None:
        self.source = source
        self.notes = notes
        self._words: dict[str, str] = {}

    def node(self, node: yaml.Node, depth: int) -> Node:
        place = self._place(node)
        if depth > MAX_DEPTH:
            self.notes.report("too-deep", f"nested more than {MAX_DEPTH} levels deep", place, self.source)
            return Scalar(place, "", "", (place.line, place.column), self.source)
        if isinstance(node, yaml.MappingNode):
            return Entries(place, tuple(self._entries(node, depth)), self.source)
        if isinstance(node, yaml.SequenceNode):
            return Items(place, tuple(self.node(item, depth + 1) for item in node.value), self.source)
        ends = (node.end_mark.line + 1, node.end_mark.column + 1)
        text = self._words.setdefault(node.value, node.value)
        return Scalar(place, text, getattr(node, "style", None) or "", ends, self.source)

    def _entries(self, node: yaml.MappingNode, depth: int) -> Iterator[tuple[Scalar, Node]]:
        seen: set[str] = set()
        for key_node, value_node in node.value:
            key = self.node(key_node, depth + 1)
            if not isinstance(key, Scalar) or key.text == "<<":
                self.notes.report("bad-key", "a key is one plain word", key.place, self.source)
                continue
            if key.text in seen:
                self.notes.report("duplicate-key", f"`{key.text}` is given twice", key.place, self.source)
                continue
            seen.add(key.text)
            yield key, self.node(value_node, depth + 1)

    def _place(self, node: yaml.Node) -> Place:
        start, end = node.start_mark, node.end_mark
        line = self.source.line(start.line + 1)
        stop = end.column if end.line == start.line else len(line.rstrip())
        return Place(self.source.file, start.line + 1, start.column + 1, max(1, stop - start.column))
