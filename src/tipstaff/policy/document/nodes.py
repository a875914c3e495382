"""YAML as a tree that remembers where everything stands.

Only structure is taken from YAML. What a scalar means is left to whoever reads it, so that `version: 2022-10-24` is a
name and `country: NO` is Norway.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml
from msgspec import Struct

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


Spot = tuple[int, int]
"""A line and a column, counted from 1."""
_BITS: Final = 24
_MOST: Final = (1 << _BITS) - 1
"""Beyond this line, column or width, it is said to be this one."""


class Located(Struct, frozen=True):
    """What stands somewhere. Its place is one number, since trees of all packs are kept for reloads: line, column,
    width, and line and column after the end, 24 bits each.
    """

    where: int
    source: Source

    @property
    def place(self) -> Place:
        """Where it stands."""
        where = self.where
        line, column = where >> 4 * _BITS, where >> 3 * _BITS & _MOST
        return Place(self.source.file, line, column, where >> 2 * _BITS & _MOST)


class Scalar(Located, frozen=True, gc=False):
    """One value. `style` is YAML's: "" plain, `'`, `"`, `|` or `>`."""

    text: str
    style: str = ""

    @property
    def ends(self) -> Spot:
        """The line and the column after its end."""
        return self.where >> _BITS & _MOST, self.where & _MOST


class Items(Located, frozen=True):
    """A list."""

    items: tuple[Node, ...]


class Entries(Located, frozen=True):
    """A mapping, its keys in the order they were written."""

    entries: tuple[tuple[Scalar, Node], ...]

    def get(self, key: str) -> Node | None:
        """The value of a key, or None."""
        return next((value for name, value in self.entries if name.text == key), None)


Node = Scalar | Items | Entries


def located(place: Place, ends: Spot | None = None) -> int:
    """A place as one number; `ends` is the line and column after the end of what stands there, or where it begins."""
    where = 0
    for part in (place.line, place.column, place.width, *(ends or (place.line, place.column))):
        where = where << _BITS | min(part, _MOST)
    return where


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
        where = self._where(node)
        if depth > MAX_DEPTH:
            nothing = Scalar(where, self.source, "")
            self.notes.report("too-deep", f"nested more than {MAX_DEPTH} levels deep", nothing.place, self.source)
            return nothing
        if isinstance(node, yaml.MappingNode):
            return Entries(where, self.source, tuple(self._entries(node, depth)))
        if isinstance(node, yaml.SequenceNode):
            return Items(where, self.source, tuple([self.node(item, depth + 1) for item in node.value]))
        text = self._words.setdefault(node.value, node.value)
        return Scalar(where, self.source, text, getattr(node, "style", None) or "")

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

    def _where(self, node: yaml.Node) -> int:
        start, end = node.start_mark, node.end_mark
        line, column, last, after = start.line, start.column, end.line, end.column
        stop = after if last == line else len(self.source.line(line + 1).rstrip())
        if max(line, column, stop, last, after) >= _MOST:
            place = Place(self.source.file, line + 1, column + 1, max(1, stop - column))
            return located(place, (last + 1, after + 1))
        where = (line + 1) << _BITS | column + 1
        return ((where << _BITS | max(1, stop - column)) << _BITS | last + 1) << _BITS | after + 1
