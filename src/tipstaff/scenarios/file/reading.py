"""A scenario file from text to values, or everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tipstaff.scenarios.file.document import ListNode, MapNode, Node, Notes, read_document, read_text
from tipstaff.scenarios.file.given import GIVEN
from tipstaff.scenarios.file.model import Given, Past, Scenario, ScenarioFile
from tipstaff.scenarios.file.shapes import Many, Table
from tipstaff.scenarios.file.steps import event_template, read_steps
from tipstaff.scenarios.file.values import AsWritten, Text
from tipstaff.vocab.diagnostics import Diagnostic, Place, in_order

_FILE: Final = Table(
    {"policy": Many(Text(), bare=True), "version": Text(), "given": AsWritten(), "scenarios": Many(AsWritten())},
    required=("policy", "scenarios"),
    what="a scenario file",
)
_SCENARIO: Final = Table(
    {"name": Text(), "clause": Many(Text(), bare=True), "given": AsWritten(), "steps": Many(AsWritten())},
    required=("name", "steps"),
    what="a scenario",
)
_GIVEN: Final = Table(GIVEN, what="`given`")


@dataclass(frozen=True, slots=True)
class Known:
    """The commands a file may give. (Events are checked later, against the vocabulary of the packs they meet.)"""

    commands: frozenset[str]


def read_file(path: Path, known: Known) -> tuple[ScenarioFile | None, list[Diagnostic]]:
    """Read one file. It is refused as a whole: with any error there is no ScenarioFile."""
    text, problems = read_text(path)
    return (None, problems) if problems else read_scenarios(text, str(path), known)


def read_scenarios(text: str, name: str, known: Known) -> tuple[ScenarioFile | None, list[Diagnostic]]:
    """Read the text of a file; `name` is what diagnostics call it."""
    notes = Notes(name, text)
    root = read_document(text, notes)
    if root is None and not notes.diagnostics:
        notes.report("empty", "the file holds nothing", Place(name), "a scenario file starts with `policy: NAME`")
    file = None if root is None else _file(root, notes, known)
    found = in_order(notes.diagnostics)
    return (None if found else file), found


def _file(root: Node, notes: Notes, known: Known) -> ScenarioFile | None:
    values = _FILE.read(root, notes)
    if values is None or not isinstance(root, MapNode):
        return None
    shared = _given(values.get("given"), notes)
    listed = root.get("scenarios")
    nodes = listed.items if isinstance(listed, ListNode) else ()
    scenarios = [_scenario(node, shared, notes, known) for node in nodes if isinstance(node, MapNode)]
    if isinstance(listed, ListNode) and not listed.items:
        notes.report("no-scenarios", "`scenarios` is empty", listed.place, "write at least one, or leave the file out")
    policy, version = root.get("policy"), root.get("version")
    return ScenarioFile(
        notes.file,
        tuple(values.get("policy") or ()),
        values.get("version"),
        tuple(scenarios),
        policy.place if policy else root.place,
        version.place if version else None,
    )


def _scenario(node: MapNode, shared: Given, notes: Notes, known: Known) -> Scenario:
    values = _SCENARIO.read(node, notes) or {}
    own = _given(values.get("given"), notes)
    steps = node.get("steps")
    return Scenario(
        values.get("name") or "",
        tuple(values.get("clause") or ()),
        _merged(shared, own, values.get("given")),
        read_steps(steps, notes, known.commands) if steps is not None else (),
        (node.get("name") or node).place,
        _places(node.get("clause")),
    )


def _places(node: Node | None) -> tuple[Place, ...]:
    if node is None:
        return ()
    return tuple(item.place for item in node.items) if isinstance(node, ListNode) else (node.place,)


def _given(node: MapNode | None, notes: Notes) -> Given:
    if node is None:
        return Given()
    values = _GIVEN.read(node, notes) or {}
    rows = {key: value for key, value in values.items() if key not in ("now", "history") and value is not None}
    places = {key.text: key.place for key, _ in node.entries}
    return Given(values.get("now"), rows, _history(values.get("history") or [], node), places)


def _history(rows: list[Mapping[str, Any] | None], node: MapNode) -> tuple[Past, ...]:
    listed = node.get("history")
    nodes = listed.items if isinstance(listed, ListNode) else ()
    pasts = []
    for row, item in zip(rows, nodes, strict=True):
        template = event_template(row.get("event"), item) if row else None
        if row and template is not None:
            pasts.append(Past(template, row.get("repeat") or 1, row.get("every"), row.get("until"), item.place))
    return tuple(pasts)


def _merged(shared: Given, own: Given, written: MapNode | None) -> Given:
    """`given` of a scenario replaces `given` of its file key by key."""
    named = {key.text for key, _ in written.entries} if written is not None else set()
    return Given(
        own.now if "now" in named else shared.now,
        {**shared.rows, **own.rows},
        own.history if "history" in named else shared.history,
        {**shared.places, **own.places},
    )
