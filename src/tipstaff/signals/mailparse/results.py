"""Authentication-Results (RFC 8601): who checked, which methods, with which result and for which domain.

What stands in the header is a claim of whoever wrote it. Only results of the operator's own servers count, which are
known by their authserv-id; a sender can write the header like any other.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from tipstaff.signals.mailparse.mailboxes import domain_of
from tipstaff.signals.urls.hosts import ascii_host

MOST = 50
_LONGEST = 10_000
_TOKEN = re.compile(r"\s*([A-Za-z0-9-]+)(?:/\d+)?\s*=\s*([A-Za-z0-9-]+)")
_PROPERTY = re.compile(r"([A-Za-z0-9-]+)\s*\.\s*([A-Za-z0-9_-]+)\s*=\s*(?:\"([^\"]*)\"|([^\s;\"]+))")
_REASON = re.compile(r"\breason\s*=\s*(?:\"([^\"]*)\"|([^\s;\"]+))", re.IGNORECASE)


class Result(NamedTuple):
    """One method's result; `domain` is what was authenticated (`header.d`, `smtp.mailfrom`, `header.from`)."""

    method: str
    result: str
    domain: str = ""
    reason: str = ""


class Results(NamedTuple):
    """One header: who checked, and what came out."""

    server: str
    results: tuple[Result, ...]


_DOMAINS = {
    "dkim": ("header.d", "header.i"),
    "spf": ("smtp.mailfrom", "smtp.helo"),
    "dmarc": ("header.from",),
    "arc": ("header.oldest-pass",),
}


def read_results(value: str) -> Results:
    """Read one header; what is not understood is left out."""
    parts = _statements(value[:_LONGEST])
    server = parts[0].split()[0].lower() if parts and parts[0].split() else ""
    found = [result for part in parts[1 : MOST + 1] if (result := _result(part))]
    return Results(server, tuple(found))


def _result(statement: str) -> Result | None:
    token = _TOKEN.match(statement)
    if token is None:
        return None
    method = token[1].lower()
    properties = {
        f"{kind}.{name}".lower(): quoted or plain for kind, name, quoted, plain in _PROPERTY.findall(statement)
    }
    named = next((properties[key] for key in _DOMAINS.get(method, ()) if properties.get(key)), "")
    domain = domain_of(named) if "@" in named else ascii_host(named)
    reason = _REASON.search(statement)
    return Result(method, token[2].lower(), domain, (reason[1] or reason[2] or "")[:200] if reason else "")


def _statements(value: str) -> list[str]:
    """Between semicolons, comments left out; quotes are kept whole. One pass."""
    parts: list[str] = []
    words: list[str] = []
    depth = 0
    for piece in re.finditer(r'"(?:[^"\\]|\\.)*"?|[();]|[^"();]+', value):
        text = piece[0]
        if text == "(":
            depth += 1
        elif text == ")":
            depth = max(0, depth - 1)
        elif depth:
            continue
        elif text == ";":
            parts.append("".join(words))
            words = []
        else:
            words.append(text)
    return [*parts, "".join(words)]
