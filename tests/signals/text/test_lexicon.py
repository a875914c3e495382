"""Phrases are found whole, without accents and elisions, where they stand."""

from __future__ import annotations

from tipstaff.signals.text.lexicon import Lexicon
from tipstaff.signals.text.words import words_of

LEXICON = Lexicon({"a": {1.0: ["crème brûlée", "cave à vins", "i'll kill you"]}, "b": {0.5: ["vin", "alcool"]}})


def found(text: str) -> list[tuple[str, str]]:
    return [(hit.kind, text[hit.start : hit.end]) for hit in LEXICON.hits(words_of(text))]


def test_phrases_and_words() -> None:
    assert found("Une CREME brûlée et du vin") == [("a", "CREME brûlée"), ("b", "vin")]
    assert found("la cave à vins") == [("a", "cave à vins")]
    assert found("vinyle, devin, alcoolique") == []


def test_elisions_and_apostrophes() -> None:
    assert found("pas d’alcool ni l'alcool") == [("b", "alcool"), ("b", "alcool")]
    assert found("I’ll kill you") == [("a", "I’ll kill you")]


def test_the_same_phrase_weighs_once() -> None:
    assert LEXICON.weigh(words_of("vin vin alcool")) == {"b": 1.0}
