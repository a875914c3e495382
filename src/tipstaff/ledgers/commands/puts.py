"""Putting and taking away entries that are what they are given as: numbers, licences, senders, features, ...

A put of an entry that is there changes the fields that are given and keeps the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import msgspec
from msgspec import Struct

from tipstaff.ledgers.commands.command import DESK, LEADS, SYSTEMS, Command, CommandContext
from tipstaff.ledgers.kind import Kind
from tipstaff.ledgers.ledgers import Draft
from tipstaff.ledgers.reading import build, given_fields, partial, plain
from tipstaff.ledgers.records.channels import CHANNELS, FEATURES, PROGRAMMES
from tipstaff.ledgers.records.licences import LICENCES, METERS
from tipstaff.ledgers.records.numbers import NUMBERS
from tipstaff.ledgers.records.people import PEOPLE
from tipstaff.ledgers.records.seats import SEATS
from tipstaff.ledgers.records.senders import ADDRESSES, DOMAINS, PROTECTED_NAMES, SENDERS
from tipstaff.ledgers.seating import keep_count
from tipstaff.vocab.errors import Fault, Invalid, NotFound


@dataclass(frozen=True, slots=True)
class Plain:
    """An entry that is put as it is.

    `noun` names its commands, `key` the fields without which it cannot be found (others of its key default).
    `complete` adds to a record what follows from the fields that were given, and from the moment.
    `inner` are fields that other commands keep.
    `follow` has what is kept beside an entry follow it: told what it was, what it is, and when.
    """

    noun: str
    kind: Kind[Any]
    key: tuple[str, ...]
    removable: bool = True
    roles: frozenset[str] = DESK
    complete: Callable[[Any, Mapping[str, Any], CommandContext], Any] = lambda record, *_: record
    inner: tuple[str, ...] = ()
    follow: Callable[[Draft, Any, Any, datetime], None] = lambda *_: None

    @property
    def arguments(self) -> type[Struct]:
        """The fields of the record; those of the key are required."""
        return partial(self.kind.record, f"{_camel(self.noun)}Put", self.key, self.inner)

    def put(self, draft: Draft, args: Struct, context: CommandContext) -> dict[str, Any]:
        """Put an entry, or change the given fields of the one that is there."""
        given = given_fields(args)
        before = draft.get(self.kind, *self._parts(given))
        values = given if before is None else msgspec.structs.asdict(before) | given
        record = draft.put(self.kind, self.complete(build(self.kind.record, values), given, context))
        self.follow(draft, before, record, context.now)
        return {self.noun.replace("-", "_"): plain(record)}

    def remove(self, draft: Draft, args: Struct, context: CommandContext) -> dict[str, Any]:
        """Take an entry away; what it was stays in its history."""
        before = draft.get(self.kind, *self._parts(given_fields(args)))
        if before is None:
            raise NotFound(f"no {self.noun.replace('-', ' ')} of that name")
        draft.drop(self.kind, before)
        self.follow(draft, before, None, context.now)
        return {"removed": True}

    def commands(self) -> Iterator[Command]:
        """`noun.put`, and `noun.remove` where an entry can go."""
        yield Command(f"{self.noun}.put", self.arguments, self.put, self.roles)
        if self.removable:
            yield Command(f"{self.noun}.remove", self.arguments, self.remove, self.roles)

    def _parts(self, given: dict[str, Any]) -> tuple[str, ...]:
        return tuple(str(given.get(name, "")) for name in self.kind.key)


def _camel(noun: str) -> str:
    return "".join(word.capitalize() for word in noun.split("-"))


def _used_now(meter: Any, given: Mapping[str, Any], context: CommandContext) -> Any:
    """A count without a moment is of now, so that it ends with the present period; one that is put starts afresh, and
    what was allowed before it is in it.
    """
    if "used" in given:
        at = given.get("used_at") or context.now
        return msgspec.structs.replace(meter, used_at=at, allowed=())
    return meter if meter.used_at is not None else msgspec.structs.replace(meter, used_at=context.now)


def _taken_now(seat: Any, given: Mapping[str, Any], context: CommandContext) -> Any:
    """A seat that is put without a moment is taken now, also by who had one before: that may be of an older licence."""
    return seat if given.get("taken_at") is not None else msgspec.structs.replace(seat, taken_at=context.now)


def _no_system(person: Any, *_: object) -> Any:
    """A person called like a system would have a system's rights."""
    if person.id in SYSTEMS or ":" in person.id:
        raise Invalid("not a person's id", faults=[Fault("id", "an id without a colon", f"`{person.id}`")])
    return person


def _of_account(programme: Any, *_: object) -> Any:
    """Without a subject the account itself is the member."""
    return programme if programme.subject else msgspec.structs.replace(programme, subject=programme.account)


PLAIN: Final[tuple[Plain, ...]] = (
    Plain("number", NUMBERS, ("number",), removable=False),
    Plain("licence", LICENCES, ("id",), removable=False, roles=LEADS),
    Plain("meter", METERS, ("account", "meter"), removable=False, roles=LEADS, complete=_used_now, inner=("allowed",)),
    Plain("seat", SEATS, ("account", "product", "user"), roles=LEADS, complete=_taken_now, follow=keep_count),
    Plain("channel", CHANNELS, ("account", "channel")),
    Plain("sender", SENDERS, ("account", "sender")),
    Plain("domain", DOMAINS, ("domain",)),
    Plain("address", ADDRESSES, ("address",)),
    Plain("protected-name", PROTECTED_NAMES, ("name",)),
    Plain("feature", FEATURES, ("account", "feature"), removable=False),
    Plain("programme", PROGRAMMES, ("account", "programme"), complete=_of_account),
    Plain("person", PEOPLE, ("id",), roles=frozenset({"admin"}), complete=_no_system),
)
BY_NOUN: Final = {entry.noun: entry for entry in PLAIN}
COMMANDS: Final[tuple[Command, ...]] = tuple(command for entry in PLAIN for command in entry.commands())
