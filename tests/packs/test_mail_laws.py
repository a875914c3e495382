"""A decision on a mail names the laws of its recipients' countries, and none of the recipients."""

from __future__ import annotations

import pytest

from tipstaff import Engine

WHEN = "2026-11-18T14:00:00Z"
MAIL = {
    "from": {"address": "news@acme.example"},
    "to": ["ada@example.org", "eve@example.org"],
    "subject": "Our winter catalogue",
    "text": "Dear all, the winter catalogue is out: coats, boots and the warm blankets you asked for last year.",
    "purpose": "marketing",
}
LAWS = {"CA": "CASL", "US": "CAN-SPAM", "FR": "GDPR and ePrivacy"}


@pytest.mark.parametrize("country", ["FR", "US"])
def test_evidence_names_the_laws_and_no_recipient(country: str) -> None:
    event = {"specversion": "1.0", "id": "m", "source": "test", "type": "email.send", "account": "acme", "time": WHEN}
    with Engine(["messagebird"]) as engine:
        engine.command("account.put", {"id": "acme", "country": country})
        engine.command("recipient.put", {"recipient": "ada@example.org", "country": "CA"})
        decision = engine.decide({**event, "data": MAIL})

    reasons = {reason.rule: reason.evidence for reason in decision.reasons if reason.clause == "messagebird.email.law"}
    assert [row["laws"] for row in reasons.values()] == [[LAWS["CA"], LAWS[country]]] * len(reasons)
    assert all("unsubscribe" in missing for missing in reasons["lacks"]["missing"])
    shown = str([(reason.explain, reason.evidence) for reason in decision.reasons])
    assert not any(address in shown for address in MAIL["to"])
