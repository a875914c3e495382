"""The faults that explanations are searched for are found where they are, and only there."""

from __future__ import annotations

import pytest
from tests.packs.plainness import faults


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("1 addresss of 1 users within an hour.", "one of several"),
        ("Sign-ins of 1 users failed.", "one of several"),
        ("12 attempt within an hour.", "several of one"),
        ("1 account were opened.", "one, as many"),
        ("A intrusion test has no authorization.", "a vowel after `a`"),
        ("The score is 0.918273645.", "too many digits"),
        ("It is  held.", "two spaces"),
        ("Since 2026-11-10T13:00:00Z.", "a time without its zone"),
        ("It opens at 08:00.", "a time without its zone"),
        ("100001 rows were read.", "a number without separators"),
        ("The class is multi_level here.", "a code"),
        ("It was {event.to}.", "an unfilled hole"),
        ("Export to IR, which is listed.", "the code of a country"),
        ("The country given (FR) is another.", "the code of a country"),
    ],
)
def test_a_fault_of_english_is_found(text: str, fault: str) -> None:
    assert fault in faults(text, "en")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("0 appels en une heure.", "one of several"),
        ("1 tentatives en une semaine.", "one of several"),
        ("12 tentative en une semaine.", "several of one"),
        ("Les conditions de Instagram.", "no elision"),
        ("Une page de https://a.example.", "no elision before h"),
        ("Le score est 0,918273645.", "too many digits"),
        ("Attention: une personne regarde.", "no space before a mark"),
        ("Attention; une personne regarde.", "no space before a mark"),
        ("Indique ton usage.", "the familiar form"),
        ("Le compte a ete suspendu.", "a word without its accent"),
        ("Vers le pays indiqué (FR).", "the code of a country"),
    ],
)
def test_a_fault_of_french_is_found(text: str, fault: str) -> None:
    assert fault in faults(text, "fr")


@pytest.mark.parametrize(
    "text",
    [
        "1 attempt within an hour; 2 attempts, 1,001 paths and 0.5 % of 1 address.",
        "The application shop-1 sends 30 times its usual hour, since 2026-11-10 13:00 UTC.",
        "The sending address 203.0.113.… and +33…678 are out; see https://forum.acme.example.",
        "An export to a country on the list of sanctions (Iran).",
    ],
)
def test_sound_english_is_left_alone(text: str) -> None:
    assert faults(text, "en") == []


@pytest.mark.parametrize(
    "text",
    [
        "0 tentative en une heure ; 2 tentatives, 1\u202f001 chemins : à examiner.",
        "1 pays et 0 fois ; le 10/11/2026 13:00 UTC, sur https://forum.acme.example.",
        "La hausse de 0,5 % n'est pas générale « hors de vue ».",
    ],
)
def test_sound_french_is_left_alone(text: str) -> None:
    assert faults(text, "fr") == []
