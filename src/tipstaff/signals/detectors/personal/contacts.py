"""Ways to reach a person that stand in a text: postal addresses, telephone numbers, mail addresses; and doxxing.

A shop may print its address and a person their own number. Doxxing is somebody else's: an address, a number or an
identifier that the text gives away about a third person, with a cue that it does (`her home address is`, `go to his
house`), or a name with two ways to reach it and nobody's own or a business's contact line around.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tipstaff.signals.detectors.personal.found import Found, apart
from tipstaff.signals.detectors.personal.identifiers import LEFT
from tipstaff.signals.detectors.personal.persons import NAME
from tipstaff.signals.detectors.personal.plain import Plain
from tipstaff.signals.detectors.personal.scan import Located, numbers_in
from tipstaff.signals.detectors.personal.texts import Said, said
from tipstaff.signals.signal import View
from tipstaff.signals.text.words import bare

_ENGLISH_STREET = (
    r"(?:Street|St|Avenue|Ave|Av|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Place|Pl|Square|Sq|Terrace|Ter|Way|Close|Crescent|Cres|"
    r"Gardens|Grove|Mews|Row|Parade|Parkway|Pkwy|Highway|Hwy|Circle|Cir|Trail|Trl|Loop|Alley|Plaza|Heights|Hill|Walk)"
)
_ADDRESS = re.compile(
    rf"{LEFT}(?:"
    # 12B Baker Street, 221 N. Main St Apt 4, 500 5th Avenue
    rf"[0-9]{{1,5}}[A-Za-z]?,? (?:[NSEW]\.? |North |South |East |West )?(?:(?:[A-Z][\w'’.-]*|[0-9]{{1,3}}(?:st|nd|rd|th)) ){{1,4}}{_ENGLISH_STREET}\b\.?"
    # 10 bis, rue de la Paix
    r"|[0-9]{1,4}(?: ?(?:bis|ter|quater)\b| ?[A-D]\b)?,? (?i:rue|avenue|av\.|boulevard|bd|bld|place|chemin|allée|allee|impasse|route|quai|cours|square|passage|sentier|villa|résidence|residence|lotissement|faubourg|montée|ruelle|esplanade|hameau) "
    r"(?:(?:de|du|des|d'|de la|de l'|la|le|les|l')[ ]?)*[A-ZÀ-Þ0-9][\wà-ÿ'’-]+"
    # Hauptstraße 12, Calle Mayor 5, Via Roma 10
    r"|[A-ZÄÖÜ][\wäöüß-]+(?:straße|strasse|str\.|weg|platz|allee|gasse) [0-9]{1,4} ?[a-z]?\b"
    r"|(?:Calle|Avenida|Plaza|Paseo|Via|Viale|Piazza|Corso|Rua|Praça) (?:[A-ZÀ-Þ][\wà-ÿ'’-]+ ?|(?:de|del|della|di|da|do|la|los|las) ){1,5},? ?(?:n[.º°] ?)?[0-9]{1,4}\b"
    r"|(?i:P\.? ?O\.? Box|Boîte postale|BP) [0-9]{1,6}\b"
    r")"
)
_PHONE = re.compile(
    rf"{LEFT}(?<![@#$€£/=_-])(?:"
    r"(?:\+|00)[1-9][0-9]{0,2}(?:[ .-]?\(0?[0-9]{0,4}\))?(?:[ .-]?[0-9]{1,5}){2,6}"  # international
    r"|\(?0[1-9][0-9]{0,4}\)?(?:[ .-]?[0-9]{2,4}){2,5}"  # national with a trunk zero
    r"|(?:1[-. ])?\(?[2-9][0-9]{2}\)?[-. ]{1,2}[2-9][0-9]{2}[-. ][0-9]{4}(?:\s?x[0-9]{1,6})?"  # North America
    r")(?![\w]|[.,:/][0-9]|-[0-9])"
)
_MAIL = re.compile(r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![\w-])")
_NOT_A_PHONE = re.compile(
    r"(?:order|commande|ref|invoice|facture|ticket|colis|tracking|isbn|siret|siren|montant|total|amount|id|no|n°)[ .:#°]*$"
)
_GIVEN_AWAY = re.compile(
    r"\b(?:his|her|their|this (?:guy|girl|man|woman|bitch|idiot|pedo|teacher|cop|judge)'?s?) (?:real |home |private |personal |cell |mobile |phone |exact |full )*"
    r"(?:address|number|phone|cell|mobile|email|house|workplace|house number|license plate|school)\b"
    r"|\b(?:he|she|they|this (?:guy|girl|man|woman)|[a-z]+ [a-z]+) (?:lives?|is living|stays?|works?|sleeps?|goes to school) (?:at|on|in|here)\b"
    r"|\b(?:home address|lives at|her address|his address|their address|doxx?(?:ed|ing)?|dropping (?:his|her|their) (?:info|details)|find (?:him|her|them) at|pay (?:him|her|them) a visit"
    r"|show up at (?:his|her|their)|go to (?:his|her|their) (?:house|home|place)|(?:call|text|spam|harass|ring) (?:him|her|them)\b|leaked (?:info|details|number|address))"
    r"|\b(?:son|sa|leur) (?:vraie? |propre )?(?:adresse|numero|telephone|portable|06|mail|maison|domicile|immeuble|ecole|plaque)\b"
    r"|\b(?:il|elle|ils|cet homme|cette femme|ce type|ce mec|cette meuf|cette fille|[a-z]+ [a-z]+) (?:habite|vit|demeure|travaille|loge|creche|dort|reside)(?:nt)?\b"
    r"|\b(?:adresse (?:perso|personnelle|du domicile)|allez (?:le|la|les) (?:voir|chercher|trouver|retrouver)|appelez[- ](?:le|la|les)|harcelez|rendez[- ]lui visite|on sait ou (?:il|elle) (?:habite|vit|travaille)|balance(?:r|z)? (?:son|sa|ses)|numero de (?:ce|cette) )"
)
_OWN = re.compile(
    r"\b(?:contact us|call us|visit us|our (?:office|store|shop|address|team|clinic|restaurant|showroom|branch|headquarters|location|new)|my (?:number|address|phone|new number|cell|mobile|email|office)|call me|text me|reach me|email me|write to me"
    r"|contactez[- ]nous|appelez[- ]nous|notre (?:boutique|magasin|adresse|bureau|equipe|restaurant|cabinet|siege)|nos (?:bureaux|boutiques)|mon (?:numero|adresse|portable|tel|mail)|appelle[- ]moi|appelez[- ]moi|ecris[- ]moi|siege social|head office|opening hours|horaires|ouvert|open (?:monday|daily|from|until)|customer service|service client|reception|booking|reservation|unsubscribe|se desabonner|all rights reserved|tous droits reserves|siret|rcs|vat|tva)\b"
)
_NEAR = 160


def contacts(view: View) -> tuple[Located, ...]:
    """Every way to reach a person in the event."""
    return tuple(Located(found, text) for text in view.once(said) for found in contacts_in(text.raw))


def contacts_in(text: str) -> list[Found]:
    """The same of one text; places that hold an identifier or an account are none."""
    plain = Plain(text)
    found: list[Found] = []
    if plain.digits >= 3:
        found += numbers_in(text) if plain.digits >= 7 else []
        found += [
            Found("postal-address", "contact", m.start(), m.end(), hash(m[0])) for m in _ADDRESS.finditer(plain.text)
        ]
    if "@" in plain.text:
        found += [Found("email", "contact", m.start(), m.end(), hash(m[0].lower())) for m in _MAIL.finditer(plain.text)]
    if plain.digits >= 8:
        found += _phones(plain.text)
    return [one for one in apart(found) if one.group == "contact"]


def _phones(text: str) -> Iterator[Found]:
    for match in _PHONE.finditer(text):
        digits = re.sub(r"[^0-9]", "", re.sub(r"x[0-9]+$", "", match[0]))
        if 8 <= len(digits) <= 15 and not _NOT_A_PHONE.search(bare(text[max(0, match.start() - 12) : match.start()])):
            yield Found("phone", "contact", match.start(), match.end(), hash(digits))


def doxxing(view: View) -> tuple[Located, ...]:
    """What the event gives away of somebody else."""
    return tuple(Located(found, text) for text in view.once(said) for found in _given_away(text))


def _given_away(text: Said) -> list[Found]:
    found = [*contacts_in(text.raw), *(one for one in numbers_in(text.raw) if one.group == "government")]
    if not found:
        return []
    lower = bare(text.raw)
    cues = [(match.start(), match.end()) for match in _GIVEN_AWAY.finditer(lower)]
    near = [one for one in found if any(start - _NEAR <= one.start <= end + _NEAR for start, end in cues)]
    if near:
        return near
    exposed = {one.kind for one in found if one.kind != "email"}
    named = NAME.search(text.raw) and not _OWN.search(lower)
    return found if named and len(exposed) >= 2 and "postal-address" in exposed else []
