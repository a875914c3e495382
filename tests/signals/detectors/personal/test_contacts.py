"""Contact details, and giving somebody else's away."""

from __future__ import annotations

import pytest
from signalkit.events import event, reader

from tipstaff.signals.detectors.personal.contacts import contacts_in


def kinds(text: str) -> list[str]:
    return sorted(one.kind for one in contacts_in(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("221B Baker Street, London", ["postal-address"]),
        ("500 5th Avenue, New York", ["postal-address"]),
        ("12 N. Main St Apt 4", ["postal-address"]),
        ("10 bis, rue de la Paix 75002 Paris", ["postal-address"]),
        ("3 allée des Tilleuls", ["postal-address"]),
        ("Hauptstraße 12, Berlin", ["postal-address"]),
        ("Calle Mayor 5, Madrid", ["postal-address"]),
        ("P.O. Box 1234", ["postal-address"]),
        ("+33 6 12 34 56 78", ["phone"]),
        ("06 12 34 56 78", ["phone"]),
        ("(415) 555-2671", ["phone"]),
        ("0044 20 7946 0958", ["phone"]),
        ("+1-415-555-2671x12", ["phone"]),
        ("write to jane.doe+x@mail.example.org.", ["email"]),
        ("order 0612345678 shipped", []),
        ("total 1 234 567", []),
        ("2026-11-22 10:00", []),
        ("it took 3 places and 2 ways", []),
        ("the way to 5 Gardens", []),
        ("192.168.100.101", []),
        ("a@b", []),
        ("card 4111 1111 1111 1111", []),
        ("", []),
    ],
)
def test_ways_to_reach_somebody(text: str, expected: list[str]) -> None:
    assert kinds(text) == expected


def doxxing(text: str) -> object:
    return reader(event("content.publish", kind="post", text=text)).get("pii.doxxing")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("She lives at 12 Baker Street, London. Call her: 07700 900123", ["phone", "postal-address"]),
        ("his home address is 4 Privet Drive", ["postal-address"]),
        ("go to his house and tell him: 45 Elm Street", ["postal-address"]),
        ("spam her at +1 415 555 2671", ["phone"]),
        ("Elle habite 10 rue de la Paix à Paris", ["postal-address"]),
        ("voici son numéro 06 12 34 56 78, appelez-la", ["phone"]),
        ("appelez-le : 06 12 34 56 78", ["phone"]),
        ("appelez la au 06 12 34 56 78", ["phone"]),
        ("On sait où il habite : 3 allée des Tilleuls", ["postal-address"]),
        ("the liar John Miller, 4 Privet Drive, 415-555-2671", ["phone", "postal-address"]),
        ("her SSN is 536-90-4399, find her at 9 Oak Avenue", ["postal-address", "us.ssn"]),
    ],
)
def test_giving_somebody_away(text: str, found: list[str]) -> None:
    assert doxxing(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Visit our shop at 12 Baker Street, call 020 7946 0958",
        "My new number is 06 12 34 56 78",
        "Contact us: 10 rue de la Paix, 75002 Paris, 01 42 60 00 00",
        "Plumber John Miller, 4 Privet Drive, 415-555-2671. Opening hours 9 to 5",
        "The museum is at 5 Oak Avenue",
        "Notre boutique, 3 allée des Tilleuls, ouvre lundi",
        "Pour réserver, appelez le 04 78 00 00 00 ou écrivez à accueil@salon.example",
        "she lives in Paris and he works at the bank",
        "Sherlock Holmes lived in Baker Street",
        "",
    ],
)
def test_ones_own_and_a_shops_details_are_fine(text: str) -> None:
    assert doxxing(text) == []
