"""A process hears what another one wrote to the same file."""

from __future__ import annotations

from pathlib import Path

from tipstaff import Engine
from tipstaff.app.hearing import Hearing

TO = "+33612345678"
SMS = {"channel": "sms", "from": "ACME", "to": TO, "text": "Your code is 123456", "purpose": "otp"}
EVENT = {"type": "message.send", "account": "acme", "data": SMS}


def test_what_another_process_suppressed_is_refused_here(tmp_path: Path) -> None:
    file = tmp_path / "one.db"
    here, there = (Engine(["messagebird"], path=file) for _ in range(2))
    here.command("sender.put", {"account": "acme", "sender": "ACME"})
    hearing = Hearing(here.reader, here.house.ledgers)
    before = here.ask(EVENT)
    assert "messagebird.sms.do-not-contact" not in {reason.clause for reason in before.reasons}

    there.command("suppression.add", {"account": "acme", "recipient": TO, "channel": "sms", "kind": "complaint"})
    assert here.ask(EVENT).verdict == before.verdict  # remembered, until it listens
    assert hearing.catch_up() >= 1
    after = here.ask(EVENT)
    assert after.verdict.value == "deny", after
    assert hearing.catch_up() == 0
