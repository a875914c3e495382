"""A raw mail as the data of an `email.send`."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator, Sequence
from email.message import Message
from email.utils import parseaddr
from typing import Any, Final

# What lists and other machines wrote on the way, and the day of an old mail: an `email.send` asks before any of that.
_ON_THE_WAY: Final = frozenset(
    ("date", "sender", "received", "return-path", "delivered-to", "envelope-to", "x-original-to", "errors-to")
)


def mail_data(raw: str, recipients: Sequence[str], purpose: str) -> dict[str, Any]:
    """Addresses, subject, headers and the words of the text parts.

    Args:
        raw: an RFC 5322 message, one character per byte (Latin-1).
        recipients: to whom it is sent; what its own headers say stays among the headers.
        purpose: what the sender declares.
    """
    parsed = email.message_from_bytes(raw.encode("latin-1", "replace"), policy=email.policy.compat32)
    data: dict[str, Any] = {
        "from": _sender(_header(parsed, "From")),
        "to": list(recipients),
        "subject": _header(parsed, "Subject"),
        "headers": {name: str(value) for name, value in parsed.items() if name.lower() not in _ON_THE_WAY},
        "purpose": purpose,
    }
    for kind, name in (("plain", "text"), ("html", "html")):
        words = "\n".join(_parts(parsed, kind))
        if words:
            data[name] = words
    return data


def _sender(header: str) -> dict[str, str]:
    """The address, and the name where there is one; a header that holds no address as it is."""
    name, address = parseaddr(header)
    if "@" not in address:
        return {"address": header or "unknown"}
    return {"address": address, "name": name} if name else {"address": address}


def _header(parsed: Message, name: str) -> str:
    return str(parsed.get(name, ""))


def _parts(parsed: Message, kind: str) -> Iterator[str]:
    for part in parsed.walk():
        if part.get_content_maintype() == "text" and part.get_content_subtype() == kind and not part.is_multipart():
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                yield payload.decode("latin-1")
