"""Real messages through the real pipeline: what is stopped, and that a planted failure would show."""

from __future__ import annotations

import csv
import gzip
import os
from pathlib import Path

import pytest

from tipstaff import Engine
from tipstaff.cli.samples import samples
from tipstaff.cli.trying import Labelled, Tally, count, mail

SHARED = Path(os.environ.get("TIPSTAFF_SHARED_DATA", Path(__file__).parents[2].parent / "shared" / "data"))


def tally(messages: list[Labelled]) -> Tally:
    with Engine(["messagebird"]) as engine:
        return count(engine, messages)


def shares(found: Tally) -> tuple[float, float]:
    """Share of the spam and of the honest messages that were stopped."""
    return found.stopped(True) / found.total(True), found.stopped(False) / found.total(False)


def test_the_sample_is_mostly_told_apart() -> None:
    found = tally([Labelled(one.text, one.label == "spam", one.purpose) for one in samples()])

    spam, honest = shares(found)
    assert found.errors == 0
    assert spam > 0.85
    assert honest < 0.12
    assert found.clauses["messagebird.sms.consent"][True] > 30
    assert found.clauses["messagebird.sms.consent"][False] == 0


@pytest.mark.slow
@pytest.mark.parametrize("name", ["sms_uci", "sms_uci_mt_fr"])
def test_real_text_messages_are_mostly_told_apart(name: str) -> None:
    path = SHARED / name / "data.csv.gz"
    if not path.exists():
        pytest.skip(f"no shared data at {SHARED}; set TIPSTAFF_SHARED_DATA")
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))[::5]
    found = tally([Labelled(row["text"], row["label"] == "1") for row in rows])

    spam, honest = shares(found)
    assert found.total(True) + found.total(False) == len(rows)
    assert found.errors == 0
    assert spam > 0.7
    assert honest < 0.08


def test_a_raw_mail_becomes_an_event() -> None:
    raw = (
        "From: Ada <ada@example.org>\nTo: eve@example.org\nSubject: Caf\xe9\nList-Unsubscribe: <https://x.example>\n"
        'MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nplain words\n--b\nContent-Type: text/html\n\n<p>html words</p>\n--b--\n"
    )
    data = mail(raw, "service")["data"]

    assert data["from"] == {"address": "Ada <ada@example.org>"}
    assert data["text"].strip() == "plain words"
    assert data["html"].strip() == "<p>html words</p>"
    assert data["headers"]["List-Unsubscribe"] == "<https://x.example>"


def test_a_policy_that_stops_nothing_would_show() -> None:
    with Engine(["clever-cloud"]) as engine:
        found = count(
            engine, [Labelled("You WON a FREE prize, call 0906 now", True), Labelled("See you at five", False)]
        )

    assert (found.recall, found.precision) == (0.0, 1.0)
