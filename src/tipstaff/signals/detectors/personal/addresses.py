"""Postal addresses, telephone numbers and mail addresses in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from tipstaff.signals.detectors.personal.found import Found
from tipstaff.signals.detectors.personal.look import left_of
from tipstaff.signals.detectors.personal.plain import Plain
from tipstaff.signals.detectors.personal.starts import local_parts, matches_at
from tipstaff.signals.lazily import Library
from tipstaff.signals.shipped import DATA
from tipstaff.signals.text.words import bare

re2 = Library("re2")
yaml = Library("yaml")

_NAME = r"(?:[A-Z][\w'’.-]{0,30}+|[0-9]{1,3}(?:st|nd|rd|th))"
_BEGIN = "[+(0-9]"
_PHONE = re.compile(
    rf"{_BEGIN}{left_of(_BEGIN)}(?<![@#$€£/=_-]{_BEGIN})(?:"
    r"(?:(?<=\+)|(?<=0)0)[1-9][0-9]{0,2}(?:[ .-]?\(0?[0-9]{0,4}\))?(?:[ .-]?[0-9]{1,5}){2,6}"  # international
    r"|(?:(?<=\()0|(?<=0))[1-9][0-9]{0,4}\)?(?:[ .-]?[0-9]{2,4}){2,5}"  # national with a trunk zero
    r"|(?:(?<=1)[-. ]\(?[2-9]|(?<=\()[2-9]|(?<=[2-9]))"
    r"[0-9]{2}\)?[-. ]{1,2}[2-9][0-9]{2}[-. ][0-9]{4}(?:\s?x[0-9]{1,6})?"  # North America
    r")(?!\w|[.,:/][0-9]|-[0-9])"
)
_NOT_A_PHONE = re.compile(
    r"(?:order|commande|ref|reference|invoice|facture|ticket|colis|tracking|isbn|siret|siren|montant|total|amount|id|no|n°)"
    r"[ .:#°]*$"
)
_MAIL = re.compile(r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![\w-])")


class _Streets(NamedTuple):
    """The expression for all addresses and the one for those that begin with a number; the passes that tell whether
    there may be any, and any that begin otherwise.
    """

    gate: Any
    others: Any
    address: re.Pattern[str]
    numbered: re.Pattern[str]


def addresses(plain: Plain) -> Iterator[Found]:
    """Postal addresses: house number, street; in English, French, German, Spanish, Italian and Portuguese forms."""
    streets, text = _streets(), plain.text
    if plain.digits and streets.gate.search(text):
        expression = streets.address if streets.others.search(text) else streets.numbered
        for match in expression.finditer(text):
            yield Found("postal-address", "contact", *match.span(), hash(match[0].lower()))


def phones(plain: Plain) -> Iterator[Found]:
    """Telephone numbers of 8 to 15 digits, as people write them; what is announced as an order or an amount is none."""
    if plain.digits < 8:
        return
    for match in _PHONE.finditer(plain.text):
        digits = re.sub(r"[^0-9]", "", match[0].partition("x")[0])
        if not 8 <= len(digits) <= 15:
            continue
        before = bare(plain.text[max(0, match.start() - 12) : match.start()])
        if not _NOT_A_PHONE.search(before):
            yield Found("phone", "contact", *match.span(), hash(digits))


def mails(plain: Plain) -> Iterator[Found]:
    """Mail addresses."""
    if "@" in plain.text:
        for match in matches_at(_MAIL, plain.text, local_parts(plain.text)):
            yield Found("email", "contact", *match.span(), hash(match[0].lower()))


@lru_cache(maxsize=1)
def words() -> dict[str, list[str]]:
    """The table of words about contact details."""
    loaded: dict[str, list[str]] = yaml.safe_load((DATA / "personal" / "contacts.yaml").read_text(encoding="utf-8"))
    return loaded


@lru_cache(maxsize=1)
def _streets() -> _Streets:
    english, french = ("|".join(map(re.escape, words()[f"{of}_streets"])) for of in ("english", "french"))
    small = r"(?:(?:de la|de l'|des|du|de|d'|les|la|le|l') ?){0,4}+"
    numbered = (
        rf"[0-9]{{0,5}}[A-Za-z]?,? (?:(?:[NSEW]|North|South|East|West)\.? )?(?:{_NAME} ){{1,4}}(?:{english})\b\.?"
        rf"|[0-9]{{0,3}}(?: ?(?:bis|ter|quater)\b| ?[A-D]\b)?,? (?i:{french}) {small}[A-ZÀ-Þ0-9][\wà-ÿ'’-]{{1,40}}"
    )
    named = (
        r"(?<=[A-ZÄÖÜ])[\wäöüß-]{1,40}(?:straße|strasse|str\.|weg|platz|allee|gasse) [0-9]{1,4} ?[a-z]?\b"
        r"|(?:(?<=C)alle|(?<=A)venida|(?<=P)laza|(?<=P)aseo|(?<=V)iale|(?<=V)ia|(?<=P)iazza|(?<=C)orso|(?<=R)ua"
        r"|(?<=P)raça) "
        r"(?:[A-ZÀ-Þ][\wà-ÿ'’-]{1,30}+ ?|(?:de|del|della|di|da|do|la|los|las) ){1,5}+,? ?(?:n[.º°] ?)?[0-9]{1,4}\b"
        r"|(?i:(?<=p)\.? ?o\.? box|(?<=b)oîte postale|(?<=b)p) [0-9]{1,6}\b"
    )
    begin = "[0-9A-ZÄÖÜpb]"
    address = rf"{begin}{left_of(begin)}(?:(?<=[0-9])(?:{numbered})|{named})"
    others = (
        r"(?:straße|strasse|str\.|weg|platz|allee|gasse) [0-9]|(?i:box|bo.te postale|bp) [0-9]"
        r"|(?:Calle|Avenida|Plaza|Paseo|Via|Viale|Piazza|Corso|Rua|Praça) "
    )
    gate = (
        rf"\b(?:{english})\b|(?i:\b(?:{french})\s)|(?:straße|strasse|str\.|weg|platz|allee|gasse) [0-9]"
        r"|\b(?:Calle|Avenida|Plaza|Paseo|Via|Viale|Piazza|Corso|Rua|Praça) |(?i:box|bo.te postale|bp) [0-9]"
    )
    return _Streets(
        re2.compile(gate.replace(r"\ ", " ")),
        re2.compile(others),
        re.compile(address),
        re.compile(f"[0-9]{left_of('[0-9]')}(?:{numbered})"),
    )
