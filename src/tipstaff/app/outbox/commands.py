"""Setting right what waits in the outbox or could not leave it: retry, abandon.

waiting, abandoned ─┬─retry──▶ waiting, due at once; what a decision had follow is carried out here: done, or abandoned
                    └─abandon─▶ closed, and why; whom it was for is taken out of it
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec
from msgspec import Struct

from tipstaff.app.outbox.inside import Inside
from tipstaff.app.outbox.shown import SHOWN, arguments_of
from tipstaff.ledgers.commands import Command, CommandContext
from tipstaff.ledgers.commands.command import DESK, LEADS
from tipstaff.ledgers.ledgers import Draft
from tipstaff.notices import NOTICES
from tipstaff.notices.sending import DELIVER
from tipstaff.store import OutboxRow, Transaction
from tipstaff.store.errors import StoreError
from tipstaff.vocab.errors import BadTransition, Fault, Incomplete, NotFound, Overloaded, TipstaffError
from tipstaff.vocab.masking import mask_within

OPEN: Final = ("waiting", "abandoned")


class OutboxName(Struct, frozen=True):
    """Which effect, by the number that `tipstaff outbox` shows."""

    id: str


class OutboxAbandon(Struct, frozen=True):
    """Which effect, and why it is not to take place any more, in words."""

    id: str
    reason: str = ""


def retry(draft: Draft, args: OutboxName, context: CommandContext) -> dict[str, Any]:
    """Try an effect again, as if it never was: a notice is delivered with the next round, what a decision had
    follow is carried out now. A notice that was given up goes to the addresses that its account has by now.
    """
    inside, row = _meant(context, args.id)
    if row.do != DELIVER:
        return _carried_out(inside, row)
    body = _readdressed(draft, row)
    inside.tx.reopen_outbox(row.key, context.now, body=msgspec.json.encode(body))
    return {"id": args.id, "state": "waiting", "addresses": len(body.get("addresses", ()))}


def abandon(_draft: Draft, args: OutboxAbandon, context: CommandContext) -> dict[str, Any]:
    """Give an effect up, with a reason: it does not take place, and nobody has to look at it any more."""
    if not any(sign.isalpha() for sign in args.reason):
        hint = 'say it as it shall stand on record, as `reason="told by telephone"`'
        raise Incomplete(
            "giving an effect up takes a reason in words", faults=[Fault("reason", "why", "nothing", hint)]
        )
    inside, row = _meant(context, args.id)
    notice = arguments_of(row).get("notice")
    left = msgspec.json.encode({"notice": notice} if isinstance(notice, str) else {})
    inside.tx.close_outbox(row.key, mask_within(args.reason)[:SHOWN], context.now, body=left)
    return {"id": args.id, "state": "closed"}


def _meant(context: CommandContext, name: str) -> tuple[Inside, OutboxRow]:
    """The transaction, and the effect in it that somebody can still set right."""
    assert isinstance(context, Inside), "the commander gives it"
    number = int(name) if name.isascii() and name.isdigit() and len(name) < 19 else 0
    row = context.tx.outbox_item(number)
    if row is None:
        raise NotFound(f"nothing in the outbox has the number `{name[:40]}`; `tipstaff outbox` lists what is there")
    if row.state not in OPEN:
        raise BadTransition(f"effect {name} of the outbox is {row.state}: only what waits or was abandoned can change")
    return context, row


def _carried_out(inside: Inside, row: OutboxRow) -> dict[str, Any]:
    """Run what a decision had follow, as the engine does; when it is refused again it stays, with what is wrong."""
    arguments, tx = arguments_of(row), inside.tx

    def part(tx: Transaction) -> None:
        inside.again(tx, row.do, arguments)

    tx.reopen_outbox(row.key, inside.now)
    try:
        tx.attempt(part)
    except (StoreError, Overloaded):
        raise
    except TipstaffError as refused:
        said = (f"{refused.code}: {refused.message}", *map(str, refused.faults))
        error = mask_within("; ".join(said))[:SHOWN]
        tx.abandon_outbox(row.key, error, inside.now)
        return {"id": str(row.sequence), "state": "abandoned", "error": error}
    tx.finish_outbox(row.key, inside.now)
    return {"id": str(row.sequence), "state": "done"}


def _readdressed(draft: Draft, row: OutboxRow) -> Mapping[str, Any]:
    """What is to be delivered; where the addresses were taken out of it, to those that the account has now."""
    body = arguments_of(row)
    notice = draft.get(NOTICES, str(body.get("notice", "")))
    if notice is None:
        raise BadTransition(f"effect {row.sequence} of the outbox names no notice that is there; abandon it instead")
    if body.get("addresses") or not notice.account:
        return body
    emails = list(draft.account(notice.account).emails)
    return {**body, "addresses": emails} if emails else body


COMMANDS: Final[tuple[Command, ...]] = (
    Command("outbox.retry", OutboxName, retry, DESK),
    Command("outbox.abandon", OutboxAbandon, abandon, LEADS),
)
