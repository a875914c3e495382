"""Times inside decoded data, brought to UTC: written with an offset they decode, but below the doors all is UTC."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any

from msgspec import UNSET
from msgspec.structs import force_setattr

from tipstaff.vocab.reading.schema import FieldType, ListOf, MapOf, Record, Scalar

Fix = Callable[[Any], None]


@lru_cache(maxsize=1024)
def to_utc(record: Record) -> Fix | None:
    """A function that brings every time inside a decoded record to UTC, in place; None when there can be none.

    The value is not shared yet, so changing it is safe although it is frozen. Most times come in UTC, so where all of
    a record's times are surely there, one look at them usually is all.
    """
    fix = _fixer(record)
    certain = _certain(record)
    return fix if fix is None or certain is None else _after_a_look(certain, fix)


def _after_a_look(paths: list[str], fix: Fix) -> Fix:
    read = attrgetter(*paths)

    def one(value: Any) -> None:
        time: Any = read(value)
        if time.tzinfo is not UTC:
            fix(value)

    def several(value: Any) -> None:
        if any(time.tzinfo is not UTC for time in read(value)):
            fix(value)

    return one if len(paths) == 1 else several


def _certain(record: Record) -> list[str] | None:
    """The attribute paths of all times in a record; None when some may be missing, or stand in a list or a map."""
    paths: list[str] = []
    for field in record.fields:
        inside = [""] if _is_time(field.type) else _inside(field.type)
        if inside is None or (inside and not field.required):
            return None
        paths += [f"{field.attribute}.{path}" if path else field.attribute for path in inside]
    return paths


def _inside(field_type: FieldType) -> list[str] | None:
    if isinstance(field_type, Record):
        return _certain(field_type)
    return [] if _fixer(field_type) is None else None


def _fixer(field_type: FieldType) -> Fix | None:
    if isinstance(field_type, ListOf):
        return _list_fixer(field_type.item)
    if isinstance(field_type, MapOf):
        return _map_fixer(field_type.value)
    if isinstance(field_type, Scalar):
        return None
    instants = [field.attribute for field in field_type.fields if _is_time(field.type)]
    inner = [(field.attribute, fix) for field in field_type.fields if (fix := _fixer(field.type)) is not None]
    return _record_fixer(instants, inner) if instants or inner else None


def _list_fixer(item: FieldType) -> Fix | None:
    if _is_time(item):

        def fix(items: list[datetime]) -> None:
            items[:] = [time.astimezone(UTC) for time in items]

        return fix
    inner = _fixer(item)
    return None if inner is None else lambda items: _each(inner, items)


def _map_fixer(value: FieldType) -> Fix | None:
    if _is_time(value):

        def fix(mapping: dict[str, datetime]) -> None:
            mapping.update({key: time.astimezone(UTC) for key, time in mapping.items()})

        return fix
    inner = _fixer(value)
    return None if inner is None else lambda mapping: _each(inner, mapping.values())


def _record_fixer(instants: list[str], inner: list[tuple[str, Fix]]) -> Fix:
    def fix(value: Any) -> None:
        for name in instants:
            time = getattr(value, name)
            if time is not UNSET and time.tzinfo is not UTC:
                force_setattr(value, name, time.astimezone(UTC))
        for name, fix_inner in inner:
            part = getattr(value, name)
            if part is not UNSET:
                fix_inner(part)

    return fix


def _each(fix: Fix, items: Iterable[Any]) -> None:
    for item in items:
        fix(item)


def _is_time(field_type: FieldType) -> bool:
    return isinstance(field_type, Scalar) and field_type.kind == "time"
