"""Does a window fit the vocabulary? Unknown types, fields that are not there, conditions that do not compile."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from tipstaff.cel.types import Type
from tipstaff.signals.windows.declaring.conditions import check_condition
from tipstaff.signals.windows.declaring.parsing import parse_window
from tipstaff.signals.windows.declaring.spec import Selection, WindowSpec
from tipstaff.signals.windows.fields import locate
from tipstaff.vocab.diagnostics import Diagnostic, Place
from tipstaff.vocab.reading.schema import EventType, Vocabulary


def read_window(text: str, place: Place, vocabulary: Vocabulary) -> tuple[Type | None, list[Diagnostic]]:
    """Parse and check one window.

    Returns:
        The type of its value, None when there is an error; and everything that is wrong.
    """
    spec, found = parse_window(text, place)
    if spec is None:
        return None, found
    found = list(_faults(spec, text, place, vocabulary))
    return (None if found else spec.type), found


def _faults(spec: WindowSpec, text: str, place: Place, vocabulary: Vocabulary) -> Iterator[Diagnostic]:
    for selection in (spec.of, spec.below):
        for name in selection.types if selection else ():
            event_type = vocabulary.types.get(name)
            if event_type is None:
                close = get_close_matches(name, vocabulary.types, 1)
                hint = f"did you mean `{close[0]}`?" if close else ""
                yield _at(text, name, place, f"`{name}` is not an event type", hint)
            elif selection is not None:
                yield from _type_faults(spec, selection, event_type, (text, place))


def _type_faults(
    spec: WindowSpec, selection: Selection, event_type: EventType, source: tuple[str, Place]
) -> Iterator[Diagnostic]:
    text, place = source
    for part in spec.by:
        by = locate(part.path, event_type)
        if by is None:
            yield _at(text, part.path, place, f"`{event_type.name}` has no field `{part.path}` to count by")
        elif part.template and by.type.kind != "str":
            yield _at(
                text, part.path, place, f"`{part.path}` of `{event_type.name}` is no text to take the template of"
            )
    if spec.field and selection is spec.of:
        field = locate(spec.field, event_type)
        if field is None:
            yield _at(text, spec.field, place, f"`{event_type.name}` has no field `{spec.field}`")
        elif spec.measure != "distinct" and field.type.kind not in ("int", "float"):
            yield _at(text, spec.field, place, f"`{spec.field}` of `{event_type.name}` is no number")
    if selection.where:
        yield from check_condition(selection.where, event_type, _place_of(text, selection.where, place))


def _at(text: str, words: str, place: Place, message: str, hint: str = "") -> Diagnostic:
    return Diagnostic("window", message, _place_of(text, words, place), hint=hint)


def _place_of(text: str, words: str, place: Place) -> Place:
    """Where words stand in the text of the window; the start of the text when they were put together from parts."""
    start = max(0, text.find(words))
    before = text[:start]
    line = before.count("\n")
    column = start - before.rfind("\n") if line else place.column + start
    return Place(place.file, place.line + line, column, max(1, len(words) if words in text else 1))
