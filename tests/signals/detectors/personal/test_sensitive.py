"""Health and special categories: said of somebody, not merely mentioned."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.events import reader, sms
from signalkit.pace import calmly

from tipstaff.signals.detectors.personal.health import health_in
from tipstaff.signals.detectors.personal.special import special_in


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Dear Mr Smith, your HIV test was positive.", "result"),
        ("She was diagnosed with breast cancer in May.", "diagnosis"),
        ("My brother has diabetes and takes insulin.", "condition"),
        ("Your biopsy results are ready, please call the clinic.", "result"),
        ("He has been in rehab since June", "treatment"),
        ("John Miller suffers from depression.", "mental"),
        ("Anna Berg is three months pregnant, keep it quiet", "reproductive"),
        ("Votre ordonnance est prête, Mme Dupont.", "treatment"),
        ("Le résultat de votre test VIH est disponible", "result"),
        ("Mon fils est autiste.", "condition"),
        ("Il a été hospitalisé hier pour une crise cardiaque", "care"),
        ("Son mari souffre de dépression depuis un an", "mental"),
        ("La salariée est en arrêt maladie depuis mardi", "care"),
        ("Past medical history: hypertension, asthma. Allergies: penicillin.", "record"),
        ("65-year-old male with COPD and chest pain, BP 150/90", "condition"),
    ],
)
def test_health_of_somebody(text: str, topic: str) -> None:
    assert topic in {one.kind for one in health_in(text)}


@pytest.mark.parametrize(
    "text",
    [
        "Our clinic offers diabetes care and cancer screening.",
        "Run for charity: all proceeds go to cancer research.",
        "World Asthma Day is on Tuesday.",
        "Journée mondiale contre le sida : parlons-en.",
        "How do I bypass the proxy? I see the same symptoms here.",
        "Great depression of 1929: a history.",
        "Your appointment is confirmed for Monday at 10.",
        "Votre rendez-vous est confirmé lundi à 10 h.",
        "Buy vitamins and feel better every day!",
        "Michael Parkinson interviewed him",
        "Health and safety training starts at nine.",
        "The doctor will see you now",
        "",
    ],
)
def test_health_in_general(text: str) -> None:
    assert health_in(text) == []


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("He is a Muslim and she is Jewish", "religion"),
        ("name: Bob; religion: Catholic", "religion"),
        ("My boss is gay, did you know?", "orientation"),
        ("Elle est adhérente à la CGT", "union"),
        ("Our new colleague is a union member", "union"),
        ("Sexual orientation: bisexual", "orientation"),
        ("Origine ethnique : maghrébine", "ethnic-origin"),
        ("Il est d'origine arabe", "ethnic-origin"),
        ("she is a BRCA1 carrier", "genetic"),
        ("fingerprint template: 0af3", "biometric"),
        ("Il a été condamné pour vol", "criminal"),
        ("he was convicted of fraud", "criminal"),
        ("Mr Jones is a member of the Communist Party", "politics"),
    ],
)
def test_special_categories_of_somebody(text: str, topic: str) -> None:
    assert topic in {one.kind for one in special_in(text)}


@pytest.mark.parametrize(
    "text",
    [
        "The Catholic church stands in the old town.",
        "Pride month: we support gay rights.",
        "Elections on Sunday: vote!",
        "The union and the company met on Monday.",
        "La foi et la raison, conférence à 18 h",
        "Our restaurant serves halal and kosher food.",
        "Scan your fingerprint to unlock the app.",
        "",
    ],
)
def test_special_categories_in_general(text: str) -> None:
    assert special_in(text) == []


def test_everything_restricted_together() -> None:
    of = reader(sms("My SSN is 536-90-4399, I am gay and my mother has cancer. Card 4111 1111 1111 1111"))
    assert of.get("pii.restricted") == ["card", "condition", "orientation", "us.ssn"]
    assert of.call("pii.count", ("health",)) == 1
    explain = of.catalogue.signals["pii.restricted"].explain
    assert explain is not None
    assert len(explain(of)) == 4
    assert not any("536" in finding.what for finding in explain(of))


@calmly
@given(st.text(max_size=200))
def test_places_are_inside_the_text(text: str) -> None:
    for one in (*health_in(text), *special_in(text)):
        assert 0 <= one.start < one.end
