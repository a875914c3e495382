"""What a mail looks like apart from its words, as short tokens for a model: what its header was made by and how its
fields are built, the shape of its text, its markup and its links.

Nothing that only the way of a mail says (Received, Return-Path, lists, dates, filters) and no field of a conversation
(In-Reply-To, References): the first is the receiver's, the second anybody can write. Names of people and hosts are read
for their shape alone.
"""

from __future__ import annotations

import re
from typing import Final

from tipstaff.native.kernels import kernel
from tipstaff.signals.mailparse.body_looks import body_looks
from tipstaff.signals.mailparse.headers import Headers
from tipstaff.signals.mailparse.mailboxes import Mailbox, mailboxes
from tipstaff.signals.urls.kinds import is_kind

_KERNEL = kernel("mail")
# Fields whose being there, or not, says something of the program that wrote the mail.
_FIELDS: Final = (
    *("from", "to", "cc", "reply-to", "message-id", "mime-version", "content-type", "content-transfer-encoding"),
    *("content-disposition", "x-mailer", "user-agent", "x-mimeole", "x-priority", "x-msmail-priority", "importance"),
    *("organization", "thread-index", "x-accept-language", "disposition-notification-to", "list-unsubscribe"),
)
_TOLD: Final = tuple((name, f"has {name}", f"lacks {name}") for name in _FIELDS)
_PROGRAMS, _URGENT = ("x-mailer", "user-agent"), ("x-priority", "x-msmail-priority", "importance")
_WORD = re.compile(r"[a-z]{2,}")
_KIND = re.compile(r"\s*([a-z]+/[a-z-]+)")
_CHARSET = re.compile(r"charset\s*=\s*\"?([\w-]{1,30})", re.IGNORECASE)
_BOUNDARY = re.compile(r"boundary\s*=\s*\"?([^\";]{1,70})", re.IGNORECASE)
_SMALL, _LARGE, _DIGIT = re.compile(r"[a-z]+"), re.compile(r"[A-Z]+"), re.compile(r"[0-9]+")
_SIGNS = "!?$%€£"
_QUOTE = '"'


def looks_of(headers: Headers, subject: str, text: str, markup: str) -> set[str]:
    """The tokens of a mail. Those of the header only where it is whole (`is_whole`).

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
    return found


def is_whole(headers: Headers) -> bool:
    """Whether these are the fields of a whole message; what comes by an API has a few of its own at most."""
    return "from" in headers


def _header(headers: Headers) -> list[str]:
    there = headers.names
    found = [has if name in there else lacks for name, has, lacks in _TOLD]
    for name in _PROGRAMS:
        if name in there:
            found += [f"program {word}" for word in _WORD.findall(headers.get(name).lower())[:4]]
    found += [f"{name} {headers.get(name)[:12].lower()}" for name in _URGENT if name in there]
    sender = _first(headers, "from")
    found += _content(headers)
    found += _sender(sender, headers.get("from"))
    found += _answers(_first(headers, "reply-to"), sender)
    found += _number(headers.get("message-id"), sender)
    to = headers.get("to")
    found.append(f"to {min(len(mailboxes(to)), 3)} {'named' if '<' in to else 'bare'}")
    if "undisclosed" in to.lower():
        found.append("to undisclosed")
    if "=?" in "".join(headers.raw("subject")):
        found.append("subject encoded")
    return found


def _content(headers: Headers) -> list[str]:
    said = headers.get("content-type")
    kind, charset, boundary = _KIND.match(said.lower()), _CHARSET.search(said), _BOUNDARY.search(said)
    found = [
        f"type {kind[1] if kind else '?'}",
        f"encoding {headers.get('content-transfer-encoding')[:20].lower()}",
    ]
    if charset:
        found.append(f"charset {charset[1].lower()}")
    if boundary:
        found.append(f"boundary {shape_of(boundary[1], 16)}")
    if "flowed" in said:
        found.append("type flowed")
    return found


def _sender(sender: Mailbox, said: str) -> list[str]:
    name, local, domain = sender.name, sender.local, sender.domain
    found = [
        f"from name {'none' if not name else 'caps' if name.isupper() else 'low' if name.islower() else 'mixed'}",
        f"from words {min(len(name.split()), 4)}",
        f"from {'quoted' if said.startswith(_QUOTE) else 'plain'} {'angled' if '<' in said else 'bare'}",
        f"from local {shape_of(local, 12)}",
        f"from ending {domain.rpartition('.')[2]}",
    ]
    if any(map(str.isdigit, name)):
        found.append("from name digits")
    if any(map(str.isdigit, local)):
        found.append("from local digits")
    if is_kind(domain, "free-mail"):
        found.append("from free mail")
    return found


def _answers(answers: Mailbox, sender: Mailbox) -> list[str]:
    if not answers.address:
        return []
    same = "same" if answers.address == sender.address else "domain" if answers.domain == sender.domain else "other"
    free = ["answers free mail"] if is_kind(answers.domain, "free-mail") else []
    return [f"answers {same}", *free]


def _number(number: str, sender: Mailbox) -> list[str]:
    left, _, right = number.strip("<> ").partition("@")
    whose = "own" if right.lower() == sender.domain else "other"
    return [f"number {shape_of(left, 14)}", f"number {whose} {'.' in right}"]


def _subject(subject: str) -> list[str]:
    found = [f"subject {sign}" for sign in _SIGNS if sign in subject]
    found.append(f"subject length {len(subject).bit_length()}")
    letters = [letter for letter in subject[:300] if letter.isalpha()]
    if len(letters) > 5 and sum(map(str.isupper, letters)) > 0.7 * len(letters):
        found.append("subject shouted")
    if subject[-3:].isdigit():
        found.append("subject number")
    if "[" in subject[:3]:
        found.append("subject tag")
    return found


def shape_of(name: str, most: int) -> str:
    """Runs of small letters as `a`, of capitals as `A`, of digits as `0`: `aA0-a`. At most 64 characters of it."""
    shape: str = shape_plainly(name, most) if _KERNEL is None else _KERNEL.shape(name, most)
    return shape


def shape_plainly(name: str, most: int) -> str:
    """The same without the kernel."""
    return _DIGIT.sub("0", _LARGE.sub("A", _SMALL.sub("a", name[:200])))[: min(most, 64)]


def _first(headers: Headers, name: str) -> Mailbox:
    return next(iter(mailboxes("".join(headers.raw(name)[:1]))), Mailbox("", ""))
