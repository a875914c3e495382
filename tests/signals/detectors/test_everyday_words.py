"""Words with an everyday meaning are no offer of what has a legal age."""

import json
from datetime import UTC, datetime

import pytest

from tipstaff.signals import Reader, catalogue
from tipstaff.vocab.events import STANDARD
from tipstaff.vocab.reading.decoding import Decoder

NOW = datetime(2026, 11, 20, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Livraison à Paris demain entre 9h et 12h",
        "Offre : cartouches d'encre à prix réduit",
        "Vêtements adultes et enfants : -20 %",
        "Votre dépôt de 50 € est crédité, offre de bienvenue incluse",
        "Cours de tir à l'arc, offre d'essai",
        "Hotel in Bordeaux, winter offer from 60 euros",
        "Place your order now: glass bottles with free delivery",
        "Rencontre avec l'autrice samedi, entrée gratuite",
    ],
)
def test_everyday_words_are_no_gated_offer(text: str) -> None:
    data = {"channel": "sms", "from": "ACME", "to": "+33612345678", "text": text, "purpose": "marketing"}
    whole = {"specversion": "1.0", "id": "1", "source": "t", "type": "message.send", "account": "a", "data": data}
    event = Decoder(STANDARD).decode(json.dumps(whole).encode(), NOW)
    assert Reader(event, catalogue()).get("text.gated") == []
