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

from tipstaff.native.kernels import kernel
from tipstaff.signals.mailparse.headers import Fields, Headers
from tipstaff.signals.mailparse.mailboxes import Mailbox, mailboxes
from tipstaff.signals.mailparse.plain import MOST_HEADERS, Leaf, read_plainly

_KERNEL = kernel("mail")
LONGEST = 10_000_000
MOST_PARTS = 200
_DEEPEST = 100
_LONGEST_TEXT = 1_000_000
_LONGEST_FIELD = 10_000
_MOST_BOUNDARIES = 5_000
_FIELD = re.compile(rb"content-(?:type|disposition):[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE)
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
        sender = self.sender
        data: dict[str, Any] = {
            "from": {"address": sender.address, "name": sender.name},
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
    fields, leaves = read_plainly(raw) or _parsed(raw, faults)
    collected = _Parts()
    for leaf in leaves:
        collected.take(leaf, faults)
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
        raw = _shortened(raw, raw.lower())
    if raw.count(b"/") > _DEEPEST:  # one in each type of a part
        raw = _cut(raw, _NESTING, _DEEPEST, "nested", faults)
    if len(raw) > 3 * _MOST_BOUNDARIES and raw.count(b"\n--") >= _MOST_BOUNDARIES:
        raw = _cut(raw, _BOUNDARY, _MOST_BOUNDARIES, "many-parts", faults)
    return raw


def _shortened(raw: bytes, lower: bytes) -> bytes:
    """Without the rest of fields of content that are too long."""
    pieces: list[bytes] = []
    done = at = 0
    while at >= 0:
        field = _FIELD.match(raw, at)
        if field and field.end() - at > _LONGEST_FIELD:
            pieces += (raw[done:at], raw[at : at + _LONGEST_FIELD].rstrip())
            done = field.end()
        at = lower.find(b"\ncontent-", field.end() if field else at) + 1 or -1
    return b"".join([*pieces, raw[done:]]) if pieces else raw


def _cut(raw: bytes, pattern: re.Pattern[bytes], most: int, fault: str, faults: set[str]) -> bytes:
    """Up to where a pattern is found once too often."""
    if pattern is _NESTING and raw.lower().count(b"content-type:") <= most:
        return raw
    ends = [match.start() for match in islice(pattern.finditer(raw), most + 1)]
    if len(ends) <= most:
        return raw
    faults.add(fault)
    return raw[: ends[most]]


class _Parts:
    """The leaves of a message, sorted by what they are."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.html: list[str] = []
        self.attachments: list[Attachment] = []

    def take(self, leaf: Leaf, faults: set[str]) -> None:
        """Put one leaf where it belongs."""
        if leaf.kind in ("text/plain", "text/html") and not leaf.name and not leaf.attached:
            words = _decoded(leaf.content, leaf.charset, faults)
            (self.text if leaf.kind == "text/plain" else self.html).append(words)
        elif leaf.content or leaf.name:
            self.attachments.append(Attachment(leaf.name, leaf.kind, leaf.content))


def _parsed(raw: bytes, faults: set[str]) -> tuple[Fields, list[Leaf]]:
    """The fields and the leaves of any message, by the parser of the standard library."""
    parsed = email.parser.BytesParser(policy=email.policy.compat32).parsebytes(raw)
    if len(parsed) > MOST_HEADERS:
        faults.add("many-headers")
    fields = [(name, _letters(value)) for name, value in parsed.items()[:MOST_HEADERS]]
    return fields, [_leaf(part) for part in _leaves(parsed, faults)]


def _leaf(part: email.message.Message) -> Leaf:
    content = part.get_payload(decode=True)
    disposition = str(part.get("content-disposition") or "").lower()
    return Leaf(
        part.get_content_type(),
        _charset(part),
        _name(part),
        disposition.startswith("attachment"),
        content if isinstance(content, bytes) else b"",
    )


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
    joined: dict[str, str] = joined_plainly(list(headers)) if _KERNEL is None else _KERNEL.joined(list(headers))
    return joined


def joined_plainly(fields: Fields) -> dict[str, str]:
    """The same without the kernel."""
    joined: dict[str, str] = {}
    for name, value in fields:
        flat = " ".join(value.split())
        joined[name] = f"{joined[name]}\n{flat}" if name in joined else flat
    return joined
