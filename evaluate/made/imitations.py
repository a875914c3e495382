"""Domains that imitate brands, made by rules of our own: other brands and other rules than lookalike_dnstwist.

The letters for `script` and `homoglyph` come from a table of this file, not from the one the detector reads.
"""

from __future__ import annotations

import random
from collections.abc import Callable

BRANDS = (
    *("creditagricole.fr", "labanquepostale.fr", "boursorama.com", "societegenerale.fr", "bnpparibas.net"),
    *("banquepopulaire.fr", "impots.gouv.fr", "doctolib.fr", "leboncoin.fr", "vinted.fr", "cdiscount.com"),
    *("chronopost.fr", "colissimo.fr", "mondialrelay.fr", "bouyguestelecom.fr", "orangebank.fr"),
    *("carrefour.fr", "decathlon.com", "laredoute.fr", "ouigo.com", "sncf-connect.com", "pole-emploi.fr"),
    *("harmonie-mutuelle.fr", "dpdgroup.com", "deutschebank.de", "sparkasse.de", "commerzbank.de"),
    *("santander.com", "bankinter.com", "caixabank.es", "intesasanpaolo.com", "unicredit.it"),
    *("posteitaliane.it", "rabobank.nl", "bankofamerica.com", "wellsfargo.com", "capitalone.com"),
    *("barclays.co.uk", "lloydsbank.com", "natwest.com", "revolut.com", "monzo.com", "coinbase.com"),
    *("binance.com", "metamask.io", "ledger.com", "docusign.com", "mailchimp.com", "twilio.com"),
    *("valiantys.com", "clever-cloud.com", "milesoft.io", "messagebird.com"),
)
_CYRILLIC = str.maketrans("aceopxysijhkmtb", "асеорхуѕіјһкмтв")
_GREEK = str.maketrans("aovnuptik", "αονηυρτικ")
_TWINS = {
    "o": "0ôóö",
    "l": "1ł",
    "i": "1íï",
    "e": "3éëę",
    "a": "4àáå",
    "s": "5ş",
    "t": "7ţ",
    "c": "ç",
    "n": "ñń",
    "u": "üù",
}
_NEAR = {
    "a": "qsz",
    "e": "wrd",
    "i": "uok",
    "o": "ipl",
    "n": "bm",
    "s": "adw",
    "t": "ryg",
    "r": "etf",
    "l": "kop",
    "c": "xvd",
}
_BESIDE = (
    "login",
    "secure",
    "verification",
    "espace-client",
    "compte",
    "support",
    "alerte",
    "remboursement",
    "mon",
    "livraison",
)
_ENDINGS = ("top", "xyz", "info", "online", "site", "click", "shop", "live")

Rule = Callable[[str, random.Random], str]


def _at(label: str, dice: random.Random) -> int:
    return dice.randrange(1, len(label) - 1)


def _twin(label: str, dice: random.Random) -> str:
    places = [at for at, letter in enumerate(label) if letter in _TWINS]
    for at in dice.sample(places, min(2, len(places))):
        label = label[:at] + dice.choice(_TWINS[label[at]]) + label[at + 1 :]
    return label


def _slip(label: str, dice: random.Random) -> str:
    at = _at(label, dice)
    return label[:at] + dice.choice(_NEAR.get(label[at], "x")) + label[at + 1 :]


def _drop(label: str, dice: random.Random) -> str:
    at = _at(label, dice)
    return label[:at] + label[at + 1 :]


def _double(label: str, dice: random.Random) -> str:
    at = _at(label, dice)
    return label[:at] + label[at] + label[at:]


def _swap(label: str, dice: random.Random) -> str:
    places = [at for at in range(len(label) - 1) if label[at] != label[at + 1] and "-" not in label[at : at + 2]]
    at = dice.choice(places)
    return label[:at] + label[at + 1] + label[at] + label[at + 2 :]


def _beside(label: str, dice: random.Random) -> str:
    word, joint = dice.choice(_BESIDE), dice.choice(("-", ""))
    return dice.choice((f"{label}{joint}{word}", f"{word}{joint}{label}"))


def _front(label: str, dice: random.Random) -> str:
    return f"{label}.{dice.choice(('com', 'fr', 'secure'))}.{dice.choice(_BESIDE)}{dice.randrange(100)}"


def _split(label: str, dice: random.Random) -> str:
    at = _at(label.replace("-", ""), dice)
    return label[:at].rstrip("-") + "." + label[at:].lstrip("-")


def _pair(label: str, _dice: random.Random) -> str:
    for one, two in (("m", "rn"), ("w", "vv"), ("d", "cl")):
        if one in label:
            return label.replace(one, two, 1)
    return label + "1"


RULES: dict[str, Rule] = {
    "twin letters": _twin,
    "slip": _slip,
    "left out": _drop,
    "doubled": _double,
    "swapped": _swap,
    "word beside": _beside,
    "in front": _front,
    "split": _split,
    "pair for one": _pair,
    "Cyrillic": lambda label, _dice: label.translate(_CYRILLIC),
    "Greek": lambda label, _dice: label.translate(_GREEK),
    "another ending": lambda label, _dice: label,
    "hyphen": lambda label, dice: label[: (at := _at(label, dice))].rstrip("-") + "-" + label[at:].lstrip("-"),
}


def imitations(seed: int = 7, times: int = 4) -> list[tuple[str, str, str]]:
    """(host, brand, rule), each host once; hosts that are a brand's own are left out."""
    dice = random.Random(seed)
    made: dict[str, tuple[str, str, str]] = {}
    for brand in BRANDS:
        label, _, ending = brand.partition(".")
        for rule, change in RULES.items():
            for _ in range(times):
                name = change(label, dice)
                last = dice.choice(_ENDINGS) if rule in ("another ending", "in front") or name == label else ending
                host = f"{name}.{last}"
                if host not in BRANDS:
                    made.setdefault(host, (host, brand, rule))
    return list(made.values())
