"""Personal values as they may be shown: enough to recognise, too little to use.

Explanations, evidence and logs hold masked values only; the event itself is kept apart so that it can be made
unreadable for one person.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Mapping
from typing import Final

ELLIPSIS = "…"

_EMAIL: Final = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,24}")
# Digits with at most two marks between them, as people write numbers; nothing before or after that is part of a word, a
# sum, an address or a decimal number. 112 and 36111 are nobody's, so fewer than seven digits are left alone. What
# begins with a plus is a number whatever stands around it.
_NUMBER: Final = re.compile(
    r"\+\(?\d(?:[ .\-/()\u00a0\u202f]{0,2}\d){6,16}|"
    r"(?<![\w.,:#/$€£=-])(?:\+|\b00)?\(?\d(?:[ .\-/()\u00a0\u202f]{0,2}\d){6,16}"
    r"(?![\w:/$€£%]|[.,-]\d|\s?(?:EUR|USD|GBP|CHF|€|\$|£))"
)
_NO_NUMBER: Final = re.compile(  # a date, a decimal
    r"(?:19|20)\d\d[-/.](?:0?\d|1[0-2])[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d|\d+\.\d+"
)
_FEWEST: Final = 7
_SURE: Final = 8


def mask(kind: str, value: str) -> str:
    """A value with its middle taken out.

    Args:
        kind: `party`, `sender`, `email`, `phone`, `ip` or `text`; any other kind is masked like a text.
    Returns:
        `+33…678` for a number, `m…@example.org` for a mail address, `192.0.2.…` for an address, and the first
        character for anything else.
    """
    return masker(kind)(value)


def masker(kind: str) -> Callable[[str], str]:
    """The function that masks values of this kind."""
    return _MASKS.get(kind, mask_text)


def mask_party(value: str) -> str:
    """A phone number, a mail address or a handle."""
    if "@" in value[1:]:
        return mask_email(value)
    if value.startswith("+") or value.isdigit():
        return mask_phone(value)
    return mask_text(value)


def mask_sender(value: str) -> str:
    """A number or a mail address masked; a sender's name (`ACME`) and a short code are public."""
    if "@" in value[1:] or (value[:1] == "+" and value[1:2].isdigit()) or value.isdigit():
        return mask_party(value)
    return value


def mask_phone(value: str) -> str:
    """Country code and the last three digits of a long number; short codes as dialled (112) are nobody's."""
    if len(value) <= 6:
        return value
    return f"{value[:3]}{ELLIPSIS}{value[-3:]}"


def mask_email(value: str) -> str:
    """The first character and the domain."""
    if "@" not in value:
        return mask_text(value)
    local, _, domain = value.rpartition("@")
    return f"{local[:1]}{ELLIPSIS}@{domain}"


def mask_ip(value: str) -> str:
    """The /24 of an IPv4 address, the /48 of an IPv6 address."""
    try:
        address = ipaddress.ip_address(value)
    except ValueError:
        return mask_text(value)
    if address.version == 4:
        return f"{value.rpartition('.')[0]}.{ELLIPSIS}"
    return ":".join(address.exploded.split(":")[:3]) + f":{ELLIPSIS}"


def mask_text(value: str) -> str:
    """The first character."""
    return f"{value[:1]}{ELLIPSIS}" if value else ""


def mask_within(text: str) -> str:
    """A free text with the mail addresses and telephone numbers in it masked, as people write them in any country.

    What could be a number is taken for one: at least eight digits, or seven with a mark between them (`555-0142`).
    Dates and sums of money are not.
    """
    if "@" in text:
        text = _EMAIL.sub(lambda found: mask_email(found.group()), text)
    return _NUMBER.sub(lambda found: _masked_number(found.group()), text)


def _masked_number(written: str) -> str:
    digits = [char for char in written if char.isdigit()]
    marked = written.lstrip("+").isdigit()
    if _NO_NUMBER.fullmatch(written) or len(digits) < (_SURE if marked else _FEWEST):
        return written
    if written.startswith("+"):
        return mask_phone("+" + "".join(digits))
    return f"{''.join(digits[:2])}{ELLIPSIS}{''.join(digits[-2:])}"


_MASKS: Mapping[str, Callable[[str], str]] = {
    "party": mask_party,
    "sender": mask_sender,
    "email": mask_email,
    "phone": mask_phone,
    "ip": mask_ip,
    "text": mask_text,
}
