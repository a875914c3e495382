"""Where a name of a window specification stands in events of one type, and what kind of value it holds.

A name is looked for in this order: a field of the type's data (`to`, `client.address`), the envelope (`account`, `id`,
`source`, `type`), a role. Roles are names for what different types call differently:

    recipient   whom something goes to or came from: `to`, `recipient`, the `from` of received messages, `contacted`
    address     the network address behind it: `client.address`, `ip`, `address`, `sending_ip`
    domain      the domain that answers for a mail: `domain`, or the one that signs it
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from tipstaff.vocab.reading.schema import EventType, FieldType, ListOf, MapOf, Record, Scalar

ENVELOPE: Final = ("account", "id", "source", "type")
# The kind of personal value that fills the role, and where it may stand, first choice first.
ROLES: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "recipient": ("party", ("recipient", "to", "contacted", "contact", "from")),
    "address": ("ip", ("client.address", "ip", "address", "sending_ip")),
    "domain": ("", ("domain", "authentication.dkim_domain")),
}


class FieldAt(Struct, frozen=True):
    """A field of events of one type.

    `attribute` is the path of attributes from the event (`data.client.address`); `optional` says that any part of it
    may be missing; `many` that it holds a list. `personal` is the kind of personal value, "" for none.
    """

    attribute: str
    type: Scalar
    optional: bool = False
    many: bool = False

    @property
    def personal(self) -> str:
        """The kind of personal value it holds."""
        return self.type.personal


def locate(name: str, event_type: EventType) -> FieldAt | None:
    """The field that a name means for this type; None when there is none that can be counted or compared."""
    found = _in_data(name, event_type.record)
    if found is not None:
        return found
    if name in ENVELOPE:
        return FieldAt(name, Scalar("str"))
    kind, paths = ROLES.get(name, ("", ()))
    for path in paths:
        found = _in_data(path, event_type.record)
        if found is not None and found.personal == kind:
            return found
    return None


def _in_data(path: str, record: Record) -> FieldAt | None:
    attribute, optional = "data", False
    inside: FieldType = record
    for name in path.split("."):
        field = inside.field(name) if isinstance(inside, Record) else None
        if field is None:
            return None
        attribute = f"{attribute}.{field.attribute}"
        optional = optional or not field.required
        inside = field.type
    if isinstance(inside, ListOf) and isinstance(inside.item, Scalar):
        return FieldAt(attribute, inside.item, optional, many=True)
    if isinstance(inside, Scalar) and not isinstance(inside, MapOf):
        return FieldAt(attribute, inside, optional)
    return None
