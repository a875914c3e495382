"""One spelling for each address, so that `+33 6 12 34 56 78` and `0033612345678` are the same person.

Folding too much joins two recipients, folding too little lets a suppressed one be contacted under another spelling.
The whole mail address is folded although the part before the @ could in principle tell case apart: no provider of
note does, and a suppression that misses is the worse mistake.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_PHONE = re.compile(r"(?:\+|00)?[\d\s().\-/\u00a0]{7,24}", re.ASCII)
_NOT_DIGIT = re.compile(r"\D", re.ASCII)


LONGEST = 320
"""Characters of the longest mail address (RFC 3696, erratum 1690). What is longer comes from nobody who could be
contacted, and is not remembered: addresses come from outside, and nobody may fill the memory with long ones."""


def normalise(address: str) -> str:
    """The canonical form of a party, with what it is in front: `tel:+33612345678`, `mailto:a@b.fr`, `handle:acme`.

    Numbers are E.164; digits alone (7 to 15 of them, as WhatsApp writes numbers) are read as E.164 without its plus,
    unless they begin with a single zero, which is a national form of an unknown country and stays a handle.
    """
    return _remembered(address) if len(address) <= LONGEST else canonical(address)


def canonical(address: str) -> str:
    """The same for whoever remembers what is made of it."""
    text = unicodedata.normalize("NFKC", address).strip()
    if "@" in text[1:]:
        return f"mailto:{_mail(text)}"
    if _PHONE.fullmatch(text):
        digits = _NOT_DIGIT.sub("", text)
        if text.startswith("00"):
            digits = digits[2:]
        if text.startswith("+") or (7 <= len(digits) <= 15 and digits[0] != "0"):
            return f"tel:+{digits}"
    return f"handle:{text.removeprefix('@').casefold()}"


_remembered = lru_cache(maxsize=1_024)(canonical)


def is_phone(normalised: str) -> bool:
    """Whether a canonical form is a phone number."""
    return normalised.startswith("tel:")


def _mail(text: str) -> str:
    local, _, domain = text.removeprefix("mailto:").rpartition("@")
    return f"{local.strip().casefold()}@{ascii_domain(domain)}"


def ascii_domain(domain: str) -> str:
    """A domain in lower case and in its ASCII form, without the final dot; one that has none is folded as it is."""
    folded = domain.strip().rstrip(".").casefold()
    if folded.isascii():
        return folded
    try:
        return folded.encode("idna").decode("ascii")
    except UnicodeError:
        return folded
