"""Kinds of campaign: what sells a kind is named, what talks about it is not; phrases and models together."""

from __future__ import annotations

import pytest
from signalkit.events import reader, sms

from tipstaff.signals.detectors.classes.campaigns import KINDS, named_by, named_by_phrases

SOLD = [
    ("Verified homeowner leads by the thousand, phone-checked, from $2 each", "lead-generation"),
    ("Leads propriétaires par milliers, téléphone vérifié, échantillon offert", "lead-generation"),
    ("Claim your $25 at our on-line casino, cards and roulette day and night", "gambling"),
    ("Recrutez trois personnes qui en recrutent trois, et touchez une part de leurs ventes", "multilevel"),
]
TALKED_OF = [
    "How to spot a pyramid scheme: five questions to ask before you invest",
    "Deux hommes jugés pour une vente pyramidale, des familles ruinées",
    "Your affiliate commission statement for March is in the partner portal",
]


@pytest.mark.parametrize(("text", "kind"), SOLD)
def test_what_is_sold_is_named(text: str, kind: str) -> None:
    assert kind in reader(sms(text)).get("text.campaigns")


@pytest.mark.parametrize("text", TALKED_OF)
def test_what_is_talked_of_is_not(text: str) -> None:
    assert reader(sms(text)).get("text.campaigns") == []


def test_a_model_alone_does_not_speak_of_a_long_text_that_does_not_read_like_promotion() -> None:
    minutes = "The treasurer read the minutes of the meeting, nobody had questions about the accounts. " * 6
    promotion = "Buy now! Free offer, click here, guaranteed, order today, limited time, call now, no obligation. " * 6
    sure = dict.fromkeys(KINDS, (0.99, (0.2, 0.8)))

    assert not named_by_phrases(minutes)
    assert named_by(minutes, (), sure) == frozenset()
    assert named_by(promotion, (), sure) == set(KINDS)


def test_a_model_contradicts_a_phrase_in_a_long_text_only() -> None:
    unsure = dict.fromkeys(KINDS, (0.1, (0.2, 0.8)))

    assert named_by("casino bonus", ("gambling",), unsure) == {"gambling"}
    assert named_by("casino bonus " * 60, ("gambling",), unsure) == frozenset()


def test_what_the_signal_says_is_what_phrases_and_models_say_together() -> None:
    text = "Refinance your home, lowest rates in years, free quote from four lenders, no obligation. " * 8

    assert reader(sms(text)).get("text.campaigns") == ["lead-generation"]
