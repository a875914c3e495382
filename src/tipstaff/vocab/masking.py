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

WITHIN: Final = "within"
"""The kind of a free text: whatever addresses, numbers, cards and accounts stand in it are masked."""

_EMAIL: Final = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w.-]{1,190}\.[^\W\d_]{2,24}")
# An account as banks write it, with its check digits; a card of 14 to 19 digits, in groups or not.
_IBAN: Final = re.compile(
    r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ \u00a0\u202f-]?[A-Z0-9]{4}){2,7}(?:[ \u00a0\u202f-]?[A-Z0-9]{1,4})?"
    r"(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_CARD: Final = re.compile(r"(?<!\d)[2-6](?:[ .\-\u00a0\u202f]?\d){13,18}(?!\d)")
# Digits with at most three marks between them, as people write numbers; nothing before or after that is part of a word,
# a sum, an address or a decimal number. 112 and 36111 are nobody's, so fewer than seven digits are left alone. What
# begins with a plus is a number whatever stands around it, and so is what a link to a telephone or to a chat names.
_MARKS: Final = r"[ .\-/()_·\u00a0\u2009\u2010-\u2015\u202f]"
_NUMBER: Final = re.compile(
    rf"(?:\+|(?<=tel:)|(?<=sms:)|(?<=wa\.me/))\(?\d(?:{_MARKS}{{0,3}}\d){{6,16}}|"
    rf"(?<![\w.,#/$€£-])(?<![0-9a-f]:)(?<!sha\d{{3}}:)(?:\+|\b00)?\(?\d(?:{_MARKS}{{0,3}}\d){{6,16}}"
    r"(?![\w:/$€£%]|[.,-]\d|\s?(?:EUR|USD|GBP|CHF|€|\$|£))",
    re.IGNORECASE,
)
_NO_NUMBER: Final = re.compile(  # a date, a decimal
    r"(?:19|20)\d\d ?[-/.] ?(?:0?\d|1[0-2]) ?[-/.] ?\d{1,2}|\d{1,2} ?[-/.] ?\d{1,2} ?[-/.] ?(?:19|20)\d\d|\d+\.\d+"
)
_DIGITS: Final = re.compile(r"\d{7,}")
_DATE: Final = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
_DAY: Final = re.compile(rf"(?<!\d){_DATE.pattern}(?!\d)")
# What names files and is nobody's number. A digest as a word of its own: a run of hexadecimal digits as long as digests
# are, with a letter, which tells it from an account or several numbers in a row. An identifier (RFC 9562). The moment
# of a camera: to the second; to the minute from 2016 on only, since before that it may be a number in Egypt (+20 10 to
# 15) or, with the day of birth, one in Sweden.
_DIGEST: Final = r"(?<![0-9A-Za-z])(?=[0-9]*[A-Fa-f])[0-9A-Fa-f]{32,128}(?![0-9A-Za-z])"
_UUID: Final = r"(?<![0-9A-Za-z])[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}(?![0-9A-Za-z])"
# Nine digits after a day and a mark may be a number, and are a moment after what cameras put before it only.
_FRACTION: Final = r"(?:(?:(?<=\d{14})|(?<=(?:PXL|IMG|VID)_\d{8}_\d{6}))(?:[0-9]{3}){1,2}|(?:[-_.][0-9]{3}){0,2})"
_STAMP: Final = (
    r"(?<![0-9+])(?<!tel:)(?<!sms:)(?<!wa\.me/)(?:"
    r"(?:19|20)[0-9]{2}(?P<dash>[-_.]?)(?:0[1-9]|1[0-2])(?P=dash)(?:0[1-9]|[12][0-9]|3[01])[-_.T ]?"
    rf"(?:[01][0-9]|2[0-3])(?P<dot>[-_.]?)[0-5][0-9](?P=dot)[0-5][0-9]{_FRACTION}(?!(?P=dot)[0-9]{{2}}(?![0-9]))|"
    r"20(?:1[6-9]|[2-9][0-9])(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[_T]?(?:[01][0-9]|2[0-3])[0-5][0-9]"
    r"|(?:19|20)[0-9]{2}(?P<line>[-.])(?:0[1-9]|1[0-2])(?P=line)(?:0[1-9]|[12][0-9]|3[01])"
    rf")(?![0-9])|(?<![0-9+])(?<!tel:)(?<!sms:)(?<![0-9)]{_MARKS}){_DATE.pattern}(?:[-_]{_DATE.pattern})?"
    rf"(?![0-9]|{_MARKS}{{1,3}}[0-9]{{3}})"
)
_NOBODYS: Final = re.compile(f"{_DIGEST}|{_UUID}|{_STAMP}", re.IGNORECASE)
# In a file's name a number may follow any mark. Of a day of birth with four digits all is personal.
_JOINED: Final = re.compile(rf"(?<!\d)\d(?:{_MARKS}{{0,3}}\d){{7,18}}(?!\d)(?!{_MARKS}?(?:EUR|USD|GBP|CHF|€|\$|£))")
# From its first digit on, whatever word or mark stands before it.
_WHOLE: Final = re.compile(
    rf"(?<![\d+($€£])(?<!\d{_MARKS})(?<!\d{_MARKS}{_MARKS})(?<!\d{_MARKS}{_MARKS}{_MARKS}){_JOINED.pattern}(?!{_MARKS}{{1,3}}\d)"
)
_YEAR: Final = re.compile(r"\A(?:19|20)\d\d(?!\d)")
_BORN: Final = re.compile(r"(?:19\d\d|20(?:0\d|1[0-5]))\d{4}[-+]\d{4}")
_SAMPLE: Final = 40
_FEWEST: Final = 7
_DIGIT: Final = re.compile(r"[0-9\x80-\U0010ffff]")
_SHORT: Final = 64
_SURE: Final = 8


