"""Lexicons on both sides: what must be found, and the honest neighbour that must not."""

from __future__ import annotations

import pytest
from signalkit.events import reader, sms
from signalkit.shared import rows

GATED = [
    ("Whisky -30% ce soir chez Nicolas", ["alcohol"]),
    ("Free shots and open bar tonight", ["alcohol"]),
    ("CASINO: 100 free spins on us", ["gambling"]),
    ("Paris sportifs : 100 € offerts", ["gambling"]),
    ("New vape shop, e-liquids 3 for 2", ["tobacco"]),
    ("Gun show this weekend, ammo deals", ["firearms"]),
    ("Rencontres coquines près de chez vous", ["adult"]),
    ("A beer tonight?", []),
    ("On boit un verre de vin samedi ?", []),
    ("I bet you are late again", []),
    ("Smoking is bad for you", []),
    ("Je vais à Paris demain", []),
    ("The rifle is in the museum", []),
    ("Soldes : -50% sur les chaussures", []),
    ("", []),
]
ABUSIVE = [
    ("je vais te tuer connard", 0.9, 1.0),
    ("You are a useless idiot", 0.8, 1.0),
    ("Va te faire foutre", 0.8, 1.0),
    ("espèce d'abruti", 0.6, 1.0),
    ("b\u200bi\u200btch, you will die", 0.9, 1.0),
    ("this is fucking great", 0.0, 0.4999),
    ("Merde, j'ai raté le bus", 0.0, 0.4),
    ("That was a stupid mistake of mine", 0.0, 0.7),
    ("I could kill for a coffee", 0.0, 0.3),
    ("Thanks for your help!", 0.0, 0.1),
    ("Le ticket est con­cerné", 0.0, 0.1),
]
PHISHING = [
    ("BNP: unusual sign-in. Verify your details now at https://secure-compte.info/login", 0.7, 1.0),
    ("LA POSTE : frais de 2,99 € à payer pour votre colis http://colis-suivi.top/fr", 0.7, 1.0),
    ("Votre compte est suspendu, confirmez vos identifiants et votre code carte", 0.6, 1.0),
    ("Send us your PIN and card number to reactivate your account", 0.6, 1.0),
    ("Your verification code is 123456. Never share it with anyone.", 0.0, 0.2),
    ("Your password was changed. We never ask for your PIN. Log in at https://bank.example", 0.0, 0.5),
    ("Votre code est 482913, ne le communiquez à personne", 0.0, 0.2),
    ("Votre colis sera livré aujourd'hui, suivez-le sur https://www.chronopost.fr/123", 0.0, 0.5),
    ("I forgot my password again lol", 0.0, 0.2),
    ("Regarde cette vidéo https://youtu.be/dQw4w9", 0.0, 0.2),
    ("", 0.0, 0.0),
]
LANGUAGES = [
    ("Do you want to come with us tonight?", "en"),
    ("Tu viens avec nous ce soir ?", "fr"),
    ("Je vais bien merci", "fr"),
    ("¿Cómo está usted, qué tal su día?", "es"),
    ("Ich habe das nicht gesehen, bitte noch einmal", "de"),
    ("Привет, как дела", "ru"),
    ("Привіт, як справи", "uk"),
    ("你好", "zh"),
    ("こんにちは", "ja"),
    ("안녕하세요", "ko"),
    ("مرحبا بك", "ar"),
    ("ok", ""),
    ("", ""),
]


def get(name: str, text: str) -> object:
    return reader(sms(text)).get(name)


@pytest.mark.parametrize(("text", "kinds"), GATED)
def test_gated(text: str, kinds: list[str]) -> None:
    assert get("text.gated", text) == kinds


@pytest.mark.parametrize(("text", "least", "most"), ABUSIVE)
def test_abusive(text: str, least: float, most: float) -> None:
    assert least <= float(str(get("text.abusive", text))) <= most


@pytest.mark.parametrize(("text", "least", "most"), PHISHING)
def test_phishing(text: str, least: float, most: float) -> None:
    assert least <= float(str(get("text.phishing", text))) <= most


@pytest.mark.parametrize(("text", "language"), LANGUAGES)
def test_language(text: str, language: str) -> None:
    assert get("text.language", text) == language


def test_honest_messages_are_left_alone() -> None:
    """Of the honest messages of a real collection, few are flagged by any lexicon."""
    honest = [row["text"] for row in rows("sms_uci/data.csv.gz") if row["label"] == "0"]
    flagged = {"text.gated": 0, "text.abusive": 0, "text.phishing": 0, "text.evasion": 0}
    for text in honest:
        of = reader(sms(text))
        flagged["text.gated"] += bool(of.get("text.gated"))
        flagged["text.evasion"] += bool(of.get("text.evasion"))
        flagged["text.abusive"] += float(str(of.get("text.abusive"))) >= 0.8
        flagged["text.phishing"] += float(str(of.get("text.phishing"))) >= 0.7
    shares = {name: count / len(honest) for name, count in flagged.items()}
    assert shares["text.gated"] <= 0.005, shares
    assert shares["text.abusive"] <= 0.01, shares
    assert shares["text.phishing"] <= 0.001, shares
    assert shares["text.evasion"] <= 0.002, shares
