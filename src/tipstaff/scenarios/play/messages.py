"""Events of a scenario as the JSON that a platform would send, and what is wrong with them before anything runs.

The vocabulary says how a value is meant: a text field takes `to: 112` as the text it is, whatever YAML makes of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from tipstaff.scenarios.file.document import (
    ListNode,
    MapNode,
    Node,
    Notes,
    ScalarNode,
    flag_value,
    plain_value,
    scalar_value,
)
from tipstaff.scenarios.file.model import EventStep, EventTemplate, ScenarioFile
from tipstaff.scenarios.file.values import did_you_mean
from tipstaff.vocab.diagnostics import Diagnostic, Place
from tipstaff.vocab.reading.faults import record_faults
from tipstaff.vocab.reading.schema import FieldType, ListOf, MapOf, Record, Scalar, Vocabulary

INDEX = "{i}"
_PATH = re.compile(r"[^.\[\]]+")


@dataclass(frozen=True, slots=True)
class Told:
    """Which telling of a template this is: the id it gets when it has none, its number in the repetition, its time."""

    id: str
    index: int
    time: datetime


def message(template: EventTemplate, vocabulary: Vocabulary, told: Told) -> bytes:
    """The CloudEvents JSON of one event; `{i}` in any text is the number of the repetition."""
    document = {
        "specversion": "1.0",
        "id": template.id or told.id,
        "source": template.source or "scenario",
        "type": template.type,
        "time": told.time.isoformat().replace("+00:00", "Z"),
        "account": template.account,
        "data": event_data(template, vocabulary),
    }
    return msgspec.json.encode(filled(document, told.index))


def event_data(template: EventTemplate, vocabulary: Vocabulary) -> Any:
    """The data of an event as JSON values, read the way its type means them."""
    event_type = vocabulary.types.get(template.type)
    return plain_value(template.data) if event_type is None else _meant(template.data, event_type.record)


def filled(value: Any, index: int) -> Any:
    """A JSON value with `{i}` replaced in every text."""
    if isinstance(value, str):
        return value.replace(INDEX, str(index))
    if isinstance(value, list):
        return [filled(item, index) for item in value]
    if isinstance(value, dict):
        return {filled(key, index): filled(item, index) for key, item in value.items()}
    return value


def check_events(file: ScenarioFile, text: str, vocabulary: Vocabulary) -> list[Diagnostic]:
    """What is wrong with the events of a file. Steps that expect an error may send what they like."""
    notes = Notes(file.path, text)
    for template in _templates(file):
        event_type = vocabulary.types.get(template.type)
        if event_type is None:
            hint = did_you_mean(template.type, vocabulary.types)
            notes.report("unknown-event", f"`{template.type}` is not an event type", template.place, hint)
            continue
        for fault in record_faults(event_type.record, filled(event_data(template, vocabulary), 0), "data"):
            place = _place_of(template, fault.path)
            notes.report(
                "wrong-event", f"`{fault.path}`: expected {fault.expected}, got {fault.got}", place, fault.hint
            )
    return notes.diagnostics


def _templates(file: ScenarioFile) -> Iterator[EventTemplate]:
    seen: set[int] = set()
    for scenario in file.scenarios:
        for past in scenario.given.history:
            if id(past) not in seen:
                seen.add(id(past))
                yield past.event
        for step in scenario.steps:
            if isinstance(step, EventStep) and not _expects_error(step):
                yield from step.events


def _expects_error(step: EventStep) -> bool:
    return any(expectation.key == "error" for expectation in (*step.expect, *step.expect_each))


def _place_of(template: EventTemplate, path: str) -> Place:
    """Where a faulty field stands; a missing one points at what it is missing from."""
    node: Node = template.data
    place = template.data.place
    for part in _PATH.findall(path)[1:]:
        found = _inside(node, part)
        if found is None:
            break
        node, place = found, found.place
    return place


def _inside(node: Node, part: str) -> Node | None:
    if isinstance(node, MapNode):
        return node.get(part)
    if isinstance(node, ListNode) and part.isdigit() and int(part) < len(node.items):
        return node.items[int(part)]
    return None


def _meant(node: Node, field_type: FieldType) -> Any:
    if isinstance(node, ScalarNode):
        kind = field_type.kind if isinstance(field_type, Scalar) else ""
        value = scalar_value(node)
        if kind == "bool":
            flag = flag_value(node)
            return value if flag is None else flag
        return node.text if kind in ("str", "time") and value is not None else value
    if isinstance(node, ListNode):
        return [
            _meant(item, field_type.item) if isinstance(field_type, ListOf) else plain_value(item)
            for item in node.items
        ]
    return {key.text: _member(key.text, value, field_type) for key, value in node.entries}


def _member(name: str, node: Node, field_type: FieldType) -> Any:
    if isinstance(field_type, MapOf):
        return _meant(node, field_type.value)
    field = field_type.field(name) if isinstance(field_type, Record) else None
    return plain_value(node) if field is None else _meant(node, field.type)
