"""What is known of recipients: put, under their token."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import msgspec
from msgspec import UNSET, Struct, UnsetType

from tipstaff.ledgers.commands.command import DESK, Command, CommandContext
from tipstaff.ledgers.ledgers import Draft
from tipstaff.ledgers.reading import given_fields
from tipstaff.ledgers.records.recipients import RECIPIENTS, Recipient
from tipstaff.vocab.countries import country_fault
from tipstaff.vocab.errors import Fault, Invalid
from tipstaff.vocab.masking import mask
from tipstaff.vocab.times.zones import zone_named


class RecipientPut(Struct, frozen=True):
    """What is known of a recipient. `age_assured` n: proven to be at least n."""

    recipient: str
    country: str | UnsetType = UNSET
    region: str | UnsetType = UNSET
    zone: str | UnsetType = UNSET
    born: date | UnsetType | None = UNSET
    age_assured: int | UnsetType = UNSET
    language: str | UnsetType = UNSET
    eea: bool | UnsetType | None = UNSET


def put(draft: Draft, args: RecipientPut, context: CommandContext) -> dict[str, Any]:
    """Put what is known of a recipient; fields that are not given stay as they are."""
    token = draft.party(args.recipient)
    before = draft.get(RECIPIENTS, token) or Recipient(token, mask("party", args.recipient))
    given = {name: value for name, value in given_fields(args).items() if name != "recipient"}
    after = msgspec.structs.replace(before, **given)
    if (fault := country_fault(after.country)) is not None:
        raise Invalid("the recipient cannot be put", faults=[fault])
    if after.zone:
        zone_named(after.zone)
    if after.age_assured < 0 or (after.born is not None and after.born > context.now.date()):
        raise Invalid("nobody is younger than that", faults=[Fault("age_assured", "an age", str(after.age_assured))])
    draft.put(RECIPIENTS, after)
    return {"recipient": after.masked}


COMMANDS: Final[tuple[Command, ...]] = (Command("recipient.put", RecipientPut, put, DESK),)
