"""Mail addresses that something can be sent to: one, bare, as RFC 5321 (4.1.2, 4.5.3.1) and RFC 6531 have them.

Looser than the RFC where people have such addresses: dots may stand anywhere in the local part. Tighter where nobody
does: no quoted local part, no comments.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from typing import Final

from tipstaff.vocab.errors import Fault
from tipstaff.vocab.masking import mask_party

_LONGEST_LOCAL: Final = 64
_LONGEST_DOMAIN: Final = 255
_LOCAL: Final = re.compile(r"(?:[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]|[^\x00-\x7f])+")
_LABEL: Final = r"(?:[A-Za-z0-9_-]|[^\x00-\x7f]){1,63}"
_DOMAIN: Final = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_UNWRITABLE: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})
_SHOWN: Final = 80


def is_mail_address(text: str) -> bool:
    """Whether something can be sent there, as far as its shape tells; the domain may be a name or `[192.0.2.1]`."""
    local, at, domain = text.rpartition("@")
    if not at or not _within(local, _LONGEST_LOCAL) or not _within(domain, _LONGEST_DOMAIN):
        return False
    if not _LOCAL.fullmatch(local) or _is_broken(text) or any(map(str.isspace, text)):
        return False
    return _is_literal(domain) if domain.startswith("[") else _DOMAIN.fullmatch(domain) is not None


def mail_address_fault(text: str, path: str, hint: str = "") -> Fault | None:
    """What is wrong with a text that should be a mail address; it is shown masked."""
    if is_mail_address(text):
        return None
    seen = "".join(char if char.isprintable() else "?" for char in mask_party(text[:_SHOWN]))
    advice = hint or "give one bare address, without a name, brackets or blanks"
    return Fault(path, "a mail address such as abuse@example.org", f"`{seen}`" if seen else "nothing", advice)


def party_fault(text: str, path: str) -> Fault | None:
    """What is wrong with a text that should name a party: a number, a handle (`@eve`, too), or else a mail address."""
    hint = "give one bare address, a number such as +33612345678 or a handle; leave it out where nobody is to be told"
    if "@" in text and not text.startswith("@"):
        return mail_address_fault(text, path, hint)
    if _is_broken(text):
        return Fault(path, "a mail address, a number or a handle", "a text with control characters", hint)
    return None


def _is_broken(text: str) -> bool:
    """Whether a line break, a control character or half a character stands in it."""
    return any(unicodedata.category(char) in _UNWRITABLE for char in text)


def _within(text: str, octets: int) -> bool:
    return 0 < len(text.encode(errors="replace")) <= octets


def _is_literal(domain: str) -> bool:
    """`[192.0.2.1]` or `[IPv6:2001:db8::1]`."""
    inside = domain[1:-1]
    try:
        if inside.startswith("IPv6:"):
            ipaddress.IPv6Address(inside.removeprefix("IPv6:"))
        else:
            ipaddress.IPv4Address(inside)
    except ValueError:
        return False
    return domain.endswith("]") and "%" not in inside
