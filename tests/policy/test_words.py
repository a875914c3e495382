"""What values are called where people read them."""

from __future__ import annotations

from pathlib import Path

from tests.policy.conftest import KNOWLEDGE, Packs

from tipstaff.decide.saying.wording import called
from tipstaff.policy import Hole, Loader, compile_bundle, load

WORDS = """
event.purpose:
  marketing: {en: advertising, fr: publicitaire}
"""
CONTROL = "house/controls/night.yaml"


def holes(folder: Path, language: str) -> list[Hole]:
    loaded = load([folder], KNOWLEDGE)
    assert not loaded.diagnostics, [str(found) for found in loaded.diagnostics]
    rules = compile_bundle(loaded).rules
    return [part for rule in rules for part in rule.explain[language] if isinstance(part, Hole)]


def with_purpose(packs: Packs) -> Path:
    folder = packs()
    text = (folder / CONTROL).read_text()
    language, _, rest = text.partition("explain:")
    (folder / CONTROL).write_text(
        f"{language}explain: {{en: 'It is {{event.purpose}}.', fr: 'C’est {{event.purpose}}.'}}\n"
    )
    assert rest
    return folder


def test_a_value_has_its_word_in_each_language(packs: Packs) -> None:
    folder = with_purpose(packs)
    (folder / "words.yaml").write_text(WORDS)

    assert {language: [hole.words for hole in holes(folder, language)][-1] for language in ("en", "fr")} == {
        "en": {"marketing": "advertising"},
        "fr": {"marketing": "publicitaire"},
    }


def test_words_are_part_of_what_a_bundle_means(packs: Packs) -> None:
    folder = with_purpose(packs)
    before = compile_bundle(load([folder], KNOWLEDGE)).hash
    (folder / "words.yaml").write_text(WORDS)

    assert compile_bundle(load([folder], KNOWLEDGE)).hash != before


def test_a_reload_says_new_words_in_texts_that_stay(packs: Packs) -> None:
    folder, loader = with_purpose(packs), Loader(KNOWLEDGE)
    said = []
    for called_so in ("advertising", "publicity", "advertising"):
        (folder / "words.yaml").write_text(WORDS.replace("advertising", called_so))
        rules = compile_bundle(loader.load([folder])).rules
        found = [part.words for rule in rules for part in rule.explain["en"] if isinstance(part, Hole) and part.words]
        said.append({words["marketing"] for words in found})

    assert said == [{"advertising"}, {"publicity"}, {"advertising"}]


def test_a_word_that_lacks_a_language_is_noted(packs: Packs) -> None:
    folder = packs()
    (folder / "words.yaml").write_text("event.purpose: {marketing: {en: advertising}}\nlinks: x\n")

    codes = [found.code for found in load([folder], KNOWLEDGE).diagnostics]

    assert codes == ["missing-translation", "wrong-type"]


def test_values_without_a_word_are_shown_as_they_are() -> None:
    words = {"marketing": "advertising"}

    assert called("marketing", words) == "advertising"
    assert called(["otp", "marketing"], words) == ["otp", "advertising"]
    assert called(3, words) == 3
