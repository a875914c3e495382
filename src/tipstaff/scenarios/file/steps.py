"""The steps of a scenario: what may stand in one, and how it becomes a value."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from tipstaff.scenarios.file.document import MapNode, Node, Notes, plain_value
from tipstaff.scenarios.file.expectations import EXPECT
from tipstaff.scenarios.file.given import EVENT
from tipstaff.scenarios.file.model import CommandStep, EventStep, EventTemplate, Expectation, Step, WaitStep
from tipstaff.scenarios.file.shapes import Many, Table
from tipstaff.scenarios.file.values import AsWritten, Length, Moment, Shape, Text, Whole, did_you_mean
from tipstaff.vocab.diagnostics import Place
from tipstaff.vocab.times.durations import Duration

KINDS: Final = ("event", "events", "ask", "do", "wait")
_ALWAYS: Final[Mapping[str, Shape]] = {"at": Moment(), "expect": AsWritten(), "expect_each": AsWritten()}
_REPEAT: Final[Mapping[str, Shape]] = {"repeat": Whole(1), "every": Length()}
_SHAPES: Final[Mapping[str, Table]] = {
    "event": Table({**_ALWAYS, **_REPEAT, "event": EVENT}, what="an event step"),
    "ask": Table({**_ALWAYS, **_REPEAT, "ask": EVENT}, what="an ask step"),
    "events": Table({**_ALWAYS, **_REPEAT, "events": Many(EVENT)}, what="an events step"),
    "do": Table(
        {**_ALWAYS, "do": Text("a command"), "with": AsWritten(), "as": Text("a person")}, what="a command step"
    ),
    "wait": Table({**_ALWAYS, "wait": Length()}, what="a wait step"),
}
_Common = tuple[Place, datetime | Duration | None, Place, tuple[Expectation, ...], tuple[Expectation, ...]]
_EXPECT: Final = Table(EXPECT, what="`expect`")


def read_steps(node: Node, notes: Notes, commands: frozenset[str]) -> tuple[Step, ...]:
    """The steps of one scenario; `commands` are the names that `do` may have."""
    nodes = Many(AsWritten()).read(node, notes) or []
    steps = (read_step(item, notes, commands) for item in nodes if item is not None)
    return tuple(step for step in steps if step is not None)


def read_step(node: MapNode, notes: Notes, commands: frozenset[str]) -> Step | None:
    """One step, or None with what is wrong noted."""
    kind = _kind(node, notes)
    if kind is None:
        return None
    values = _SHAPES[kind].read(node, notes) or {}
    if values.get(kind) is None:
        return None
    common: _Common = (
        node.place,
        values.get("at"),
        (node.get("at") or node).place,
        _expectations(node, "expect", notes),
        _expectations(node, "expect_each", notes),
    )
    match kind:
        case "do":
            _check_command(node, values["do"], notes, commands)
            args = plain_value(values["with"]) if values.get("with") is not None else {}
            return CommandStep(*common, values["do"], args, values.get("as") or "")
        case "wait":
            return WaitStep(*common, values["wait"])
        case _:
            return _event_step(node, kind, values, common, notes)


def event_template(values: Mapping[str, Any] | None, node: Node | None) -> EventTemplate | None:
    """An event from its read values; None when one of the required ones was wrong."""
    if values is None or node is None or not all(values.get(key) for key in ("type", "account", "data")):
        return None
    return EventTemplate(
        values["type"], values["account"], values.get("id"), values.get("source"), values["data"], node.place
    )


def _event_step(node: MapNode, kind: str, values: dict[str, Any], common: _Common, notes: Notes) -> Step:
    written = node.get(kind)
    if kind in ("event", "ask"):
        templates = [event_template(values[kind], written)]
    else:
        nodes = getattr(written, "items", ())
        templates = [event_template(value, item) for value, item in zip(values["events"], nodes, strict=True)]
        if not templates:
            notes.report("wrong-value", "expected at least one event", node.place)
    events = tuple(template for template in templates if template is not None)
    return EventStep(*common, events, values.get("repeat") or 1, values.get("every"), kind == "ask")


def _kind(node: MapNode, notes: Notes) -> str | None:
    present = [key for key, _ in node.entries if key.text in KINDS]
    if len({key.text for key in present}) == 1:
        return present[0].text
    if present:
        names = " and ".join(f"`{key.text}`" for key in present)
        notes.report("wrong-step", f"a step is one thing, but this one has {names}", present[1].place)
        return None
    near = next((hint for key, _ in node.entries if (hint := did_you_mean(key.text, KINDS))), "")
    notes.report("wrong-step", "a step needs one of `event`, `events`, `ask`, `do`, `wait`", _first(node), near)
    return None


def _first(node: MapNode) -> Place:
    return node.entries[0][0].place if node.entries else node.place


def _expectations(node: MapNode, key: str, notes: Notes) -> tuple[Expectation, ...]:
    table = node.get(key)
    if not isinstance(table, MapNode):
        return ()
    values = _EXPECT.read(table, notes) or {}
    return tuple(
        Expectation(name.text, values[name.text], name.place)
        for name, _ in table.entries
        if values.get(name.text) is not None
    )


def _check_command(node: MapNode, name: str, notes: Notes, commands: frozenset[str]) -> None:
    if name not in commands:
        written = node.get("do") or node
        notes.report(
            "unknown-command", f"`{name}` is not a command", written.place, did_you_mean(name, sorted(commands))
        )
