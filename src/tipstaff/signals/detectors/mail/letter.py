"""The mail of an event, its fields made uniform; read once for all signals of this room."""

from __future__ import annotations

from typing import Any, NamedTuple

from msgspec import UNSET

from tipstaff.signals.failure import unavailable
from tipstaff.signals.mailparse.headers import Headers
from tipstaff.signals.mailparse.mailboxes import Mailbox, domain_of, mailboxes
from tipstaff.signals.signal import View


class Letter(NamedTuple):
    """`results` are those the platform gave: spf, dkim, dmarc, dkim_domain; lower case, missing ones left out.

    `enveloped` is the domain of the return path, as the event or the header names it; "" when none does.
    """

    sender: Mailbox
    subject: str
    headers: Headers
    enveloped: str
    results: dict[str, str]
    has_headers: bool


def letter_of(view: View) -> Letter:
    """The mail. Ask for it through `view.once(letter_of)`.

    Raises:
        CelError: the event is no mail.
    """
    data: Any = view.event.data
    if "envelope_from" not in data.__struct_fields__:
        raise unavailable(f"`{view.event.type}` is no mail")
    headers = Headers.of(data.headers) if data.headers is not UNSET else Headers(())
    name = data.from_.name if data.from_.name is not UNSET else ""
    given = data.envelope_from if data.envelope_from is not UNSET else headers.get("return-path")
    envelope = next((domain_of(box.address) for box in mailboxes(given) if box.address), "")
    return Letter(
        Mailbox(name, data.from_.address.strip()),
        data.subject,
        headers,
        envelope,
        _results(data),
        data.headers is not UNSET,
    )


def _results(data: Any) -> dict[str, str]:
    told = data.authentication
    if told is UNSET:
        return {}
    values = ((name, getattr(told, name)) for name in told.__struct_fields__)
    return {name: value.strip().lower() for name, value in values if value is not UNSET and value.strip()}
