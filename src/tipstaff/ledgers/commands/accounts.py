"""Accounts: put, close."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec
from msgspec import UNSET, Struct

from tipstaff.ledgers.commands.command import LEADS, Command, CommandContext
from tipstaff.ledgers.functions.account import ancestors, service_hours
from tipstaff.ledgers.ledgers import Draft
from tipstaff.ledgers.reading import build, given_fields, partial, plain
from tipstaff.ledgers.records.accounts import ACCOUNTS, Account
from tipstaff.vocab.countries import country_fault
from tipstaff.vocab.errors import BadTransition, Fault, Invalid, NotFound
from tipstaff.vocab.mailboxes import mail_address_fault
from tipstaff.vocab.times.calendars import calendar_named

AccountPut: Final = partial(Account, "AccountPut", ("id",), without=("closed_at",))


class AccountClose(Struct, frozen=True):
    """An account, and why it ends."""

    id: str
    reason: str = ""


def put(draft: Draft, args: Struct, _context: CommandContext) -> dict[str, Any]:
    """Put an account, or change the given fields of the one on file; `facts` and `channels` are merged by name.
    One that is put without a `country` is taken to be in France (`FR`), without a `locale` to read English (`en`).
    """
    given = given_fields(args)
    before = draft.get(ACCOUNTS, given["id"])
    values = given if before is None else msgspec.structs.asdict(before) | given
    if before is not None:
        for merged in ("facts", "channels"):
            values[merged] = getattr(before, merged) | given.get(merged, {})
    account = build(Account, values)
    faults = [*_loop(draft, account), *_country_faults(account), *_calendar_faults(account)]
    faults += _mail_faults(given.get("emails", ()))  # the given ones only: an older one must not hold up other changes
    if faults:
        raise Invalid("the account cannot be put", faults=faults)
    draft.put(ACCOUNTS, account)
    return {"account": plain(account)}


def close(draft: Draft, args: AccountClose, context: CommandContext) -> dict[str, Any]:
    """End an account: it is terminated and stays on file. Closing is final; another account is a new one."""
    account = draft.get(ACCOUNTS, args.id)
    if account is None:
        raise NotFound(f"no account `{args.id}`")
    if account.closed_at is not UNSET:
        raise BadTransition(f"account `{args.id}` was closed before")
    closed = msgspec.structs.replace(account, standing="terminated", closed_at=context.now)
    draft.put(ACCOUNTS, closed)
    return {"account": plain(closed)}


def _loop(draft: Draft, account: Account) -> Iterator[Fault]:
    above = [account.parent, *(one.parent for one in ancestors(draft, account))]
    if account.id in above:
        yield Fault("parent", "an account that is not below this one", f"`{account.parent}`")


def _country_faults(account: Account) -> Iterator[Fault]:
    fault = country_fault(account.country)
    if fault is not None:
        yield fault


def _mail_faults(emails: Sequence[str]) -> Iterator[Fault]:
    for number, email in enumerate(emails):
        fault = mail_address_fault(email, f"emails[{number}]")
        if fault is not None:
            yield fault


def _calendar_faults(account: Account) -> Iterator[Fault]:
    try:
        calendar_named(account.holidays, "holidays")
    except Invalid as error:
        yield from error.faults
    try:
        service_hours(account)
    except Invalid as error:
        yield from error.faults


COMMANDS: Final[tuple[Command, ...]] = (
    Command("account.put", AccountPut, put, LEADS),
    Command("account.close", AccountClose, close, LEADS),
)
