"""YAML text as a tree that remembers where everything stands.

Only the structure is taken from YAML. What a scalar means is left to the shape that reads it, so `country: NO` stays
the country and `to: +33612345678` stays a telephone number; `plain_value` gives the JSON reading where no shape knows
better.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tipstaff.vocab.diagnostics import Diagnostic, Place

MAX_DEPTH = 60
MAX_NODES = 200_000
# Python refuses to read an integer of thousands of digits; one that no float holds either stays a text.
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,307})\Z")
_DECIMAL = re.compile(r"-?((0|[1-9][0-9]*)(\.[0-9]+)?|\.[0-9]+)([eE][-+]?[0-9]+)?\Z")
_FLAGS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_WORDS = {"true": True, "false": False, "True": True, "False": False, "null": None, "~": None, "": None}


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """One value; `quoted` when the author said that it is a string."""

    place: Place
    text: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class ListNode:
    """A list of values."""

    place: Place
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class MapNode:
    """Keys and values in the order they were written."""

    place: Place
    entries: tuple[tuple[ScalarNode, Node], ...]

    def get(self, key: str) -> Node | None:
        """The value of a key, or None."""
        return next((value for name, value in self.entries if name.text == key), None)


Node = ScalarNode | ListNode | MapNode


class Notes:
    """What has been found wrong with one file so far."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.lines = text.splitlines()
        self.nodes = 0
        self.diagnostics: list[Diagnostic] = []

    def report(self, code: str, message: str, place: Place, hint: str = "") -> None:
        """Note one error; the line it points at is added."""
        source = self.lines[place.line - 1] if place.line <= len(self.lines) else ""
        self.diagnostics.append(Diagnostic(code, message, place, hint=hint, source=source))


def read_text(path: Path) -> tuple[str, list[Diagnostic]]:
    """The text of a file; what stands in the way (missing, not UTF-8) is a diagnostic."""
    try:
        return path.read_text(encoding="utf-8"), []
    except UnicodeDecodeError as fault:
        message = f"not UTF-8: byte {fault.start} cannot be read"
        return "", [Diagnostic("not-utf8", message, Place(str(path)), hint="save the file as UTF-8")]
    except OSError as fault:
        reason = (fault.strerror or "cannot be read").lower()
        return "", [Diagnostic("no-file", f"`{path}`: {reason}", Place(str(path)))]


def read_document(text: str, notes: Notes) -> Node | None:
    """The tree of one YAML document, or None with the syntax error noted."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        return None if root is None else _node(root, notes, 0)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        place = Place(notes.file, mark.line + 1, mark.column + 1) if mark else Place(notes.file)
        notes.report("yaml", (fault.problem or "not YAML").lower(), place)
    except RecursionError:
        notes.report("too-deep", f"nested more than {MAX_DEPTH} levels deep", Place(notes.file))
    except yaml.YAMLError as fault:
        notes.report("yaml", str(fault).splitlines()[0].lower(), Place(notes.file))
    return None


def _node(node: yaml.Node, notes: Notes, depth: int) -> Node:
    place = _place(node, notes)
    notes.nodes += 1
    if depth > MAX_DEPTH:
        notes.report("too-deep", f"nested more than {MAX_DEPTH} levels deep", place)
        return ScalarNode(place, "", quoted=False)
    if notes.nodes > MAX_NODES:
        # Aliases of aliases can stand for more values than any memory holds.
        if notes.nodes == MAX_NODES + 1:
            notes.report("too-large", f"the file stands for more than {MAX_NODES:,} values", place)
        return ScalarNode(place, "", quoted=False)
    if isinstance(node, yaml.MappingNode):
        return MapNode(place, tuple(_entries(node.value, notes, depth)))
    if isinstance(node, yaml.SequenceNode):
        return ListNode(place, tuple(_node(item, notes, depth + 1) for item in node.value))
    return ScalarNode(place, str(node.value), quoted=getattr(node, "style", None) is not None)


def _entries(pairs: Sequence[tuple[yaml.Node, yaml.Node]], notes: Notes, depth: int) -> list[tuple[ScalarNode, Node]]:
    seen: set[str] = set()
    entries = []
    for key_node, value_node in pairs:
        key = _node(key_node, notes, depth + 1)
        if not isinstance(key, ScalarNode):
            notes.report("bad-key", "a key must be a word", key.place)
            continue
        if key.text in seen:
            notes.report("duplicate-key", f"`{key.text}` is given twice", key.place)
        seen.add(key.text)
        entries.append((key, _node(value_node, notes, depth + 1)))
    return entries


def _place(node: yaml.Node, notes: Notes) -> Place:
    start, end = node.start_mark, node.end_mark
    if end.line == start.line:
        width = end.column - start.column
    else:
        width = len(notes.lines[start.line]) - start.column if start.line < len(notes.lines) else 1
    return Place(notes.file, start.line + 1, start.column + 1, max(1, width))


def plain_value(node: Node) -> Any:
    """The JSON value a node stands for: `true`, `12`, `1.5`, `null`, everything else a string."""
    if isinstance(node, MapNode):
        return {key.text: plain_value(value) for key, value in node.entries}
    if isinstance(node, ListNode):
        return [plain_value(item) for item in node.items]
    return scalar_value(node)


def scalar_value(node: ScalarNode) -> Any:
    """The JSON reading of one scalar; quoted ones and numbers with a leading `+` or zero stay strings."""
    if node.quoted:
        return node.text
    if node.text in _WORDS:
        return _WORDS[node.text]
    if _INTEGER.match(node.text):
        return int(node.text)
    if _DECIMAL.match(node.text):
        number = float(node.text)
        return number if math.isfinite(number) else node.text
    return node.text


def flag_value(node: ScalarNode) -> bool | None:
    """True or false where one is meant: YAML writes it in six words; None for anything else."""
    return None if node.quoted else _FLAGS.get(node.text.lower())