def mask(kind: str, value: str) -> str:
    """A value with its middle taken out.

    Args:
        kind: `party`, `sender`, `email`, `phone`, `ip`, `text` or `within` (a free text: what is personal in it); any
            other kind is masked like a text.
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
    """A free text with the mail addresses, telephone numbers, cards and accounts in it masked, as people write them in
    any country.

    What could be a number is taken for one: at least eight digits, or seven with a mark between them (`555-0142`).
    Dates and sums of money are not. Cards and accounts are known by their check digits.
    """
    if len(text) < _FEWEST or text.isalpha():
        return text
    if "@" in text:
        text = _EMAIL.sub(lambda found: mask_email(found.group()), text)
    if not _may_hold_digits(text):
        return text
    text = _IBAN.sub(lambda found: _masked_account(found.group()), text)
    text = _CARD.sub(lambda found: _masked_card(found.group()), text)
    return _NUMBER.sub(lambda found: _masked_number(found.group()), text)


def mask_file_name(name: str) -> str:
    """The name of a file, or a note on it: as a free text, and numbers that stand among other marks masked too.

    Dates (`20261120`), moments as cameras write them (`IMG_20261120143015123`), digests (32 to 128 hexadecimal digits
    with a letter, such as MD5 and SHA-512, with or without `sha512:` before them) and UUIDs stay.
    """
    if "@" in name:
        name = _EMAIL.sub(lambda found: mask_email(found.group()), name)
    shown, done = [], 0
    for found in _NOBODYS.finditer(name):
        shown += [_masked_name(name[done : found.start()]), found.group()]
        done = found.end()
    return "".join([*shown, _masked_name(name[done:])])


def mask_sample(value: str) -> str:
    """A recipient or a text of which proof is asked: of a long text its first character and its length."""
    if value.startswith("+") or value.isdigit() or ("@" in value and " " not in value):
        return mask_party(value)
    return mask_within(value) if len(value) <= _SAMPLE else f"{mask_text(value)} ({len(value)})"


def _masked_name(part: str) -> str:
    whole = _WHOLE.sub(lambda found: _masked_whole(found.group()), part)
    apart = _DIGITS.sub(lambda found: _masked_digits(found.group()), mask_within(whole))
    return _JOINED.sub(lambda found: _masked_joined(found.group()), apart)


def _masked_whole(written: str) -> str:
    """What has seven digits in a row is masked without what is joined to it."""
    return written if _DIGITS.search(written) else _masked_joined(written)


def _masked_joined(written: str) -> str:
    """Digits with marks between them, unless they are days, or a year and what an invoice has after it."""
    digits = [char for char in written if char.isdigit()]
    rest = sum(char.isdigit() for char in _DAY.sub("", _YEAR.sub("", written)))
    enough = _SURE + bool(_YEAR.match(written))
    if _NO_NUMBER.fullmatch(written) or (rest < enough and not _BORN.fullmatch(written)):
        return written
    return f"{''.join(digits[:2])}{ELLIPSIS}{''.join(digits[-2:])}"


def _masked_digits(digits: str) -> str:
    return digits if _DATE.fullmatch(digits) else mask_phone(digits)


def _may_hold_digits(text: str) -> bool:
    """Most texts hold none. A short one is sooner gone through, a long one sooner asked of each digit."""
    if len(text) <= _SHORT:
        return _DIGIT.search(text) is not None
    return not text.isascii() or any(map(text.__contains__, "0123456789"))


def _masked_account(written: str) -> str:
    """The country and the last two characters of what has the check digits of an account (ISO 13616)."""
    plain = "".join(char for char in written if char.isalnum()).upper()
    if not 15 <= len(plain) <= 34 or not plain.isascii():
        return written
    turned = "".join(str(int(char, 36)) for char in plain[4:] + plain[:4])
    return f"{plain[:2]}{ELLIPSIS}{plain[-2:]}" if int(turned) % 97 == 1 else written


def _masked_card(written: str) -> str:
    """The first and the last two digits of what has the check digit of a card (ISO/IEC 7812)."""
    digits = [int(char) for char in written if char.isdecimal()]
    doubled = (digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2])
    if (sum(digits[-1::-2]) + sum(doubled)) % 10:
        return written
    return f"{digits[0]}{digits[1]}{ELLIPSIS}{digits[-2]}{digits[-1]}"


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
    WITHIN: mask_within,
}
