"""Tables whose rows give a control its params by name: `each: kind` and `table: wording` read `tables/wording.yaml`.

The rows have the form of every table of figures; what a row is `for` is the entry's name.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tipstaff.policy.document.keys import Keys
from tipstaff.policy.document.nodes import Entries, Node, Scalar
from tipstaff.policy.document.notes import Notes, did_you_mean
from tipstaff.policy.pack.nouns import Control, Entry, Origin
from tipstaff.vocab.tables import CONFIDENCE

_ABOUT_A_ROW: Final = ("for", "source", "confidence", "note")


def read_entries(control: Control, roots: Iterable[Node], notes: Notes) -> dict[str, Entry]:
    """The entries of the tables for a control, by name; mistakes are noted.

    Args:
        roots: the files that are called like the control's table. Later ones add to earlier ones.
    """
    found: dict[str, Entry] = {}
    for root in roots:
        keys = Keys(root, "a table", notes)
        for row in keys.each("rows", "a row", required=True):
            name, entry = _entry(control, row)
            if name is None:
                continue
            if name.text in found:
                message = f"`{name.text}` is another row's name too"
                notes.at(name, "duplicate-id", message, hint=f"see {found[name.text].place.file}")
            found.setdefault(name.text, entry)
    return found


def _entry(control: Control, keys: Keys) -> tuple[Scalar | None, Entry]:
    name = _name(keys.take("for", required=True), keys)
    origin = Origin(keys.text("source", required=True), keys.word("confidence", CONFIDENCE))
    assert isinstance(keys.node, Entries)
    values = {key.text: (key, node) for key, node in keys.node.entries if key.text not in _ABOUT_A_ROW}
    for key, _ in values.values():
        if key.text not in control.params:
            hint = did_you_mean(key.text, control.params)
            keys.notes.at(key, "unknown-param", f"`{key.text}` is not a param of `{control.name}`", hint=hint)
    known = {key: value for key, value in values.items() if key in control.params}
    return name, Entry(known, origin, keys.node.place, keys.node.source)


def _name(node: Node | None, keys: Keys) -> Scalar | None:
    """What the row is for: `{kind: forgery}`."""
    if isinstance(node, Entries) and len(node.entries) == 1 and isinstance(node.entries[0][1], Scalar):
        return node.entries[0][1]
    if node is not None:
        keys.notes.at(node, "wrong-type", "a row is for one name", hint="write `for: {kind: name}`")
    return None
