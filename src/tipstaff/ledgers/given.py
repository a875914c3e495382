"""The state a scenario starts from: rows of `given`, put through the same functions that the commands use."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Literal

from msgspec import Struct, field

from tipstaff.ledgers.commands.accounts import AccountPut
from tipstaff.ledgers.commands.accounts import put as put_account
from tipstaff.ledgers.commands.command import CommandContext
from tipstaff.ledgers.commands.consents import ConsentGrant
from tipstaff.ledgers.commands.consents import grant as grant_consent
from tipstaff.ledgers.commands.lists import ListPut
from tipstaff.ledgers.commands.lists import put as put_list
from tipstaff.ledgers.commands.puts import BY_NOUN
from tipstaff.ledgers.commands.recipients import RecipientPut
from tipstaff.ledgers.commands.recipients import put as put_recipient
from tipstaff.ledgers.commands.suppressions import RegisterLoad, SuppressionAdd
from tipstaff.ledgers.commands.suppressions import add as add_suppression
from tipstaff.ledgers.commands.suppressions import load as load_register
from tipstaff.ledgers.commands.terms import (
    AcceptanceRecord,
    NotificationRecord,
    TermsAccept,
    record_acceptance,
    record_notification,
)
from tipstaff.ledgers.commands.terms import accept as accept_terms
from tipstaff.ledgers.ledgers import Draft
from tipstaff.ledgers.reading import read
from tipstaff.ledgers.records.authorizations import AUTHORIZATIONS, Authorization
from tipstaff.vocab.counting import counted
from tipstaff.vocab.errors import Fault, Invalid
from tipstaff.vocab.reading.faults import describe

_Put = Callable[[Draft, Any, CommandContext], object]


class GivenAuthorization(Struct, frozen=True):
    """An authorization that was granted before the story begins."""

    account: str
    use: str
    id: str = ""
    scope: dict[str, Any] = {}
    from_: datetime | None = field(default=None, name="from")
    until: datetime | None = None
    granted_by: str = ""
    conditions: list[str] | str = []
    state: Literal["requested", "granted", "refused", "revoked"] = "granted"


class GivenRegister(Struct, frozen=True):
    """A register; without `loaded_at` it is fresh and has always listed whom it lists."""

    name: str
    country: str
    entries: list[str]
    loaded_at: datetime | None = None


class GivenHash(Struct, frozen=True):
    """The hash of known content and what it is."""

    kind: str
    sha256: str = ""
    pdq: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """How the rows of one key are read and put."""

    row: type[Struct]
    put: _Put


def _authorization(draft: Draft, row: GivenAuthorization, context: CommandContext) -> None:
    conditions = (row.conditions,) if isinstance(row.conditions, str) else tuple(row.conditions)
    granted_at = (row.from_ or context.now) if row.state in ("granted", "revoked") else None
    draft.put(
        AUTHORIZATIONS,
        Authorization(
            row.id or context.new_id(), row.account, row.use, row.state, row.scope, row.from_, row.until, conditions,
            granted_by=row.granted_by, granted_at=granted_at, ended_at=granted_at if row.state == "revoked" else None,
        ),
    )  # fmt: skip


def _register(draft: Draft, row: GivenRegister, context: CommandContext) -> None:
    load_register(draft, RegisterLoad(row.name, row.country, row.entries, row.loaded_at), context)


def _plain(noun: str) -> Rows:
    plain = BY_NOUN[noun]
    return Rows(plain.arguments, plain.put)


GIVEN: Final[Mapping[str, Rows]] = {
    "accounts": Rows(AccountPut, put_account),
    "consents": Rows(ConsentGrant, grant_consent),
    "recipients": Rows(RecipientPut, put_recipient),
    "suppressions": Rows(SuppressionAdd, add_suppression),
    "registers": Rows(GivenRegister, _register),
    "authorizations": Rows(GivenAuthorization, _authorization),
    "senders": _plain("sender"),
    "protected_names": _plain("protected-name"),
    "numbers": _plain("number"),
    "domains": _plain("domain"),
    "addresses": _plain("address"),
    "licences": _plain("licence"),
    "meters": _plain("meter"),
    "terms": Rows(TermsAccept, accept_terms),
    "acceptances": Rows(AcceptanceRecord, record_acceptance),
    "notified": Rows(NotificationRecord, record_notification),
    "channels": _plain("channel"),
    "features": _plain("feature"),
    "programmes": _plain("programme"),
    "people": _plain("person"),
}
KEYS: Final = frozenset(GIVEN) | {"lists"}


def give(draft: Draft, given: Mapping[str, Any], context: CommandContext, path: str = "given") -> None:
    """Put the whole state that a scenario starts from. Keys that are not a ledger's (`now`, `history`) are passed over.

    Args:
        context: its `now` is what times default to; rights are not asked.
    Raises:
        Invalid: rows have faults, all of them listed with their place (`given.consents[0].channel`).
    """
    faults: list[Fault] = []
    context = replace(context, told=True)
    for key in (*GIVEN, "lists"):
        if given.get(key) is not None:
            faults += _rows(draft, key, given[key], context, f"{path}.{key}")
    if faults:
        raise Invalid(f"the given state has {counted(len(faults), 'fault')}", faults=faults)


def _rows(draft: Draft, key: str, rows: object, context: CommandContext, path: str) -> list[Fault]:
    if key == "lists":
        return _lists(draft, rows, context, path)
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        return [Fault(path, "a list", describe(rows))]
    return [
        fault for number, row in enumerate(rows) for fault in _row(draft, GIVEN[key], row, context, f"{path}[{number}]")
    ]


def _row(draft: Draft, rows: Rows, row: object, context: CommandContext, path: str) -> list[Fault]:
    try:
        read_row = read(rows.row, row, path)
    except Invalid as error:
        return list(error.faults)
    try:
        rows.put(draft, read_row, context)
    except Invalid as error:
        # What a command finds wrong is told from the arguments on; here they stand further in.
        return [Fault(f"{path}.{fault.path}", fault.expected, fault.got, fault.hint) for fault in error.faults]
    return []


def _lists(draft: Draft, lists: object, context: CommandContext, path: str) -> list[Fault]:
    if not isinstance(lists, Mapping):
        return [Fault(path, "an object", describe(lists))]
    faults: list[Fault] = []
    for name, values in lists.items():
        if name == "hashes":
            faults += _hashes(draft, values, context, f"{path}.{name}")
        else:
            faults += _row(draft, Rows(ListPut, put_list), {"list": name, "values": values}, context, f"{path}.{name}")
    return faults


def _hashes(draft: Draft, rows: object, context: CommandContext, path: str) -> list[Fault]:
    def put(draft: Draft, row: GivenHash, context: CommandContext) -> None:
        if not (row.sha256 or row.pdq):
            raise Invalid("no hash", faults=[Fault("sha256", "a hash (sha256 or pdq)", "nothing")])
        put_list(draft, ListPut("hashes", tuple(value for value in (row.sha256, row.pdq) if value), row.kind), context)

    if not isinstance(rows, Sequence) or isinstance(rows, str):
        return [Fault(path, "a list", describe(rows))]
    numbered = enumerate(rows)
    return [f for number, row in numbered for f in _row(draft, Rows(GivenHash, put), row, context, f"{path}[{number}]")]
