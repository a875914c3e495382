"""What a mail looks like apart from its words, as short tokens for a model: what its header was made by and how its
fields are built, the shape of its text, its markup and its links.

Nothing that only the way of a mail says (Received, Return-Path, lists, dates, filters) and no field of a conversation
(In-Reply-To, References): the first is the receiver's, the second anybody can write. Names of people and hosts are read
for their shape alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tipstaff.signals.mailparse.body_looks import body_looks
from tipstaff.signals.mailparse.headers import Headers
from tipstaff.signals.mailparse.mailboxes import Mailbox, mailboxes
from tipstaff.signals.urls.kinds import is_kind

# Fields whose being there, or not, says something of the program that wrote the mail.
_FIELDS: Final = (
    *("from", "to", "cc", "reply-to", "message-id", "mime-version", "content-type", "content-transfer-encoding"),
    *("content-disposition", "x-mailer", "user-agent", "x-mimeole", "x-priority", "x-msmail-priority", "importance"),
    *("organization", "thread-index", "x-accept-language", "disposition-notification-to", "list-unsubscribe"),
)
_PROGRAMS, _URGENT = ("x-mailer", "user-agent"), ("x-priority", "x-msmail-priority", "importance")
_WORD = re.compile(r"[a-z]{2,}")
_KIND = re.compile(r"\s*([a-z]+/[a-z-]+)")
_CHARSET = re.compile(r"charset\s*=\s*\"?([\w-]{1,30})", re.IGNORECASE)
_BOUNDARY = re.compile(r"boundary\s*=\s*\"?([^\";]{1,70})", re.IGNORECASE)
_SMALL, _LARGE, _DIGIT = re.compile(r"[a-z]+"), re.compile(r"[A-Z]+"), re.compile(r"[0-9]+")
_SIGNS = "!?$%€£"


def looks_of(headers: Headers, subject: str, text: str, markup: str) -> list[str]:
    """The tokens of a mail, sorted, each once. Those of the header only where it is whole (`is_whole`).

    Args:
        headers: all fields, or none.
        subject: decoded.
        text: the parts in plain text.
        markup: the parts in HTML.
    """
    found = set(body_looks(text, markup))
    found.update(_subject(subject))
    if is_whole(headers):
        found.update(_header(headers))
    return sorted(found)


def is_whole(headers: Headers) -> bool:
    """Whether these are the fields of a whole message; what comes by an API has a few of its own at most."""
    return "from" in headers


def _header(headers: Headers) -> Iterator[str]:
    there = {name for name, _ in headers}
    yield from (f"{'has' if name in there else 'lacks'} {name}" for name in _FIELDS)
    for name in there.intersection(_PROGRAMS):
        yield from (f"program {word}" for word in _WORD.findall(headers.get(name).lower())[:4])
    yield from (f"{name} {headers.get(name)[:12].lower()}" for name in there.intersection(_URGENT))
    sender = _first(headers, "from")
    yield from _content(headers)
    yield from _sender(sender, headers.get("from"))
    yield from _answers(_first(headers, "reply-to"), sender)
    yield from _number(headers.get("message-id"), sender)
    to = headers.get("to")
    yield f"to {min(len(mailboxes(to)), 3)} {'named' if '<' in to else 'bare'}"
    if "undisclosed" in to.lower():
        yield "to undisclosed"
    if "=?" in "".join(headers.raw("subject")):
        yield "subject encoded"


def _content(headers: Headers) -> Iterator[str]:
    said = headers.get("content-type")
    kind, charset, boundary = _KIND.match(said.lower()), _CHARSET.search(said), _BOUNDARY.search(said)
    yield f"type {kind[1] if kind else '?'}"
    if charset:
        yield f"charset {charset[1].lower()}"
    if boundary:
        yield f"boundary {shape_of(boundary[1], 16)}"
    if "flowed" in said:
        yield "type flowed"
    yield f"encoding {headers.get('content-transfer-encoding')[:20].lower()}"


def _sender(sender: Mailbox, said: str) -> Iterator[str]:
    name = sender.name
    yield f"from name {'none' if not name else 'caps' if name.isupper() else 'low' if name.islower() else 'mixed'}"
    yield f"from words {min(len(name.split()), 4)}"
    quoted = said.startswith('"')
    yield f"from {'quoted' if quoted else 'plain'} {'angled' if '<' in said else 'bare'}"
    yield f"from local {shape_of(sender.local, 12)}"
    yield f"from ending {sender.domain.rpartition('.')[2]}"
    if any(map(str.isdigit, name)):
        yield "from name digits"
    if any(map(str.isdigit, sender.local)):
        yield "from local digits"
    if is_kind(sender.domain, "free-mail"):
        yield "from free mail"


def _answers(answers: Mailbox, sender: Mailbox) -> Iterator[str]:
    if answers.address:
        same = "same" if answers.address == sender.address else "domain" if answers.domain == sender.domain else "other"
        yield f"answers {same}"
        if is_kind(answers.domain, "free-mail"):
            yield "answers free mail"


def _number(number: str, sender: Mailbox) -> Iterator[str]:
    left, _, right = number.strip("<> ").partition("@")
    yield f"number {shape_of(left, 14)}"
    yield f"number {'own' if right.lower() == sender.domain else 'other'} {'.' in right}"


def _subject(subject: str) -> Iterator[str]:
    letters = [letter for letter in subject[:300] if letter.isalpha()]
    if len(letters) > 5 and sum(map(str.isupper, letters)) > 0.7 * len(letters):
        yield "subject shouted"
    if subject[-3:].isdigit():
        yield "subject number"
    if "[" in subject[:3]:
        yield "subject tag"
    yield from (f"subject {sign}" for sign in _SIGNS if sign in subject)
    yield f"subject length {len(subject).bit_length()}"


def shape_of(name: str, most: int) -> str:
    """Runs of small letters as `a`, of capitals as `A`, of digits as `0`: `aA0-a`."""
    return _DIGIT.sub("0", _LARGE.sub("A", _SMALL.sub("a", name[:200])))[:most]


def _first(headers: Headers, name: str) -> Mailbox:
    return next(iter(mailboxes("".join(headers.raw(name)[:1]))), Mailbox("", ""))
