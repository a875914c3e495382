"""Harm in wordings that no pattern knows is held for a person, never refused; what is told of is not called for."""

from __future__ import annotations

import pytest
from signalkit.events import reader, sms

from tipstaff.signals.detectors.classes.kinds import GATED, GATES
from tipstaff.signals.detectors.classes.unseen import HELD, MODELS
from tipstaff.signals.model.bank import bank
from tipstaff.signals.signal import View

TOLD = [
    "In 1942 Jewish families of this street were deported; a plaque remembers them.",
    "The report describes how Roma were expelled from the village.",
    "Homosexuals were deported to the camps too.",
    "En 1942, des familles juives de cette rue ont été déportées ; une plaque le rappelle.",
]
CALLED_FOR = [
    "Jews should be deported",
    "All Roma must be expelled from this country",
    "Il faut expulser tous les Roms de ce pays",
]
HONEST = [
    "Gas leak in your building: leave immediately, do not use the lift, do not switch on lights.",
    "Fuite de gaz : sortez immédiatement de l'immeuble.",
    "Your parcel arrives tomorrow between 9 and 12.",
    "Happy birthday little one, nine candles already, grandma is on her way!",
    "Si tu penses au suicide, appelle le 3114, quelqu'un t'écoute jour et nuit.",
]


def view(text: str) -> View:
    return reader(sms(text))


@pytest.mark.parametrize("text", TOLD)
def test_what_was_done_to_people_is_no_call_to_do_it(text: str) -> None:
    assert float(str(view(text).get("text.hate"))) < 0.5


@pytest.mark.parametrize("text", CALLED_FOR)
def test_a_call_to_do_it_is(text: str) -> None:
    assert float(str(view(text).get("text.hate"))) >= 0.8


@pytest.mark.parametrize("text", HONEST)
@pytest.mark.parametrize("of", ["hate", "harassment", "threat", "selfharm", "terrorism", "fraud", "minors"])
def test_honest_texts_are_held_by_no_class(text: str, of: str) -> None:
    assert float(str(view(text).get(f"text.{of}"))) < 0.25 or of in ("hate", "selfharm")
    assert float(str(view(text).get(f"text.{of}"))) < 0.5


def test_no_model_alone_reaches_the_level_of_a_refusal() -> None:
    assert 0.5 <= HELD < 0.8


def test_kinds_with_a_gate_of_their_own_have_a_model_there() -> None:
    assert set(GATES.values()) <= set(bank(MODELS).models)
    assert 0.92 <= GATED < 1


def test_a_sentence_of_three_words_is_never_held() -> None:
    assert float(str(view("kill them all").get("text.terrorism"))) < HELD
