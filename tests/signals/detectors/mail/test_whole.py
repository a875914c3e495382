"""A whole mail as a score: real spam and real mail of the half that the model has not seen, and what it shows."""

from __future__ import annotations

import json
import lzma

import pytest
from signalkit.events import event, reader, sms
from signalkit.shared import shared

from tipstaff.cel import CelError
from tipstaff.signals.mailparse.message import read_message

LURE = b"""From: "BIG PRIZES 4U" <win9912@free-mail-77.example>\r
To: undisclosed-recipients: ;\r
Subject: YOU HAVE WON $5,000 CASH!!! 88412\r
Content-Type: text/html; charset="iso-8859-1"\r
X-Priority: 1\r
\r
<html><body bgcolor="#FFFF00"><center><font size=7 color=red>CONGRATULATIONS!!</font><br><a href="http://10.2.3.4/claim">
CLICK HERE to claim your FREE prize now, limited time offer, act now!!!</a></center></body></html>"""
NOTE = b"""From: Ada Lovelace <ada@example.org>\r
To: Charles <charles@example.org>\r
Subject: Re: notes on the engine\r
Message-ID: <20261122.1015@example.org>\r
User-Agent: Mutt/2.2.9\r
Content-Type: text/plain; charset=utf-8\r
\r
Hi Charles,\r
\r
On Monday Charles wrote:\r
> could you look at the table again?\r
\r
I did, and the seventh row is off by one. I will bring it on Thursday.\r
\r
-- \r
Ada"""


def score(raw: bytes) -> float:
    data = read_message(raw).as_email("service")
    told = {"from_" if name == "from" else name: value for name, value in data.items()}
    told["to"] = told["to"] or ["b@example.org"]
    return float(str(reader(event("email.send", **told)).get("mail.spam")))


def test_a_lure_and_a_note() -> None:
    assert score(LURE) > 0.9
    assert score(NOTE) < 0.1


def test_without_a_header_the_body_alone_is_judged() -> None:
    bare = {"from_": {"address": "a@b.example"}, "to": ["c@d.example"], "subject": "Lunch", "purpose": "service"}
    assert float(str(reader(event("email.send", **bare, text="Shall we meet at noon?")).get("mail.spam"))) < 0.2


def test_a_message_is_no_mail() -> None:
    with pytest.raises(CelError):
        reader(sms("hello")).get("mail.spam")


def test_mails_that_it_has_not_seen() -> None:
    split = json.loads(shared("email_spamassassin/split_half_seed5.json").read_text(encoding="utf-8"))
    kept = set(split["test"][::9])
    with lzma.open(shared("email_spamassassin/data.jsonl.xz"), "rt", encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if f"{row['group']}/{row['id']}" in kept]
    told = [(score(row["raw_latin1"].encode("latin-1", "replace")), bool(row["label"])) for row in rows]
    honest, lures = ([found for found, spam in told if spam == label] for label in (False, True))
    assert min(len(honest), len(lures)) > 50
    assert sum(found >= 0.8 for found in honest) <= 0.015 * len(honest)
    assert sum(found >= 0.8 for found in lures) >= 0.9 * len(lures)
