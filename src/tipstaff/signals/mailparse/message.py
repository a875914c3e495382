"""A raw message to headers, text, HTML and attachments. Whatever the bytes, there is an answer in bounded time.

Faults that were met on the way: `truncated` (longer than 10 MB), `nested` (parts inside parts beyond a hundred),
`many-parts`, `many-headers`, `broken` (what MIME does not allow), `charset` (letters that did not decode).
"""

from __future__ import annotations

import email.errors
import email.message
import email.parser
import email.policy
import hashlib
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

from tipstaff.signals.mailparse.headers import Headers
from tipstaff.signals.mailparse.mailboxes import Mailbox, mailboxes

LONGEST = 10_000_000
MOST_PARTS = 200
MOST_HEADERS = 500
_DEEPEST = 100
_LONGEST_TEXT = 1_000_000
_LONGEST_FIELD = 10_000
_MOST_BOUNDARIES = 5_000
_LONG_FIELD = re.compile(rb"^content-(?:type|disposition):[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE)
_BOUNDARY = re.compile(rb"^--", re.MULTILINE)
_NESTING = re.compile(rb"content-type:\s*(?:multipart/|message/rfc822)", re.IGNORECASE)


class Attachment(NamedTuple):
    """A part that is not the words of the mail."""

    name: str
    mime_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        """Of the decoded content, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


class Message(NamedTuple):
    """`text` and `html` are all parts of that kind, a line between them."""

    headers: Headers
    text: str
    html: str
    attachments: tuple[Attachment, ...]
    faults: tuple[str, ...]

    @property
    def sender(self) -> Mailbox:
        """The first mailbox of From; empty when there is none."""
        return next(iter(mailboxes("".join(self.headers.raw("from")[:1]))), Mailbox("", ""))

    def as_email(self, purpose: str) -> dict[str, Any]:
        """The data of an `email.send` event for this message; recipients as To and Cc name them."""
        boxes = [box for name in ("to", "cc") for value in self.headers.raw(name) for box in mailboxes(value)]
        returned = mailboxes(self.headers.get("return-path"))
        data: dict[str, Any] = {
            "from": {"address": self.sender.address, "name": self.sender.name},
            "to": [box.address for box in boxes if box.address],
            "subject": self.headers.get("subject"),
            "headers": _joined(self.headers),
            "text": self.text,
            "html": self.html,
            "purpose": purpose,
        }
        if returned and returned[0].address:
            data["envelope_from"] = returned[0].address
        return {name: value for name, value in data.items() if value != "" or name in ("subject", "purpose")}


def read_message(raw: bytes) -> Message:
    """Read a message."""
    faults: set[str] = set()
    raw = _bounded(raw, faults)
    parsed = email.parser.BytesParser(policy=email.policy.compat32).parsebytes(raw)
    fields = [(name, _letters(value)) for name, value in parsed.items()[:MOST_HEADERS]]
    if len(parsed) > MOST_HEADERS:
        faults.add("many-headers")
    collected = _Parts()
    for part in _leaves(parsed, faults):
        collected.take(part, faults)
    return Message(
        Headers(fields),
        "\n".join(collected.text),
        "\n".join(collected.html),
        tuple(collected.attachments),
        tuple(sorted(faults)),
    )


def _bounded(raw: bytes, faults: set[str]) -> bytes:
    """What the parser can read in time that grows with the length: it looks at the parameters of a field again and
    again, and walks down into parts inside parts.
    """
    if len(raw) > LONGEST:
        faults.add("truncated")
        raw = raw[:LONGEST]
    if len(raw) > _LONGEST_FIELD:
        raw = _LONG_FIELD.sub(lambda field: field[0][:_LONGEST_FIELD].rstrip(), raw)
    for pattern, most, fault in ((_NESTING, _DEEPEST, "nested"), (_BOUNDARY, _MOST_BOUNDARIES, "many-parts")):
        ends = [match.start() for match in islice(pattern.finditer(raw), most + 1)]
        if len(ends) > most:
            faults.add(fault)
            raw = raw[: ends[most]]
    return raw


class _Parts:
    """The leaves of a message, sorted by what they are."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.html: list[str] = []
        self.attachments: list[Attachment] = []

    def take(self, part: email.message.Message, faults: set[str]) -> None:
        """Put one leaf where it belongs."""
        kind = part.get_content_type()
        content = part.get_payload(decode=True)
        body = content if isinstance(content, bytes) else b""
        name = _name(part)
        disposition = str(part.get("content-disposition") or "").lower()
        if kind in ("text/plain", "text/html") and not name and not disposition.startswith("attachment"):
            (self.text if kind == "text/plain" else self.html).append(_decoded(body, _charset(part), faults))
        elif body or name:
            self.attachments.append(Attachment(name, kind, body))


def _leaves(parsed: email.message.Message, faults: set[str]) -> Iterator[email.message.Message]:
    for count, part in enumerate(parsed.walk()):
        if count >= MOST_PARTS:
            faults.add("many-parts")
            return
        if part.defects:
            faults.add("broken")
        if not part.is_multipart():
            yield part


def _decoded(body: bytes, charset: str, faults: set[str]) -> str:
    body = body[:_LONGEST_TEXT]
    try:
        return body.decode(charset)
    except (LookupError, ValueError):
        pass
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        faults.add("charset")
        return body.decode("latin-1")


def _charset(part: email.message.Message) -> str:
    try:
        found = part.get_content_charset()
    except (LookupError, ValueError):
        return "utf-8"
    return found if found and found.isascii() and "\x00" not in found else "utf-8"


def _name(part: email.message.Message) -> str:
    try:
        found = part.get_filename()
    except (LookupError, ValueError, TypeError):
        return "?"
    return (found or "").replace("\x00", "")[:255]


def _letters(value: object) -> str:
    """A field as text: bytes beyond ASCII are read as UTF-8, or as Latin-1."""
    raw = str(value).encode("utf-8", "surrogateescape")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _joined(headers: Headers) -> dict[str, str]:
    """One value per name; a field that came several times has a line for each."""
    joined: dict[str, str] = {}
    for name, value in headers:
        flat = " ".join(value.split())
        joined[name] = f"{joined[name]}\n{flat}" if name in joined else flat
    return joined
