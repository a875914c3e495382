"""An effect of the outbox as it may be shown: whom it concerns, what became of it, personal values masked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Literal

import msgspec
from msgspec import Struct

from tipstaff.ledgers import Ledgers
from tipstaff.notices import NOTICES, Notice
from tipstaff.store import OutboxFilter, OutboxRow, Reader
from tipstaff.vocab.arguments import masked
from tipstaff.vocab.errors import NotFound
from tipstaff.vocab.masking import mask_party, mask_within

SHOWN: Final = 200
OutboxState = Literal["abandoned", "waiting", "closed", "done"]


class OutboxShown(Struct, frozen=True):
    """One effect. `do` is what is to be done, `about` its arguments, masked; `kind` that of a notice; `decision` what
    asked for it, None where a person did.
    """

    id: str
    do: str
    state: str
    due_at: datetime
    attempts: int
    error: str
    account: str
    kind: str
    decision: str | None
    about: dict[str, Any]


def page(reader: Reader, ledgers: Ledgers, where: OutboxFilter, limit: int) -> list[OutboxShown]:
    """The newest effects in a state, newest first."""
    return [shown(ledgers, row) for row in reader.outbox_page(where, limit)]


def one(reader: Reader, ledgers: Ledgers, name: str) -> OutboxShown:
    """One effect by its number.

    Raises:
        NotFound: there is none.
    """
    row = reader.outbox_item(int(name)) if name.isascii() and name.isdigit() and len(name) < 19 else None
    if row is None:
        raise NotFound(f"nothing in the outbox has the number `{name[:40]}`")
    return shown(ledgers, row)


def shown(ledgers: Ledgers, row: OutboxRow) -> OutboxShown:
    """Without what is anybody's own."""
    about = arguments_of(row)
    notice = _notice(ledgers, about)
    return OutboxShown(
        id=str(row.sequence),
        do=row.do,
        state=row.state,
        due_at=row.due_at,
        attempts=row.attempts,
        error=mask_within(row.error)[:SHOWN],
        account=notice.account if notice is not None else str(about.get("account", "")),
        kind=notice.kind if notice is not None else "",
        decision=row.decision or None,
        about=_masked(about),
    )


def arguments_of(row: OutboxRow) -> Mapping[str, Any]:
    """What there is to do; empty once it is done, and where it cannot be read."""
    try:
        found = msgspec.json.decode(row.body) if row.body else {}
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _notice(ledgers: Ledgers, about: Mapping[str, Any]) -> Notice | None:
    name = about.get("notice")
    return ledgers.get(NOTICES, name) if isinstance(name, str) else None


def _masked(about: Mapping[str, Any]) -> dict[str, Any]:
    addresses = about.get("addresses")
    rest: dict[str, Any] = masked({name: value for name, value in about.items() if name != "addresses"})
    return rest | ({"addresses": [mask_party(str(one)) for one in addresses]} if isinstance(addresses, list) else {})
