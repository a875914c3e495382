"""Numbers: cut one off, or all that an account uses. (They are put with `number.put`.)"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import msgspec
from msgspec import Struct

from tipstaff.ledgers.commands.command import DESK, Command, CommandContext
from tipstaff.ledgers.ledgers import Draft
from tipstaff.ledgers.records.numbers import BY_ACCOUNT, IN_SERVICE, NUMBERS, Number
from tipstaff.vocab.errors import Fault, Invalid, NotFound


class NumberDisconnect(Struct, frozen=True):
    """A number, or the account all of whose numbers are meant, and why."""

    reason: str
    number: str = ""
    account: str = ""


def disconnect(draft: Draft, args: NumberDisconnect, _context: CommandContext) -> dict[str, Any]:
    """Disconnect at once what is in service; the reason stays with each number. Doing it twice changes nothing."""
    meant = [number for number in _meant(draft, args) if number.state in (*IN_SERVICE, "pending")]
    for number in meant:
        draft.put(NUMBERS, msgspec.structs.replace(number, state="disconnected", reason=args.reason))
    return {"disconnected": len(meant)}


def _meant(draft: Draft, args: NumberDisconnect) -> Iterator[Number]:
    if not args.number and not args.account:
        raise Invalid("nothing to disconnect", faults=[Fault("number", "a number, or an account", "neither")])
    if not args.number:
        yield from draft.by(NUMBERS, BY_ACCOUNT, args.account)
        return
    number = draft.get(NUMBERS, args.number)
    if number is None or (args.account and number.account != args.account):
        raise NotFound("no number of that name" + (f" is used by `{args.account}`" if args.account else ""))
    yield number


COMMANDS: Final[tuple[Command, ...]] = (Command("number.disconnect", NumberDisconnect, disconnect, DESK),)
