"""A whole reply that is a keyword, in any language and with noise; a sentence that contains one is none."""

from __future__ import annotations

import pytest
from signalkit.events import reader, sms
from signalkit.shared import rows

NOISE = ("{}", "{}!!!", " {} . ", '"{}"', "{} 🙏", "please {}", "{} svp", "{} merci !", "{} SMS")
HONEST = (
    "I can't stop laughing",
    "stop by my place tonight",
    "L'arrêt de bus est devant",
    "J'arrête pas de penser à toi",
    "Don't cancel dinner",
    "Cancel the meeting at 5?",
    "quit smoking today!",
    "The end of the film was great",
    "Please remove your shoes",
    "yes I'll be there",
    "Info trafic: tout va bien",
    "basta così, andiamo",
    "end it all",
    "please " * 30 + "stop",
    "",
    "!!!",
)


def keyword(text: str, name: str = "optout.keyword") -> object:
    return reader(sms()).call(name, (text,))


@pytest.mark.parametrize("noise", NOISE)
def test_every_listed_word_is_found_in_noise(noise: str) -> None:
    kinds = {"stop": "optout.keyword", "start": "optin.keyword", "help": "help.keyword"}
    for row in rows("optout_keywords/keywords.csv"):
        for word in (row["keyword"], row["keyword"].lower(), row["keyword"].capitalize()):
            assert keyword(noise.format(word), kinds[row["kind"]]), (word, noise)


@pytest.mark.parametrize(
    "text",
    ["STOP", "st\u200bop", "S T O P", "STOOOOP", "ЅТОР", "Arret", "arrêtez svp", "退订", "СТОП", "إيقاف", "ＳＴＯＰ"],
)
def test_disguised_and_foreign_words(text: str) -> None:
    assert keyword(text)


@pytest.mark.parametrize("text", HONEST)
def test_honest_sentences_are_none(text: str) -> None:
    assert keyword(text) == ""


def test_the_answer_is_the_table_s_spelling() -> None:
    assert (keyword("arrêt !"), keyword("oui", "optin.keyword"), keyword("aide", "help.keyword")) == (
        "ARRÊT",
        "OUI",
        "AIDE",
    )


def test_languages_of_a_country() -> None:
    of = reader(sms())
    assert of.call("optout.languages", ("BE",)) == ["de", "fr", "nl"]
    assert of.call("optout.languages", ("XX",)) == []
