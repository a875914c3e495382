"""What must not stand in a sentence that a customer reads, as far as a machine can tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

from tipstaff.decide import Program
from tipstaff.pipeline import path
from tipstaff.vocab.decision import Decision

# They end like plurals and are none.
_SINGULAR = "address|access|this|is|has|was|belongs|sends|as"
_SINGULIER = "fois|pays|mois|plus|remis|depuis|dans|sous"
_BEFORE = r"(?<![\w,\u202f.-])"
# A name such as `shop-1` or an address such as 203.0.113.… is no number.
_EVERYWHERE: Mapping[str, str] = {
    "two spaces": r"  ",
    "a time without its zone": r"\d{4}-\d\d-\d\dT|\b\d\d:\d\d\b(?! UTC)",
    "a number without separators": r"(?<![\w+….,/#:-])\d{5,}(?![\w….-])",
    "a code": r"\b[a-z]+_[a-z_]+\b",
    "an unfilled hole": r"[{}|#]",
    "the code of a country": r"(?:[Cc]ountry|[Pp]ays)[^.;]{0,30}\([A-Z]{2}\)|\b(?:to|for|vers) [A-Z]{2}(?=[ ,.;])",
}
_ENGLISH: Mapping[str, str] = {
    "one of several": rf"(?<![\w.,-])1 (?:(?!from|on|in|to|of)[a-z]+ )?(?!(?:{_SINGULAR})\b)[a-z]+s\b",
    "several of one": r"(?<![\w.,-])(?:[2-9]|\d{2,}) (?:attempt|user|call|message|mail|request|account|address)\b",
    "one, as many": r"(?<![\w.,-])1 [a-z]+ (?:were|are|have)\b",
    "a vowel after `a`": r"\b[Aa] (?!one|eu|uni|us)[aeio]\w+",
    "too many digits": r"(?<![\d.])\d+\.\d{3,}(?!\d|\.[\d…])",
}
_FRENCH: Mapping[str, str] = {
    "one of several": rf"{_BEFORE}[01] (?!(?:{_SINGULIER})\b)(?:[a-zé]+ (?!(?:{_SINGULIER})\b))?[a-zéè]+[sx]\b",
    "several of one": rf"{_BEFORE}(?:[2-9]|\d\d+) (?:tentative|utilisateur|appel|courriel|requête|compte|adresse)\b",
    "no elision": r"\b(?:de|le|la|que|ce|se|ne|je|jusque|lorsque) (?!IBAN|onze|ONU)[aeiouyéèêàâîôûœAEIOUYÉÀÈ]\w+",
    "no elision before h": r"\b(?:de|le|la) (?:https?|horaires?|heures?|hommes?|histoires?|habitudes?)\b",
    "too many digits": r"\d,\d{3,}",
    "no space before a mark": r"[^\s\d«](?:[;!?»]|:(?!//|\d))",
    "the familiar form": r"\b(?:tu|ton|ta|tes|toi)\b",
    "a word without its accent": r"\b(?:a ete|deja|numero|reseau|operateur|desabonne|meme|apres|tres)\b",
}


def faults(text: str, language: str) -> list[str]:
    """What is wrong with a sentence, by name."""
    patterns = {**_EVERYWHERE, **(_FRENCH if language == "fr" else _ENGLISH)}
    return [name for name, pattern in patterns.items() if re.search(pattern, text)]


@contextmanager
def listening() -> Iterator[set[tuple[str, str, str]]]:
    """Every sentence of every decision made meanwhile: (control and rule, language, text), in both languages."""
    said: set[tuple[str, str, str]] = set()
    decide = path.decide

    def noting(program: Program, facts: Any, **given: Any) -> Decision:
        decision = decide(program, facts, **given)
        event = facts.event
        matched: list[int] = []
        (program.types.get(event.type) or program.of_type(event.type)).run(facts, matched, [], event.data)
        for number in matched:
            brief = program.briefs[number]
            for language in ("en", "fr"):
                compose, kept = brief.said.get(language) or brief.learn(language)
                said.add((f"{brief.rule.control}/{brief.rule.id}", language, compose(kept, facts, event.data).explain))
        return decision

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(path, "decide", noting)
        yield said
