"""DKIM (RFC 6376) checked from keys that are given: no name is ever looked up here.

For the doors that hold the raw message; a rule then reads the result in `event.authentication`. Needs the extra `mail`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from tipstaff.signals.lazily import Library
from tipstaff.signals.urls.hosts import ascii_host

dkim = Library("dkim")

MOST = 10
_LONGEST = 10_000_000
_TAG = re.compile(rb"(?:^|;)\s*([a-z]+)\s*=\s*([^;]*)")
_HEADER = re.compile(rb"^dkim-signature:((?:[^\r\n]|\r?\n[ \t])*)", re.IGNORECASE | re.MULTILINE)


class Signature(NamedTuple):
    """One DKIM-Signature: pass, fail, permerror (cannot be checked) or none (its key was not given).

    `signed`: names of the header fields that it covers, lower case.
    """

    domain: str
    selector: str
    result: str
    signed: tuple[str, ...]


def check_signatures(raw: bytes, keys: Mapping[str, str]) -> list[Signature]:
    """Check the signatures of a message, at most ten, in the order they stand.

    Args:
        raw: the whole message.
        keys: TXT record by name, such as `{"k1._domainkey.example.org": "v=DKIM1; p=..."}`.
    """
    found = []
    head, _, _ = raw[:_LONGEST].replace(b"\r\n", b"\n").partition(b"\n\n")
    for index, field in enumerate(_HEADER.findall(head)[:MOST]):
        tags = {name.decode(): b"".join(value.split()).decode("latin-1") for name, value in _TAG.findall(field)}
        domain, selector = ascii_host(tags.get("d", "")), tags.get("s", "").lower()
        name = f"{selector}._domainkey.{domain}"
        signed = tuple(part.strip().lower() for part in tags.get("h", "").split(":") if part.strip())
        result = _checked(raw[:_LONGEST], index, keys[name]) if name in keys else "none"
        found.append(Signature(domain, selector, result, signed))
    return found


def _checked(raw: bytes, index: int, record: str) -> str:
    try:
        good = dkim.DKIM(raw).verify(index, dnsfunc=lambda _name, timeout=5: record.encode())  # noqa: ARG005
    except dkim.DKIMException as fault:
        return "fail" if "body hash" in str(fault) else "permerror"
    except (ValueError, IndexError, KeyError):
        return "permerror"  # keys and numbers that are none
    return "pass" if good else "fail"
