"""Reading an event's fields by their public names."""

from __future__ import annotations

from typing import Any

from msgspec import UNSET

from tipstaff.vocab.event import Event


def field_value(event: Event, path: str) -> Any:
    """The value of a field such as `target`, `from` or `client.address`; UNSET when the event has none.

    Declared fields first, then fields that nobody declared, then the envelope (`type`, `source`, `id`).
    """
    value = _walk(event.data, path)
    if value is UNSET:
        value = _walk(event.extra(), path) if event.raw else UNSET
    if value is UNSET and path in ("type", "source", "id", "account"):
        value = getattr(event, path)
    return value


def sender_of(event: Event) -> str:
    """Whom the event says it comes from: the sender id, number or mail address; "" when it has none."""
    sender = getattr(event.data, "from_", UNSET)
    if isinstance(sender, str):
        return sender
    address = _walk(sender, "address")
    return address if isinstance(address, str) else ""


def purpose_of(event: Event) -> str:
    """What the event says it is sent for (`marketing`, ...); "" when it says nothing."""
    purpose = getattr(event.data, "purpose", UNSET)
    return purpose if isinstance(purpose, str) else ""


def _walk(value: Any, path: str) -> Any:
    for name in path.split("."):
        value = value.get(name, UNSET) if isinstance(value, dict) else _member(value, name)
        if value is UNSET:
            break
    return value


def _member(record: Any, name: str) -> Any:
    """A declared member only: never any other attribute of the object."""
    fields = getattr(record, "__struct_encode_fields__", ())
    return getattr(record, record.__struct_fields__[fields.index(name)]) if name in fields else UNSET
