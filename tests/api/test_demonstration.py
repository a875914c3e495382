"""The demonstration plays real collections where they lie, and says what became of them."""

from __future__ import annotations

import csv
import gzip
import json
import time
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tipstaff.api.demo import Events
from tipstaff.api.demo.collections import APART, RealMessage, fold, letters
from tipstaff.api.demo.sample import samples
from tipstaff.api.demo.score import Line, Score
from tipstaff.vocab.verdict import Verdict

PATIENCE = 60.0
HONEST = (
    "See you at five then",
    "The parcel is with your neighbour",
    "Lunch on Tuesday is fine",
    "I missed the last bus",
)


@pytest.fixture
def collections(tmp_path: Path) -> Path:
    """A folder with a small SMS collection of which only some rows are kept apart from training."""
    folder = tmp_path / "collections"
    (folder / "sms_uci").mkdir(parents=True)
    texts = [f"{text} {chr(97 + number % 26)}{chr(97 + number // 26)}" for number in range(60) for text in HONEST]
    with gzip.open(folder / "sms_uci" / "data.csv.gz", "wt", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["text", "label"])
        rows.writerows([text, "0"] for text in texts)
    assert 0 < sum(fold(letters(text)) == APART for text in texts) < len(texts)
    return folder


def test_the_first_page_shows_real_messages_and_what_became_of_them(start_server: Any, collections: Path) -> None:
    server = start_server(demonstration=True, shared_data=str(collections))

    until = time.monotonic() + PATIENCE
    found: list[dict[str, Any]] = []
    with server.client() as client:
        while not found and time.monotonic() < until:
            items = client.get("/v1/decisions", params={"account": "open-relay", "limit": 500}).json()["items"]
            found = [item for item in items if item["decision"]["event"].startswith("sms_uci/honest/")]
            time.sleep(0.1)
    assert found
    with server.client("") as browser:
        page = browser.get("/console/?lang=fr").text
    assert "UCI SMS (anglais)" in page


def test_every_message_of_a_collection_is_told_once_under_an_id_that_says_where_it_is_from() -> None:
    numbers = iter(range(10_000))
    events = Events(samples(), Random(1), lambda: str(next(numbers)))
    events.add([RealMessage("sms_uci", "7", "one", True), RealMessage("sms_exais", "8", "two", False)])

    real = [told for told in islice(events, 200) if told.collection in {"sms_uci", "sms_exais"}]

    assert [(told.collection, told.spam) for told in real] == [("sms_uci", True), ("sms_exais", False)]
    assert json.loads(real[0].event)["id"].startswith("sms_uci/spam/7/")
    assert json.loads(real[0].event)["data"]["purpose"] == "service"


def test_however_long_it_runs_few_leave_and_no_text_is_blamed_for_it() -> None:
    told = [one for seed in (1, 2) for one in islice(Events(samples(), Random(seed), lambda: "x"), 3_000)]
    sent = [(one, json.loads(one.event)) for one in told]
    leaving = {event["data"]["from"] for _, event in sent if event["data"].get("text") in ("STOP", "STOP svp", "Arrêt")}

    blamed = [event for one, event in sent if one.collection and not one.spam and event["data"]["to"] in leaving]

    assert 0 < len(leaving) < 10
    assert blamed == []
    assert any(event["data"].get("to") in leaving for _, event in sent), "they are written to, so that it shows"


def test_the_score_counts_what_was_denied_or_held() -> None:
    score = Score()
    for verdict in Verdict:
        score.count("a", verdict, spam=True)
        score.count("a", verdict, spam=False)
    score.count("A", Verdict.DENY, spam=False)

    assert score.lines() == [Line("A", 0, 0, 1, 1), Line("a", 4, 2, 4, 2)]
