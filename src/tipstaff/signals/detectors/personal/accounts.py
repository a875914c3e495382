"""Payment cards, bank accounts and their codes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tipstaff.signals.detectors.personal.checks import clabe_valid, luhn_valid, rib_valid, routing_valid
from tipstaff.signals.detectors.personal.found import Found
from tipstaff.signals.detectors.personal.look import CHECKED, LEFT, RIGHT, SAID, TOLD, Finder, Look, any_of
from tipstaff.signals.detectors.personal.starts import matches_at
from tipstaff.signals.lazily import Library
from tipstaff.signals.shipped import DATA

iban = Library("stdnum.iban")
yaml = Library("yaml")

_CARD = re.compile(r"(?<![^\W_])(?<![.+-])(?:[0-9][ -]?){11,18}[0-9](?![\w-]|[.,][0-9])")
CARD_LIKE = re.compile("(?:[0-9][ -]?){11}[0-9]")
"""What every card has in it."""
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
# Where an IBAN may begin: two letters before two digits. The digits first, for the reason that `left_of` gives.
_IBAN_DIGITS = re.compile(r"[0-9]{2}(?<=[A-Za-z]{2}[0-9]{2})(?<![A-Za-z0-9][A-Za-z]{2}[0-9]{2})")
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}[0-9]{2}(?:[ -]?[A-Za-z0-9]){11,30}(?![A-Za-z0-9])")
_ROUTING = re.compile(rf"{LEFT}[0-9]{{4}}[ -]?[0-9]{{4}}[ -]?[0-9]{RIGHT}")
_RIB = re.compile(r"(?<![^\W_])[0-9]{5}[ -]?[0-9]{5}[ -]?(?:[0-9A-Za-z][ -]?){11}[0-9]{2}(?!\w)")
_CLABE = re.compile(r"(?<!\w)[0-9]{3} ?[0-9]{3} ?[0-9]{11} ?[0-9](?!\w)")
_ACCOUNT = re.compile(
    r"[AaCcKk\u212a](?<!\w[AaCcKk\u212a])(?i:(?<=a)ccount|(?<=a)cct|(?<=a)/c|(?<=c)ompte|(?<=k)onto(?:nummer)?|(?<=c)uenta"
    r"|(?<=c)onto)\b\.?(?i:(?: (?:number|no|num|nr|n°|is|bancaire|est|de))*)"
    r"[\s:#.]{0,3}(?P<value>[0-9](?:[ -]?[0-9]){5,16})(?![\w-])"
)
_SORT_CODE = re.compile(
    r"\bsort[ -]?code\b[\s:#is]{0,6}(?P<value>[0-9]{2}[ -]?[0-9]{2}[ -]?[0-9]{2})(?![\w-])", re.IGNORECASE
)
_CODE = re.compile(
    r"[CcPpSs\u017f](?<!\w[CcPpSs\u017f])(?i:(?P<sure>(?<=c)vv2?|(?<=c)vc2?|(?<=c)vn|(?<=c)ryptogramme(?: visuel)?"
    r"|(?<=c)ard verification (?:code|value)|(?<=p)rüfnummer)"
    r"|(?:(?<=s)ecurity code|(?<=c)ode de sécurité|(?<=p)in(?: code| number)?|(?<=c)ode (?:secret|pin|confidentiel)))"
    r"(?i:[\s:=#(\"']{0,3}(?:is|est|code|no|number)?)[\s:=#(\"']{0,3}(?P<value>[0-9]{3,4})(?!\w|[-.,:/][0-9])"
)


class Accounts:
    """The finders with the words of the table."""

    def __init__(self, words: dict[str, list[str]]) -> None:
        self._given = words
        self._words = {kind: any_of(given) for kind, given in words.items()}

    def finders(self) -> Iterator[Finder]:
        """All of them."""
        given = self._given
        yield Finder(r"\b[A-Za-z]{2}[0-9]{2}(?:[ -]?[A-Za-z0-9]){11}", (), ibans)
        yield Finder(CARD_LIKE.pattern, (), self.cards)
        yield Finder(r"\b[0-9]{5}[ -]?[0-9]{5}[ -]?(?:[0-9A-Za-z][ -]?){11}[0-9]{2}\b", (), ribs)
        yield Finder(r"\b[0-9]{3} ?[0-9]{3} ?[0-9]{11} ?[0-9]\b", given["clabe"], self.clabes)
        yield Finder(r"\b[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]\b", given["routing"], self.routing_numbers)
        yield Finder(r"\b[0-9]{2}[ -]?[0-9]{2}[ -]?[0-9]{2}\b", given["sort-code"], sort_codes)
        yield Finder(r"[0-9](?:[ -]?[0-9]){5}", given["account"], self.account_numbers)
        yield Finder(r"\b[0-9]{3,4}\b", given["code"], self.codes)

    def cards(self, look: Look) -> Iterator[tuple[int, Found]]:
        """Cards: a correct Luhn digit, and an issuer's prefix or a word that says so."""
        for match in _CARD.finditer(look.text):
            number = match[0].replace(" ", "").replace("-", "")
            if luhn_valid(number):
                said = look.said(self._words["card"], *match.span())
                if said or _ISSUER.fullmatch(number):
                    yield (SAID if said else CHECKED), _found("card", match, number)

    def clabes(self, look: Look) -> Iterator[tuple[int, Found]]:
        """Mexican account numbers: check digit, and a word that says so."""
        for match in _CLABE.finditer(look.text):
            compact = match[0].replace(" ", "")
            if clabe_valid(compact) and look.said(self._words["clabe"], *match.span()):
                yield SAID, _found("mx.clabe", match, compact)

    def routing_numbers(self, look: Look) -> Iterator[tuple[int, Found]]:
        """Routing numbers of American banks: check digit, and a word that says so."""
        for match in _ROUTING.finditer(look.text):
            number = match[0].replace(" ", "").replace("-", "")
            if routing_valid(number) and look.said(self._words["routing"], *match.span()):
                yield SAID, _found("us.routing", match, number)

    def account_numbers(self, look: Look) -> Iterator[tuple[int, Found]]:
        """Account numbers without check digits: an announcing word, and a bank near it."""
        for match in _ACCOUNT.finditer(look.text):
            if look.said(self._words["bank"], *match.span("value")):
                yield TOLD, _found("bank-account", match, match["value"], "value")

    def codes(self, look: Look) -> Iterator[tuple[int, Found]]:
        """Codes of cards: the printed one, and the secret one where a card or a bank is named beside it."""
        for match in _CODE.finditer(look.text):
            if match["sure"] or look.said(self._words["of-a-card"], *match.span()):
                yield TOLD, _found("card-code", match, match["value"], "value")


