"""Lists: put values on them, take values off."""

from __future__ import annotations

from typing import Any, Final

from msgspec import Struct

from tipstaff.ledgers.commands.command import LEADS, Command, CommandContext
from tipstaff.ledgers.functions.listing import OF_PARTIES, list_key
from tipstaff.ledgers.ledgers import Draft
from tipstaff.ledgers.records.lists import LISTS, Listed
from tipstaff.vocab.masking import mask


class ListPut(Struct, frozen=True):
    """Values for a list; `kind` is what they stand for (csam, malware, ...), where that matters."""

    list: str
    values: tuple[str, ...]
    kind: str = ""


class ListRemove(Struct, frozen=True):
    """Values to take off a list."""

    list: str
    values: tuple[str, ...]


def put(draft: Draft, args: ListPut, _context: CommandContext) -> dict[str, Any]:
    """Put values on a list; those that are there stay once, with the kind given last."""
    for value in args.values:
        label = mask("party", value) if args.list in OF_PARTIES else value
        draft.put(LISTS, Listed(args.list, list_key(draft, args.list, value), label, args.kind))
    return {"list": args.list, "values": len(args.values)}


def remove(draft: Draft, args: ListRemove, _context: CommandContext) -> dict[str, Any]:
    """Take values off a list; those that are not on it are passed over."""
    found = [draft.get(LISTS, args.list, list_key(draft, args.list, value)) for value in args.values]
    there = [one for one in found if one is not None]
    for one in there:
        draft.drop(LISTS, one)
    return {"list": args.list, "removed": len(there)}


COMMANDS: Final[tuple[Command, ...]] = (
    Command("list.put", ListPut, put, LEADS),
    Command("list.remove", ListRemove, remove, LEADS),
)
