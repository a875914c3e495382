"""`Ada <ada@example.org>, "Bob, Inc." <bob@example.org>` taken apart; one pass, whatever is inside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tipstaff.signals.mailparse.headers import decoded
from tipstaff.signals.urls.hosts import ascii_host

MOST = 100
_LONGEST = 20_000
_PIECE = re.compile(r'"(?:[^"\\]|\\.)*"?|\((?:[^()\\]|\\.)*\)?|<[^<>]*>?|[,;]|[^"(<,;]+', re.DOTALL)
# One mailbox as most are, with nothing that has rules of its own: `Ada <ada@example.org>`, `"Bob, Inc." <bob@...>`, or
# an address alone.
_ALONE = re.compile(
    r"[ \t]*(?:(?:\"([^\"\\]*)\"|([^\"(<,;\\]*))[ \t]*<([^<>\s]+)>|([^\s\"(<,;:\\@]+@[^\s\"(<,;:\\@]+))[ \t]*\Z"
)
_BRIEF = 500
_ADDRESS = re.compile(r"[^\s<>\"'(),;:@]+@[^\s<>\"'(),;:@]+")
_LOCAL = re.compile(r"(?:[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*|\"(?:[^\"\\\r\n]|\\.){1,62}\")\Z")
_HOST = re.compile(r"(?=.{1,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}\Z")


class Mailbox(NamedTuple):
    """A display name ("" for none) and an address."""

    name: str
    address: str

    @property
    def local(self) -> str:
        """What stands before the last `@`."""
        return self.address.rpartition("@")[0]

    @property
    def domain(self) -> str:
        """The domain in lower case and ASCII, "" when there is none."""
        return domain_of(self.address)


def domain_of(address: str) -> str:
    """The domain of a mail address in lower case and ASCII, "" when there is none."""
    _, at, domain = address.rpartition("@")
    return ascii_host(domain.strip(" <>[]")) if at else ""


def mailboxes(value: str) -> list[Mailbox]:
    """The mailboxes of a field such as From or Reply-To, at most a hundred. Groups are read as their members."""
    alone = _ALONE.match(value) if len(value) < _BRIEF else None
    if alone:
        return [Mailbox(decoded((alone[1] or alone[2] or "").strip()), alone[3] or alone[4])]
    return mailboxes_plainly(value)


def mailboxes_plainly(value: str) -> list[Mailbox]:
    """The same, however the field is built."""
    return [box for words in _apart(value[:_LONGEST]) if (box := _mailbox(words)) and any(box)][:MOST]


def is_address(address: str) -> bool:
    """Whether an address may exist (RFC 5321): a local part of up to 64 characters and a domain with a dot."""
    local, at, _ = address.strip().rpartition("@")
    return bool(at) and len(local) <= 64 and bool(_LOCAL.match(local)) and bool(_HOST.match(domain_of(address)))


def addresses_in(text: str) -> list[str]:
    """Everything in a text that looks like an address, at most twenty."""
    found = []
    for match in _ADDRESS.finditer(text[:2_000]):
        address = match[0].strip(".")
        if _HOST.match(domain_of(address)):
            found.append(address)
    return found[:20]


def _apart(value: str) -> Iterator[list[str]]:
    """The pieces of each mailbox; commas inside quotes, comments and angle brackets separate nothing."""
    words: list[str] = []
    for piece in _PIECE.finditer(value):
        if piece[0] in ",;":
            yield words
            words = []
        else:
            words.append(piece[0])
    yield words


def _mailbox(words: list[str]) -> Mailbox | None:
    angled = [word for word in words if word.startswith("<")]
    if angled:
        name = "".join(word for word in words if not word.startswith(("<", "("))).strip()
        return Mailbox(_plain(name), angled[-1].strip("<> \t\r\n"))
    joined = "".join(word for word in words if not word.startswith("(")).strip()
    comment = next((word.strip("() ") for word in words if word.startswith("(")), "")
    bare = joined.rpartition(":")[2].strip() if "@" in joined else joined
    if not bare:
        return None
    return Mailbox(_plain(comment), bare) if "@" in bare else Mailbox(_plain(bare), "")


def _plain(name: str) -> str:
    if len(name) > 1 and name[0] == name[-1] == '"':
        name = re.sub(r"\\(.)", r"\1", name[1:-1])
    return decoded(name.replace('"', "")) if '"' in name else decoded(name)
