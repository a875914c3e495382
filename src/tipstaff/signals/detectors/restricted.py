"""Payment cards and bank accounts in the text: counted, never shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tipstaff.cel.types import INT
from tipstaff.signals.lazily import Library
from tipstaff.signals.signal import Finding, Signal, View

iban = Library("stdnum.iban")
luhn = Library("stdnum.luhn")

BLANK = "••••"

# Issuers and lengths after ISO/IEC 7812: the first digits that payment networks use.
_CARD = re.compile(r"(?<![\w.+-])(?:\d[ -]?){12,18}\d(?![\w-]|[.,]\d)", re.ASCII)
_ISSUER = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})"  # Visa
    r"|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}"  # Mastercard
    r"|3[47]\d{13}"  # American Express
    r"|3(?:0[0-5]|[689]\d)\d{11}"  # Diners Club
    r"|6(?:011|4[4-9]\d|5\d\d)\d{12}"  # Discover
    r"|35(?:2[89]|[3-8]\d)\d{12}"  # JCB
    r"|62\d{14,17}"  # UnionPay
    r"|(?:5[0678]\d\d|6304|6390|67\d\d)\d{8,15}"  # Maestro
)
# A word just before that says what the number is makes up for an issuer that is not on the list.
_SAID = re.compile(r"\b(?:cards?|cartes?|cb|cc|visa|mastercard|amex|maestro|discover|jcb|unionpay)\b", re.IGNORECASE)
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]){11,30}(?![A-Za-z0-9])", re.ASCII)


def cards(view: View) -> int:
    """How many different payment card numbers: a correct Luhn digit, and an issuer's prefix or a word that says so."""
    return len({number for number, _ in _cards(view.text.raw)})


def ibans(view: View) -> int:
    """How many different IBANs: a country's length and structure, and correct check digits (ISO 7064)."""
    return len({number for number, _ in _ibans(view.text.raw)})


def blanked(text: str) -> str:
    """The text with every card and account number replaced by its first characters and dots, its length kept out."""
    for found in (_cards, _ibans):
        for _, match in reversed(list(found(text))):
            text = f"{text[: match.start()]}{match[0][:2]}{BLANK}{text[match.end() :]}"
    return text


def _cards(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    for match in _CARD.finditer(text):
        number = re.sub(r"\D", "", match[0])
        known = _ISSUER.fullmatch(number) or _SAID.search(text, max(0, match.start() - 30), match.start())
        if known and luhn.is_valid(number):
            yield number, match


def _ibans(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    for match in _IBAN.finditer(text):
        number = _iban_at_start(re.sub(r"[ -]", "", match[0]).upper())
        if number:
            yield number, match


def _iban_at_start(letters: str) -> str:
    """The IBAN that the letters begin with: words may follow it, so every length is tried, its check digits first."""
    head = _digits(letters[:4])
    for size in range(min(len(letters), 34), 14, -1):
        if int(_digits(letters[4:size]) + head) % 97 == 1 and iban.is_valid(letters[:size], check_country=False):
            return letters[:size]
    return ""


def _digits(letters: str) -> str:
    """Letters as two digits each (A is 10), as ISO 7064 reads them."""
    return "".join(str(int(letter, 36)) for letter in letters)


def _explain_cards(view: View) -> Sequence[Finding]:
    return [Finding("payment card", match.start(), match.end()) for _, match in _cards(view.text.raw)]


def _explain_ibans(view: View) -> Sequence[Finding]:
    return [Finding("bank account", match.start(), match.end()) for _, match in _ibans(view.text.raw)]


SIGNALS = (
    Signal(
        name="pii.cards",
        type=INT,
        cost=6,
        version="1",
        languages=(),
        about="Payment card numbers in the text (issuer prefix, length, Luhn).",
        compute=cards,
        explain=_explain_cards,
    ),
    Signal(
        name="pii.ibans",
        type=INT,
        cost=6,
        version="1",
        languages=(),
        about="IBANs in the text (length and structure of the country, check digits).",
        compute=ibans,
        explain=_explain_ibans,
    ),
)
