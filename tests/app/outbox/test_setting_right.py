"""What could not leave is seen, tried again or given up; nobody's address is shown."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.app.conftest import DrivenClock

from tipstaff import Engine
from tipstaff.app.delivery import Courier, Parcel, Undelivered
from tipstaff.app.delivery.arriving import arriving
from tipstaff.app.outbox.shown import OutboxShown, one, page
from tipstaff.app.outbox.stopped import stopped
from tipstaff.clocks import CLOCKS, Clock
from tipstaff.ledgers.records.suppressions import SUPPRESSIONS
from tipstaff.store import OutboxFilter, OutboxItem
from tipstaff.vocab.errors import BadTransition, Incomplete, NotAllowed, NotFound

ADDRESS = "abuse@acme.example"


class Post:
    """A carrier that refuses for good until it is told otherwise."""

    def __init__(self) -> None:
        self.refuses = True
        self.carried: list[Parcel] = []

    def carry(self, parcel: Parcel) -> None:
        if self.refuses:
            raise Undelivered(f"no box at {ADDRESS}", final=True)
        self.carried.append(parcel)


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def courier(engine: Engine, post: Post, clock: DrivenClock) -> Courier:
    house = engine.house
    return Courier(house.store, house.ledgers, [post], clock, arriving(house.commander))


@pytest.fixture
def told(engine: Engine) -> Engine:
    """An engine with people, and a notice that waits."""
    people = [("ana", "analyst"), ("leo", "lead"), ("aud", "auditor")]
    engine.give({"people": [{"id": name, "role": role} for name, role in people]})
    engine.command("account.put", {"id": "acme", "country": "FR", "emails": [ADDRESS]})
    engine.command("action.apply", {"account": "acme", "kind": "warn", "reason": "Too many complaints."})
    return engine


def listed(engine: Engine, state: str) -> list[OutboxShown]:
    return page(engine.reader, engine.house.ledgers, OutboxFilter(state), 50)


def audited(engine: Engine) -> list[tuple[str, str]]:
    return [(row.by, row.body["command"]) for row in engine.reader.audit() if row.kind == "command"]


def test_what_was_given_up_is_shown_without_an_address_and_delivered_when_retried(
    told: Engine, courier: Courier, post: Post
) -> None:
    (waiting,) = listed(told, "waiting")
    assert (waiting.account, waiting.kind, waiting.do) == ("acme", "warning", "notice.deliver")
    assert courier.round().given_up == 1
    (given_up,) = listed(told, "abandoned")
    assert "no box at" in given_up.error
    assert ADDRESS not in str([waiting, given_up])

    post.refuses = False
    answer = told.command("outbox.retry", {"id": given_up.id}, actor="ana")
    assert (answer["state"], answer["addresses"]) == ("waiting", 1)
    assert courier.round().delivered == 1
    assert [parcel.addresses for parcel in post.carried] == [(ADDRESS,)], "as the account has it now"
    assert one(told.reader, told.house.ledgers, given_up.id).state == "done"
    assert audited(told)[-1] == ("ana", "outbox.retry")


def test_one_that_waits_for_its_next_try_goes_at_once(told: Engine, clock: DrivenClock, post: Post) -> None:
    post.refuses = False
    house = told.house
    house.store.run(
        lambda tx: tx.retry_outbox(tx.claim_outbox(clock(), 1, timedelta(1))[0].key, "busy", clock() + timedelta(6))
    )
    assert not Courier(house.store, house.ledgers, [post], clock).round().any
    (waiting,) = listed(told, "waiting")
    told.command("outbox.retry", {"id": waiting.id}, actor="ana")
    assert Courier(house.store, house.ledgers, [post], clock).round().delivered == 1


@pytest.mark.parametrize("tried", [True, False])
def test_a_person_gives_it_up_with_a_reason(told: Engine, courier: Courier, post: Post, tried: bool) -> None:
    if tried:
        courier.round()
    (found,) = listed(told, "abandoned" if tried else "waiting")
    for reason in ("", " ", "..."):
        with pytest.raises(Incomplete, match="reason in words"):
            told.command("outbox.abandon", {"id": found.id, "reason": reason}, actor="leo")
    for nobody in ("ana", "aud"):
        with pytest.raises(NotAllowed):
            told.command("outbox.abandon", {"id": found.id, "reason": "told by telephone"}, actor=nobody)
    reason = "told on +33612345678"
    assert told.command("outbox.abandon", {"id": found.id, "reason": reason}, actor="leo")["state"] == "closed"
    (closed,) = listed(told, "closed")
    assert closed.error.startswith("told on +33")
    assert "612345678" not in str(told.reader.outbox()) + str(told.reader.audit())
    assert ADDRESS.encode() not in told.reader.outbox()[0].body
    assert audited(told)[-1] == ("leo", "outbox.abandon")
    post.refuses = False
    assert not courier.round().any
    for command in ("outbox.retry", "outbox.abandon"):
        more = {"reason": "once more"} if command == "outbox.abandon" else {}
        with pytest.raises(BadTransition, match="closed"):
            told.command(command, {"id": found.id, **more}, actor="leo")


@pytest.mark.parametrize("name", ["0", "99", "-1", "x", "", "9" * 40, "٣", "1e0"])
def test_what_is_not_there_is_not_found(told: Engine, name: str) -> None:
    with pytest.raises(NotFound):
        told.command("outbox.retry", {"id": name}, actor="leo")
    with pytest.raises(NotFound):
        one(told.reader, told.house.ledgers, name)


SUPPRESS = {"account": "acme", "recipient": "+33612345678", "channel": "sms", "kind": "unsubscribe"}


def refused_effect(engine: Engine, clock: DrivenClock, do: str, args: dict[str, Any]) -> str:
    """As when a decision had something follow that was refused."""
    item = OutboxItem("decision-1/0", do, json.dumps(args).encode(), clock(), "decision-1")
    engine.house.store.run(lambda tx: tx.add_outbox([item]) and tx.abandon_outbox(item.key, "invalid: no", clock()))
    return listed(engine, "abandoned")[0].id


def test_what_a_decision_had_follow_is_carried_out_when_retried(told: Engine, clock: DrivenClock) -> None:
    name = refused_effect(told, clock, "suppression.add", SUPPRESS)
    assert "612345678" not in str(listed(told, "abandoned"))
    assert told.command("outbox.retry", {"id": name}, actor="ana") == {"id": name, "state": "done"}
    assert len(told.house.ledgers.group(SUPPRESSIONS)) == 1
    assert audited(told)[-2:] == [("tipstaff", "suppression.add"), ("ana", "outbox.retry")]
    assert listed(told, "done")[0].about == {}


def test_what_is_refused_again_stays_with_what_is_wrong(told: Engine, clock: DrivenClock) -> None:
    name = refused_effect(told, clock, "suppression.add", {**SUPPRESS, "kind": "whim"})
    before = told.house.ledgers.group(SUPPRESSIONS)
    answer = told.command("outbox.retry", {"id": name}, actor="ana")
    assert (answer["state"], answer["error"].partition(":")[0]) == ("abandoned", "invalid")
    assert told.house.ledgers.group(SUPPRESSIONS) == before
    assert "kind" in one(told.reader, told.house.ledgers, name).error


def test_an_effect_that_cannot_be_read_stays(told: Engine, clock: DrivenClock) -> None:
    item = OutboxItem("k", "suppression.add", b"\xff{", clock(), "")
    told.house.store.run(lambda tx: tx.add_outbox([item]) and tx.abandon_outbox("k", "no", clock()))
    (found,) = listed(told, "abandoned")
    assert told.command("outbox.retry", {"id": found.id}, actor="ana")["state"] == "abandoned"


def test_of_what_was_delivered_only_what_follows_is_tried_again(
    told: Engine, clock: DrivenClock, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The account is not written to twice."""
    for row in told.reader.outbox():
        told.command("outbox.abandon", {"id": str(row.sequence), "reason": "not this one"}, actor="leo")
    told.command("evidence.request", {"id": "er1", "account": "acme", "about": "opt-in", "clause": "demo.consent"})
    post.refuses = False
    house, fails = told.house, [True]

    def arrived(tx: Any, notice: Any, at: Any) -> Any:
        if fails:
            raise NotFound("no calendar")
        return arriving(house.commander)(tx, notice, at)

    courier = Courier(house.store, house.ledgers, [post], clock, arrived)
    assert courier.round().given_up == 1
    fails.clear()
    told.command("outbox.retry", {"id": listed(told, "abandoned")[0].id}, actor="ana")
    assert courier.round().delivered == 1
    assert len(post.carried) == 1


def test_clocks_that_stopped_are_listed(told: Engine, clock: DrivenClock) -> None:
    house = told.house

    def wind(name: str, **more: Any) -> Callable[[Any], None]:
        def job(tx: Any) -> None:
            draft = house.commander.draft(tx)
            draft.put(CLOCKS, Clock(name, "silence", clock(), "no.such", {}, "acme", **more))
            for change in draft.changes:
                tx.put_entry(change.kind, change.key, change.value, clock(), "", "test")

        return job

    house.store.run(wind("refused"))
    house.store.run(wind("broken", tries=2, error="KeyError was raised"))
    house.store.run(wind("unread"))
    house.store.run(lambda tx: tx.put_entry(CLOCKS.name, CLOCKS.prefix(("unread",)), b"{", clock(), "", "test"))
    clock.now -= timedelta(hours=1)
    assert [found.id for found in stopped(told.reader, clock())] == ["broken"]
    clock.now += timedelta(hours=2)
    house.deadlines.fire(clock())
    found = {shown.id: shown.state for shown in stopped(told.reader, clock())}
    assert found == {"unread": "unreadable", "refused": "failed", "broken": "failed"}
