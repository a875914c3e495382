"""The spam score tells real spam from real messages; the card's figures hold for what ships."""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from signalkit.events import event, reader, sms
from signalkit.shared import rows

NOTICES = Path(__file__).parents[3] / "training" / "sentences" / "notices_dev.tsv"


def score(text: str) -> float:
    return float(str(reader(sms(text)).get("text.spam")))


@pytest.mark.parametrize(
    "text",
    [
        "WINNER!! You have been selected for a £900 prize. Call 09061701461 now to claim, code KL341",
        "Félicitations ! Vous avez gagné un iPhone. Réclamez votre gain GRATUIT ici http://gain-rapide.xyz/a",
        "Votre colis est bloqué, réglez 1,99 € de frais : http://colis-suivi.top/fr",
        "URGENT your account is locked, verify your details at http://bit.ly/2x3y",
    ],
)
def test_spam(text: str) -> None:
    assert score(text) > 0.8


@pytest.mark.parametrize(
    "text",
    [
        "Ok, see you at 6 then. Do you want me to bring anything?",
        "Tu rentres à quelle heure ce soir ?",
        "Your verification code is 482913. Do not share it with anyone.",
        "Rappel : rendez-vous chez le Dr Martin mardi à 14h.",
        "",
    ],
)
def test_honest(text: str) -> None:
    assert score(text) < 0.3


def mail(text: str) -> float:
    told = event("email.send", from_={"address": "a@b.fr"}, to=["c@d.fr"], subject="hi", text=text, purpose="otp")
    return float(str(reader(told).get("text.spam")))


@pytest.mark.parametrize("judge", [score, mail])
def test_hardly_any_notice_is_flagged_and_most_lures_are(judge: Callable[[str], float]) -> None:
    """Our own development notices, which nothing has learned from: orders, invoices, deliveries, codes, short mails."""
    rows = [line.split("\t") for line in NOTICES.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    for language in ("en", "fr"):
        honest, lures = (
            [judge(t) for of, on, t in rows if (of, on) == (label, language)] for label in ("honest", "spam")
        )
        assert (len(honest), len(lures)) == (60, 18)
        assert sum(found >= 0.9 for found in honest) <= 1
        assert sum(found >= 0.5 for found in lures) >= 14


@pytest.mark.parametrize(
    "text",
    [
        "Please find your invoice attached.",
        "Hello, your order has shipped and arrives on Monday.",
        "Password reset: click the link to reset your password",
    ],
)
def test_a_short_notice_by_mail_is_honest(text: str) -> None:
    assert mail(text) < 0.5


def test_mail_is_judged_by_its_own_head() -> None:
    assert mail("Lose weight now! Click here for free pills, satisfaction guaranteed, remove me from this list") > 0.9
    assert mail("I looked at the patch and the build fails on my machine, see the log of the compiler below") < 0.1


def test_the_fifth_of_the_sms_kept_apart() -> None:
    """Spam caught and honest messages flagged at the blocking threshold."""
    seen: set[str] = set()
    judged: dict[str, list[float]] = {"0": [], "1": []}
    for row in rows("sms_uci/data.csv.gz"):
        letters = re.sub(r"[^a-z]", "", row["text"].lower())[:120] or row["text"]
        if letters not in seen and int(sha256(letters.encode()).hexdigest(), 16) % 5 == 0:
            judged[row["label"]].append(score(row["text"]))
        seen.add(letters)
    caught = sum(found >= 0.9 for found in judged["1"]) / len(judged["1"])
    flagged = sum(found >= 0.9 for found in judged["0"]) / len(judged["0"])
    assert caught >= 0.80
    assert flagged <= 0.002
