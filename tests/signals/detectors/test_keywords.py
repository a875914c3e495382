"""A whole reply that is a keyword, in any language and with noise; a sentence that contains one is none."""

from __future__ import annotations

import re

import pytest
from signalkit.events import reader, sms
from signalkit.shared import rows

NOISE = (
    "{}", "{}!!!", " {} . ", '"{}"', "{} 🙏", "please {}", "{} svp", "{} merci !", "{} SMS", "_{}_", "\u200b{}\n",
    "¡{}!", "« {} »", "*{}*", "ok {} thanks", "{} now please", "🛑{}🛑",
)  # fmt: skip
DISGUISES = {
    "another alphabet": lambda word: word.translate(str.maketrans("AEOPCTXaeopcxs", "АЕОРСТХаеорсхѕ")),
    "spelled": lambda word: " ".join(word) if " " not in word and "-" not in word else word,
    "hyphens": lambda word: "-".join(word) if word.isalpha() else word,
    "invisible": "\u200b".join,
    "full width": lambda word: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in word),
    "drawn out": lambda word: word.replace("O", "OOOO").replace("A", "AAAA"),
}
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
    "Stop! You're killing me 😂",
    "stop it, silly",
    "I'll stop by later",
    "bus stop",
    "Non stop",
    "stop and shop",
    "Arrête de me faire rire",
    "prochain arrêt : République",
    "je m'arrête à la boulangerie",
    "arrêt maladie reçu",
    "Can you stop at the bank?",
    "the bus did not stop",
    "Don't stop",
    "ne t'arrête pas",
    "Please don't remove me",
    "end of story",
    "cancel that thought",
    "para mañana",
    "spot",
    "ende gut, alles gut",
    "shop",
    "top",
    "step",
    "out",
    "all",
    "yes please stop by",
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


@pytest.mark.parametrize("disguise", DISGUISES)
def test_every_listed_word_is_found_in_disguise(disguise: str) -> None:
    words = [row["keyword"] for row in rows("optout_keywords/keywords.csv") if row["kind"] == "stop"]
    missed = [word for word in words if len(word) > 2 and not keyword(DISGUISES[disguise](word))]
    assert missed == []


@pytest.mark.parametrize("collection", ["sms_uci/data.csv.gz", "sms_uci_mt_fr/data.csv.gz"])
def test_no_message_of_people_to_each_other_is_taken_for_one(collection: str) -> None:
    texts = [
        row["text"]
        for row in rows(collection)
        if re.search(r"\b(?:stop|arr[eê]t|annul|cancel|fin\b|end\b)", row["text"], re.IGNORECASE)
    ]
    assert len(texts) > 100
    assert [text for text in texts if keyword(text)] == []


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("Stpo", "STOP"), ("stop texting me please", "STOP"), ("ARRETE", "ARRÊT"), ("plus de sms svp", "DÉSABONNER"),
        ("Unsuscribe", "UNSUBSCRIBE"), ("je ne veux plus recevoir vos messages, merci", "DÉSABONNER"),
        ("Remove me from your list.", "STOP"),
    ],
)  # fmt: skip
def test_slips_and_plain_phrases_mean_a_word(text: str, means: str) -> None:
    assert keyword(text) == means


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
    assert of.call("optout.languages", ("BE",)) == ["fr", "nl"]
    assert of.call("optout.languages", ("XX",)) == []


@pytest.mark.parametrize(
    ("offered", "countries", "missing"),
    [
        (["fr"], ["FR"], []),
        (["fr-CA", "EN"], ["CA", "US"], []),
        (["fr", "de"], ["CH", "DE", "BE"], ["it-CH", "nl-BE"]),
        (["sw"], ["XX"], []),
        ([], ["XX", "FR"], ["any-XX", "fr-FR"]),
        ([], [], []),
    ],
)
def test_languages_in_which_no_word_is_offered(offered: list[str], countries: list[str], missing: list[str]) -> None:
    assert reader(sms()).call("optout.uncovered", (offered, countries)) == missing
