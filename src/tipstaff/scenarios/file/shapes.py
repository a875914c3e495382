"""Lists and tables in a scenario file. A shape reads a node, gives its value and notes everything wrong with it.

The tables in `given.py`, `expectations.py` and `steps.py` are the reference of scenario files as data; this file and
`values.py` only know the kinds of value that occur in them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tipstaff.scenarios.file.document import ListNode, MapNode, Node, Notes, ScalarNode, plain_value
from tipstaff.scenarios.file.values import Shape, did_you_mean, wrong


@dataclass(frozen=True, slots=True)
class Many:
    """A list; with `bare` a single value may stand for a list of one."""

    item: Shape
    bare: bool = False

    def read(self, node: Node, notes: Notes) -> Any:
        """The values."""
        if isinstance(node, ListNode):
            return [self.item.read(item, notes) for item in node.items]
        if self.bare:
            return [self.item.read(node, notes)]
        return wrong(node, notes, "a list")


@dataclass(frozen=True, slots=True)
class Among:
    """One value, or a list of those that would do."""

    item: Shape

    def read(self, node: Node, notes: Notes) -> Any:
        """The value, or the values."""
        if isinstance(node, ListNode):
            return [self.item.read(item, notes) for item in node.items]
        return self.item.read(node, notes)


@dataclass(frozen=True, slots=True)
class Lookup:
    """A table of names that the author chooses."""

    value: Shape

    def read(self, node: Node, notes: Notes) -> Any:
        """Names to values."""
        if not isinstance(node, MapNode):
            return wrong(node, notes, "a table of names and values")
        return {key.text: self.value.read(value, notes) for key, value in node.entries}


@dataclass(frozen=True, slots=True)
class Either:
    """A table has one shape, anything else another."""

    table: Shape
    other: Shape

    def read(self, node: Node, notes: Notes) -> Any:
        """The value by the shape that fits."""
        return (self.table if isinstance(node, MapNode) else self.other).read(node, notes)


@dataclass(frozen=True, slots=True)
class Table:
    """Known keys with known shapes. `open` keeps other keys, but a near miss of a known one is still an error."""

    fields: Mapping[str, Shape]
    required: Sequence[str] = ()
    open: bool = False
    what: str = "a table"
    never: Mapping[str, str] = field(default_factory=dict)

    def read(self, node: Node, notes: Notes) -> Any:
        """Keys to values, wrong ones left out."""
        if not isinstance(node, MapNode):
            return wrong(node, notes, self.what, f"its keys: {', '.join(self.fields)}")
        values = {key.text: self._entry(key, value, notes) for key, value in node.entries}
        for name in self.required:
            if name not in values:
                notes.report("missing-key", f"{self.what} needs `{name}`", node.place)
        return values

    def _entry(self, key: ScalarNode, value: Node, notes: Notes) -> Any:
        shape = self.fields.get(key.text)
        if shape is not None:
            return shape.read(value, notes)
        hint = did_you_mean(key.text, self.fields)
        if not self.open or hint:
            known = hint or f"known keys: {', '.join(self.fields)}"
            notes.report("unknown-key", f"`{key.text}` is not a key of {self.what}", key.place, known)
            return None
        return plain_value(value)
