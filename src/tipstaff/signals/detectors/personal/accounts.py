"""Payment cards, bank accounts and their codes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tipstaff.signals.detectors.personal.checks import clabe_valid, luhn_valid, rib_valid, routing_valid
from tipstaff.signals.detectors.personal.found import Found
from tipstaff.signals.detectors.personal.identifiers import any_of, is_said
from tipstaff.signals.lazily import Library

iban = Library("stdnum.iban")

_CARD = re.compile(r"(?<![^\W_])(?<![.+-])(?:[0-9][ -]?){11,18}[0-9](?![\w-]|[.,][0-9])")
# Issuers and lengths after ISO/IEC 7812: the first digits that payment networks use.
_ISSUER = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})"  # Visa
    r"|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}"  # Mastercard
    r"|3[47]\d{13}"  # American Express
    r"|3(?:0[0-5]|[689]\d)\d{11}"  # Diners Club
    r"|6(?:011|4[4-9]\d|5\d\d)\d{12}"  # Discover
    r"|35(?:2[89]|[3-8]\d)\d{12}"  # JCB
    r"|62\d{14,17}"  # UnionPay
    r"|(?:5[0678]\d\d|6304|6390|67\d\d)\d{9,15}"  # Maestro
    r"|220[0-4]\d{12}"  # Mir
)
# A word that says what the number is makes up for an issuer that is not on the list.
_CARD_WORDS = any_of(
    [
        "card",
        "cards",
        "carte",
        "cartes",
        "cb",
        "cc",
        "visa",
        "mastercard",
        "amex",
        "american express",
        "maestro",
        "discover",
        "jcb",
        "unionpay",
        "diners",
        "credit",
        "debit",
        "paid with",
        "pay with",
        "charge",
        "charged",
        "paye avec",
        "payer avec",
        "debitez",
        "kreditkarte",
        "tarjeta",
        "carta di credito",
    ]
)
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}[0-9]{2}(?:[ -]?[A-Za-z0-9]){11,30}(?![A-Za-z0-9])")
_NINE = re.compile(r"(?<![^\W_])(?<![0-9][-.,/+])[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9](?![\w]|[-.,/+][0-9])")
_ROUTING_WORDS = any_of(
    ["routing", "routing number", "routing no", "aba", "rtn", "transit", "transit number", "fedwire", "ach", "micr"]
)
_RIB = re.compile(r"(?<![^\W_])[0-9]{5}[ -]?[0-9]{5}[ -]?(?:[0-9A-Za-z][ -]?){11}[0-9]{2}(?![\w])")
_CLABE = re.compile(r"(?<![\w])[0-9]{3} ?[0-9]{3} ?[0-9]{11} ?[0-9](?![\w])")
_CLABE_WORDS = any_of(["clabe", "cuenta", "interbancaria"])
_ACCOUNT = re.compile(
    r"\b(?:account|acct|a/c|compte|konto(?:nummer)?|cuenta|conto)\b\.?(?: (?:number|no|num|nr|n°|is|bancaire|est|de))*[\s:#.]{0,3}"
    r"(?P<value>[0-9](?:[ -]?[0-9]){5,16})(?![\w-])",
    re.IGNORECASE,
)
_BANK_WORDS = any_of(
    [
        "bank",
        "banking",
        "banque",
        "bancaire",
        "routing",
        "sort code",
        "aba",
        "iban",
        "bic",
        "swift",
        "wire",
        "transfer",
        "virement",
        "checking",
        "savings",
        "deposit",
        "credit union",
        "bsb",
        "banco",
        "sparkasse",
        "uberweisung",
        "direct debit",
        "prelevement",
    ]
)
_SORT_CODE = re.compile(
    r"\bsort[ -]?code\b[\s:#is]{0,6}(?P<value>[0-9]{2}[ -]?[0-9]{2}[ -]?[0-9]{2})(?![\w-])", re.IGNORECASE
)
_CODE = re.compile(
    r"\b(?:(?P<sure>cvv2?|cvc2?|cvn|cryptogramme(?: visuel)?|card verification (?:code|value)|prüfnummer)"
    r"|(?:security code|code de sécurité|pin(?: code| number)?|code (?:secret|pin|confidentiel)))"
    r"[\s:=#(\"']{0,3}(?:is|est|code|no|number)?[\s:=#(\"']{0,3}(?P<value>[0-9]{3,4})(?![\w]|[-.,:/][0-9])",
    re.IGNORECASE,
)
_OF_A_CARD = any_of(
    [
        "card",
        "carte",
        "visa",
        "mastercard",
        "amex",
        "atm",
        "bank",
        "banque",
        "bancaire",
        "debit",
        "credit",
        "exp",
        "expiry",
    ]
)


def accounts_found(text: str, digits: int) -> Iterator[Found]:
    """Everything of a bank in the text, the surest first. `digits`: how many the text holds."""
    if digits >= 10:
        yield from ibans_found(text)
    if digits >= 12:
        yield from cards_found(text)
        yield from _of_france_and_mexico(text)
    if digits >= 6:
        yield from _routing_numbers(text)
        yield from _account_numbers(text)
    if digits >= 3:
        yield from _codes(text)


def cards_found(text: str) -> Iterator[Found]:
    """Cards: a correct Luhn digit, and an issuer's prefix or a word that says so."""
    for match in _CARD.finditer(text):
        number = match[0].replace(" ", "").replace("-", "")
        if luhn_valid(number) and (_ISSUER.fullmatch(number) or is_said(_CARD_WORDS, text, match.start(), match.end())):
            yield Found("card", "financial", match.start(), match.end(), hash(number))


