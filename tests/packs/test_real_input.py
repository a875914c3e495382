"""Real messages through the real pipeline: what is stopped, and that a planted failure would show.

The published collections are found through TIPSTAFF_SHARED_DATA; where they are absent the run says so.
"""

from __future__ import annotations

import os
from collections import Counter
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from tipstaff import Engine
from tipstaff.api.demo.collections import (
    APART,
    COLLECTIONS,
    RealMessage,
    fold,
    letters,
    present,
    read_collection,
    some_of,
)
from tipstaff.api.demo.sample import samples
from tipstaff.cli.trying import Labelled, Tally, count, mail

SHARED = Path(os.environ.get("TIPSTAFF_SHARED_DATA", Path(__file__).parents[2].parent / "shared" / "data"))
MOST = 200

# Least share of the spam and most of the honest messages that may be stopped. ExAIS calls every unsolicited notice of
# an operator spam, which no reading of the text can know: there only gross faults show.
BOUNDS = {
    "sms_uci": (0.75, 0.05),
    "sms_uci_mt_fr": (0.65, 0.08),
    "sms_exais": (0.35, 0.35),
    "email_spamassassin": (0.85, 0.08),
}


def tally(messages: list[Labelled]) -> Tally:
    with Engine(["messagebird"]) as engine:
        return count(engine, messages)


def shares(found: Tally) -> tuple[float, float]:
    """Share of the spam and of the honest messages that were stopped."""
    return found.stopped(True) / found.total(True), found.stopped(False) / found.total(False)


def bounded(name: str) -> list[RealMessage]:
    """At most `MOST` honest and as many spam messages of a collection, taken by chance."""
    if name not in present(SHARED):
        pytest.skip(f"{name} is not in {SHARED}; set TIPSTAFF_SHARED_DATA to the folder of collections")
    rows = list(read_collection(SHARED, name))
    Random(0).shuffle(rows)
    return [one for spam in (True, False) for one in islice((row for row in rows if row.spam is spam), MOST)]


def test_the_sample_is_mostly_told_apart() -> None:
    found = tally([Labelled(one.text, one.spam, one.purpose) for one in samples()])

    spam, honest = shares(found)
    assert found.errors == 0
    assert spam > 0.9
    assert honest <= 0.06
    assert found.clauses["messagebird.sms.consent"][True] > 30
    assert found.clauses["messagebird.sms.consent"][False] == 0


@pytest.mark.slow
@pytest.mark.parametrize("name", COLLECTIONS)
def test_real_messages_are_mostly_told_apart(name: str) -> None:
    messages = bounded(name)

    found = tally([Labelled(one.text, one.spam, kind=one.kind) for one in messages])

    spam, honest = shares(found)
    least, most = BOUNDS[name]
    assert found.total(True) + found.total(False) == len(messages)
    assert min(found.total(True), found.total(False)) > 100
    assert found.errors == 0
    assert spam >= least, found.as_data()
    assert honest <= most, found.as_data()


def test_only_rows_that_nothing_was_trained_on_are_read() -> None:
    messages = bounded("sms_uci")

    assert len(messages) > MOST
    assert all(fold(letters(one.text)) == APART for one in messages)


def test_the_translation_lies_on_the_side_of_its_original() -> None:
    if not {"sms_uci", "sms_uci_mt_fr"} <= set(present(SHARED)):
        pytest.skip(f"no collections in {SHARED}; set TIPSTAFF_SHARED_DATA")
    original, translated = (len(list(read_collection(SHARED, name))) for name in ("sms_uci", "sms_uci_mt_fr"))

    assert abs(original - translated) < original / 50


def test_some_of_each_collection_and_label_are_played() -> None:
    if not present(SHARED):
        pytest.skip(f"no collections in {SHARED}; set TIPSTAFF_SHARED_DATA")

    found = Counter((one.collection, one.spam) for one in some_of(SHARED, Random(0), 8))

    assert found == {(name, spam): 2 if spam else 8 for name in present(SHARED) for spam in (True, False)}


def test_a_folder_without_collections_gives_none(tmp_path: Path) -> None:

    assert some_of(tmp_path / "nowhere", Random(0), 5) == []


def test_a_raw_mail_becomes_an_event() -> None:
    raw = (
        "From: Ada <ada@example.org>\nTo: eve@example.org\nSubject: Caf\xe9\nList-Unsubscribe: <https://x.example>\n"
        'MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nplain words\n--b\nContent-Type: text/html\n\n<p>html words</p>\n--b--\n"
    )
    data = mail(raw, "service")["data"]

    assert data["from"] == {"address": "ada@example.org", "name": "Ada"}
    assert data["text"].strip() == "plain words"
    assert data["html"].strip() == "<p>html words</p>"
    assert data["headers"]["List-Unsubscribe"] == "<https://x.example>"


def test_a_policy_that_stops_nothing_would_show() -> None:
    with Engine(["clever-cloud"]) as engine:
        found = count(
            engine, [Labelled("You WON a FREE prize, call 0906 now", True), Labelled("See you at five", False)]
        )

    assert (found.recall, found.precision) == (0.0, 1.0)
