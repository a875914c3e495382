"""The engine in-process: record, repeat, conflict, effects, authorizations, versions, restart."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.app.conftest import PACKS, DrivenClock

from tipstaff import Engine
from tipstaff.app.bundles import Bundles
from tipstaff.app.house import House
from tipstaff.app.identity import sorted_ids
from tipstaff.store.audit import verify
from tipstaff.store.sqlite import open as open_store
from tipstaff.vocab.errors import Conflict, Invalid, NotThereYet, PackInvalid
from tipstaff.vocab.verdict import Verdict

Message = Callable[..., dict[str, Any]]
CONSENT = {"account": "acme", "recipient": "+33612345678", "channel": "sms", "purpose": "marketing"}


def test_a_decision_cites_the_clause_and_masks_the_recipient(engine: Engine, send: Message) -> None:
    decision = engine.decide(send())
    assert decision.verdict is Verdict.DENY
    assert [(r.clause, r.version, r.rule, r.explain) for r in decision.reasons] == [
        ("demo.consent", "2", "no-consent", "No consent of +33…678.")
    ]
    assert decision.bundle == engine.bundle.hash
    assert decision.facts == {
        "authorization(cold-contact)": False,
        "consent.held(+33…678, sms, marketing)": False,
        "count of message.send by account over 1h": 1,
        "suppression.active(+33…678, sms)": False,
    }


def test_a_command_changes_the_next_decision_and_stands_in_the_audit_chain(engine: Engine, send: Message) -> None:
    engine.command("consent.grant", CONSENT)
    assert engine.decide(send()).verdict is Verdict.ALLOW
    commands = [row.body for row in engine.reader.audit() if row.kind == "command"]
    assert [(c["command"], c["args"]["recipient"]) for c in commands] == [("consent.grant", "+33…678")]


def test_told_twice_is_decided_once(engine: Engine, send: Message) -> None:
    first = engine.decide(send(id="m1"))
    engine.command("consent.grant", CONSENT)
    assert engine.decide(send(id="m1")) == first
    with pytest.raises(Conflict):
        engine.decide(send(id="m1", data={"text": "other"}))
    assert engine.decide(json.dumps(send(id="m1") | {"specversion": "1.0", "source": "engine"}, indent=1)) == first


def test_told_twice_with_a_card_in_a_member_of_a_member_is_no_conflict(engine: Engine, send: Message) -> None:
    event = send(id="m1", data={"meta": {"text": "my card 4111 1111 1111 1111"}})
    first = engine.decide(event)
    assert engine.decide(event) == first
    row = engine.reader.decision(first.id)
    assert row is not None
    assert b"4111" not in (row.event or b"")


def test_a_repeat_is_not_counted_again(engine: Engine, send: Message) -> None:
    for _ in range(5):
        engine.decide(send(id="same", data={"purpose": "service"}))
    assert engine.decide(send(id="other", data={"purpose": "service"})).verdict is Verdict.ALLOW


def test_asking_leaves_no_trace(engine: Engine, send: Message) -> None:
    for _ in range(10):
        assert engine.ask(send(data={"purpose": "service"})).verdict is Verdict.ALLOW
    assert engine.reader.counts().decisions == {}


def test_an_effect_is_carried_out_in_the_same_transaction(engine: Engine, send: Message) -> None:
    received = {"channel": "sms", "from": "+33612345678", "to": "ACME", "text": "STOP"}
    stop = engine.decide({"type": "message.received", "account": "acme", "data": received})
    assert (stop.verdict, [e.do for e in stop.effects]) == (Verdict.ALLOW, ["suppression.add"])
    assert [(row.do, row.state, row.body) for row in engine.reader.outbox()] == [("suppression.add", "done", b"")]
    denied = engine.decide(send(data={"purpose": "service"}))
    assert [reason.rule for reason in denied.reasons] == ["suppressed"]


def test_card_and_account_numbers_are_never_stored(engine: Engine, send: Message) -> None:
    text = "Card 4111 1111 1111 1111, IBAN FR76 3000 6000 0112 3456 7890 189, call 0612345678"
    first = engine.decide(send(id="m1", data={"text": text}))
    assert engine.decide(send(id="m1", data={"text": text})) == first, "a repeat is still a repeat"
    row = engine.reader.decision(first.id)
    assert row is not None
    assert row.event is not None
    stored = row.event.decode()
    assert "4111 1111" not in stored
    assert "3000 6000" not in stored
    assert "41••••" in stored
    assert "+33612345678" in stored, "whom it was for stays"


def test_accounts_that_nobody_has_put_may_be_refused(bundles: Bundles, clock: DrivenClock, send: Message) -> None:
    store = open_store()
    house = House(store, ["demo"], clock=clock, ids=sorted_ids(clock), bundles=bundles, known_accounts_only=True)
    raw = json.dumps({"specversion": "1.0", "source": "t", **send(id="m1")}).encode()
    with pytest.raises(Invalid, match=r"account\.put"):
        house.decode(raw)
    licence = {"id": "l1", "account": "acme", "product": "suite", "kind": "seats"}
    with pytest.raises(Invalid, match="`acme` is not known"):
        store.run(house.commanding("licence.put", licence, ""))
    house.notice(store.run(house.commanding("account.put", {"id": "acme"}, "")).changes)
    assert store.run(house.commanding("licence.put", licence, "")).result["licence"]["id"] == "l1"
    assert house.decode(raw).account == "acme"


def test_whatever_was_accepted_can_be_read_back(engine: Engine, send: Message) -> None:
    told = {"specversion": "1.0", "source": "t", **send(id="m1", data={"note": 0})}
    raw = json.dumps(told).replace('"note": 0', '"note": 1e400').encode()
    decision = engine.decide(raw)
    assert engine.decide(raw + b" ") == decision, "a repeat, spelled otherwise"
    assert engine.explain(decision.id)["event"]["data"]["text"] == told["data"]["text"]
    with pytest.raises(Conflict):
        engine.decide(raw.replace(b"1e400", b"7"))


def test_what_is_no_event_is_told(engine: Engine) -> None:
    with pytest.raises(Invalid, match="expected a mapping"):
        engine.decide(3)  # type: ignore[arg-type]


def test_an_effect_that_cannot_be_carried_out_waits_for_a_person(engine: Engine) -> None:
    received = {"channel": "sms", "from": "+33612345678", "to": "ACME", "text": "BREAK"}
    assert engine.decide({"type": "message.received", "account": "acme", "data": received}).verdict is Verdict.REVIEW
    rows = {row.do: row for row in engine.reader.outbox()}
    assert {do: row.state for do, row in rows.items()} == {"suppression.add": "abandoned", "case.open": "done"}
    assert rows["suppression.add"].error.startswith("invalid:")


def test_an_authorization_lifts_what_names_it_and_is_named(engine: Engine, send: Message) -> None:
    given = {"id": "auth-1", "account": "acme", "use": "cold-contact", "from": "2026-11-01T00:00:00Z"}
    engine.give({"authorizations": [{**given, "until": "2026-12-01T00:00:00Z"}]})
    decision = engine.decide(send())
    assert decision.verdict is Verdict.ALLOW
    assert [(lift.id, lift.use, lift.clause) for lift in decision.authorizations] == [
        ("auth-1", "cold-contact", "demo.consent")
    ]


def test_the_version_in_force_at_the_time_of_the_event_judges(engine: Engine, send: Message) -> None:
    early = {"time": "2026-05-31T23:59:59Z", "data": {"purpose": "service"}}
    late = {"time": "2026-06-01T00:00:00Z", "data": {"purpose": "service"}}
    for _ in range(4):
        before = engine.decide(send(**early))
    assert before.verdict is Verdict.ALLOW
    for _ in range(4):
        after = engine.decide(send(**late))
    assert (after.verdict, after.reasons[0].clause, after.reasons[0].version) == (Verdict.REVIEW, "demo.rate", "2")


def test_windows_go_on_after_a_restart(bundles: Bundles, clock: DrivenClock, send: Message, tmp_path: Path) -> None:
    """Both what was written down and what was only recorded counts: the second engine is not told that one ends."""
    file = tmp_path / "t.db"
    with Engine(policies=["demo"], bundles=bundles, clock=clock, path=file) as first:
        first.decide(send(data={"purpose": "service"}))
        first.decide(send(data={"purpose": "service"}))
    second = Engine(policies=["demo"], bundles=bundles, clock=clock, path=file)
    second.decide(send(data={"purpose": "service"}))
    second.house.store.close()
    with Engine(policies=["demo"], bundles=bundles, clock=clock, path=file) as third:
        decision = third.decide(send(data={"purpose": "service"}))
        assert decision.reasons[0].evidence == {"window.sends": 4}
        assert list(verify(third.house.store)) == []


def test_a_restart_reads_the_same_recipients(
    bundles: Bundles, clock: DrivenClock, send: Message, tmp_path: Path
) -> None:
    file = tmp_path / "t.db"
    with Engine(policies=["demo"], bundles=bundles, clock=clock, path=file) as first:
        first.command("consent.grant", CONSENT)
    with Engine(policies=["demo"], bundles=bundles, clock=clock, path=file) as second:
        assert second.decide(send()).verdict is Verdict.ALLOW


def test_a_pack_that_does_not_compile_never_replaces_one_that_runs(
    clock: DrivenClock, send: Message, tmp_path: Path
) -> None:
    folder = tmp_path / "packs"
    copy_tree(PACKS, folder)
    with Engine(policies=["demo"], packs=[folder], clock=clock) as engine:
        running = engine.bundle.hash
        engine.decide(send(data={"purpose": "service"}))
        control = folder / "demo" / "controls" / "all.yaml"
        good = control.read_text()
        control.write_text(good.replace("event.purpose ==", "event.purpos =="))
        with pytest.raises(PackInvalid, match=r"event\.purpose"):
            engine.reload()
        assert engine.bundle.hash == running
        control.write_text(good.replace("verdict: deny", "verdict: review", 1))
        assert engine.reload().hash != running
        assert engine.decide(send()).verdict is Verdict.REVIEW
        engine.decide(send(data={"purpose": "service"}))
        last = engine.decide(send(data={"purpose": "service"}))
        assert last.reasons[0].evidence == {"window.sends": 4}, "windows go on over a reload"


def test_explain_gives_the_words_of_the_clause(engine: Engine, send: Message) -> None:
    told = engine.explain(engine.decide(send()).id)
    (reason,) = told["reasons"]
    assert reason["clause_text"] == {"en": "Ask first.", "fr": "Demander d'abord."}
    assert "consent.held" in reason["condition"]
    assert told["event"]["data"]["to"] == "+33612345678"


def test_explanations_speak_the_accounts_language(engine: Engine, send: Message) -> None:
    engine.command("account.put", {"id": "acme", "locale": "fr"})
    assert engine.decide(send()).reasons[0].explain == "Pas d'accord de +33…678."


def test_bytes_say_what_the_decision_says(engine: Engine, send: Message) -> None:
    """Both where nothing follows but reasons and where obligations, effects and failures do."""
    envelope = {"specversion": "1.0", "source": "t", "id": "e1", "time": "2026-11-20T14:00:00Z"}
    same_id = json.dumps({**envelope, **send()}).encode()
    for raw in (same_id, same_id.replace(b"marketing", b"service"), same_id.replace(b"marketing", b"otp")):
        found, said = engine.ask(raw), json.loads(engine.ask_bytes(raw))
        asked = json.loads(msgspec.json.encode(found))
        assert said | {"id": "", "at": ""} == asked | {"id": "", "at": ""}

    told = engine.decide_bytes(same_id)

    assert engine.decide_bytes(same_id) == told
    row = engine.reader.decision(json.loads(told)["id"])
    assert row is not None
    assert row.decision == told
    assert row.clauses == tuple({reason["clause"]: None for reason in json.loads(told)["reasons"]})
    with pytest.raises(Conflict):
        engine.decide_bytes(same_id.replace(b"marketing", b"service"))


def test_bad_events_leave_nothing_behind(engine: Engine, send: Message) -> None:
    with pytest.raises(Invalid):
        engine.decide(send(data={"purpose": "none"}))
    with pytest.raises(NotThereYet, match="appeal\\.submit"):
        engine.command("appeal.submit", {})
    assert engine.reader.counts().decisions == {}


def test_an_event_without_time_is_replayed_at_the_time_it_was_told(
    engine: Engine, send: Message, clock: DrivenClock
) -> None:
    engine.decide(send(data={"purpose": "service"}))
    ((_, raw),) = engine.reader.events_since(0)
    assert datetime.fromisoformat(json.loads(raw)["time"]) == clock.now == datetime(2026, 11, 20, 14, tzinfo=UTC)
    clock.advance(timedelta(hours=2))


def copy_tree(source: Path, target: Path) -> None:
    for file in source.rglob("*.yaml"):
        copied = target / file.relative_to(source)
        copied.parent.mkdir(parents=True, exist_ok=True)
        copied.write_text(file.read_text())


def test_one_policy_may_be_named_by_itself() -> None:
    assert {rule.policy for rule in Engine("messagebird").bundle.rules} == {"messagebird"}