def ibans_found(text: str) -> Iterator[Found]:
    """IBANs: a country's length and structure, and correct check digits (ISO 13616, ISO 7064)."""
    for match in _IBAN.finditer(text):
        letters = match[0].replace(" ", "").replace("-", "").upper()
        number = _iban_at_start(letters)
        if number:
            end = _place_of(match[0], len(number))
            yield Found("iban", "financial", match.start(), match.start() + end, hash(number))


def _place_of(written: str, size: int) -> int:
    """Where the first `size` letters and digits of a written number end."""
    for at, char in enumerate(written):
        size -= char.isalnum()
        if size == 0:
            return at + 1
    return len(written)


def _iban_at_start(letters: str) -> str:
    """The IBAN that the letters begin with: words may follow it, so every length is tried, its check digits first."""
    head = _as_digits(letters[:4])
    for size in range(min(len(letters), 34), 14, -1):
        if int(_as_digits(letters[4:size]) + head) % 97 == 1 and iban.is_valid(letters[:size], check_country=False):
            return letters[:size]
    return ""


def _as_digits(letters: str) -> str:
    """Letters as two digits each (A is 10), as ISO 7064 reads them."""
    return "".join([str(int(letter, 36)) for letter in letters])


def _of_france_and_mexico(text: str) -> Iterator[Found]:
    for match in _RIB.finditer(text):
        compact = match[0].replace(" ", "").replace("-", "")
        if rib_valid(compact):
            yield Found("fr.rib", "financial", match.start(), match.end(), hash(compact))
    for match in _CLABE.finditer(text):
        compact = match[0].replace(" ", "")
        if clabe_valid(compact) and is_said(_CLABE_WORDS, text, match.start(), match.end()):
            yield Found("mx.clabe", "financial", match.start(), match.end(), hash(compact))


def _routing_numbers(text: str) -> Iterator[Found]:
    """Routing numbers of American banks: check digit, and a word that says so."""
    for match in _NINE.finditer(text):
        number = match[0].replace(" ", "").replace("-", "")
        if routing_valid(number) and is_said(_ROUTING_WORDS, text, match.start(), match.end()):
            yield Found("us.routing", "financial", match.start(), match.end(), hash(number))
    for match in _SORT_CODE.finditer(text):
        yield Found("gb.sort-code", "financial", match.start("value"), match.end("value"), hash(match["value"]))


def _account_numbers(text: str) -> Iterator[Found]:
    """Account numbers without check digits: an announcing word, and a bank near it."""
    for match in _ACCOUNT.finditer(text):
        if is_said(_BANK_WORDS, text, match.start("value"), match.end("value")):
            yield Found("bank-account", "financial", match.start("value"), match.end("value"), hash(match["value"]))


def _codes(text: str) -> Iterator[Found]:
    """Codes of cards: the printed one, and the secret one where a card or a bank is named beside it."""
    for match in _CODE.finditer(text):
        if match["sure"] or is_said(_OF_A_CARD, text, match.start(), match.end()):
            yield Found("card-code", "financial", match.start("value"), match.end("value"), hash(match["value"]))