def ibans(look: Look) -> Iterator[tuple[int, Found]]:
    """IBANs: a country's length and structure, and correct check digits (ISO 13616, ISO 7064)."""
    for match in iban_like(look.text):
        letters = match[0].replace(" ", "").replace("-", "").upper()
        number = _iban_at_start(letters)
        if number:
            end = match.start() + _written_size(match[0], len(number))
            yield SAID, Found("iban", "financial", match.start(), end, hash(number))


def iban_like(text: str) -> Iterator[re.Match[str]]:
    """Every stretch that is written like an IBAN."""
    return matches_at(_IBAN, text, (digits.start() - 2 for digits in _IBAN_DIGITS.finditer(text)))


def ribs(look: Look) -> Iterator[tuple[int, Found]]:
    """French account identities: the key holds."""
    for match in _RIB.finditer(look.text):
        compact = match[0].replace(" ", "").replace("-", "")
        if rib_valid(compact):
            yield CHECKED, _found("fr.rib", match, compact)


def sort_codes(look: Look) -> Iterator[tuple[int, Found]]:
    """British sort codes after the words that say so."""
    for match in _SORT_CODE.finditer(look.text):
        yield TOLD, _found("gb.sort-code", match, match["value"], "value")


def _found(kind: str, match: re.Match[str], value: str, group: str | int = 0) -> Found:
    return Found(kind, "financial", match.start(group), match.end(group), hash(value))


def _written_size(written: str, size: int) -> int:
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


def finders() -> Iterator[Finder]:
    """The finders with the words that ship with the project."""
    words = yaml.safe_load((DATA / "personal" / "accounts.yaml").read_text(encoding="utf-8"))
    return Accounts(words).finders()
