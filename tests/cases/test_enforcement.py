"""From a case to an action: who may, how many people it takes, what the account is told, what comes back."""

from __future__ import annotations

from typing import Any

import pytest

from tipstaff.clocks import CLOCKS
from tipstaff.enforce.records.disclosure import DISCLOSURES
from tipstaff.enforce.strikes import points_of
from tipstaff.vocab.errors import (
    BadTransition,
    Conflict,
    ConflictOfInterest,
    Incomplete,
    Invalid,
    NotAllowed,
    SamePerson,
    SecondPersonRequired,
)


def test_a_suspension_ends_by_itself_and_says_so(desk: Any) -> None:
    desk.do(
        "action.apply", "leo", id="a", account="sub", kind="suspend", for_="24h", clause="demo.words", reason="trop"
    )
    assert desk.standing("sub") == "suspended"
    desk.wait(hours=23, minutes=59)
    assert desk.standing("sub") == "suspended"
    desk.wait(minutes=1)

    assert (desk.standing("sub"), desk.actions[0].state) == ("good", "expired")
    assert [notice.kind for notice in sorted(desk.notices, key=lambda one: one.at)] == ["suspension", "restoration"]
    assert all((notice.to, notice.language) == ("sub", "fr") for notice in desk.notices)


def test_a_notice_states_its_reasons_in_every_language(desk: Any) -> None:
    desk.do(
        "action.apply", "leo", account="sub", kind="suspend", for_="24h", clause="demo.words", reason="trop de mots"
    )

    (notice,) = desk.notices
    english, french = notice.texts["en"].body, notice.texts["fr"].body
    assert "suspended your account sub" in english
    assert "2026-11-21 14:00" in english
    assert "clause 1 of Demo terms, version 1: “No bad words.”" in english
    assert "suspendu votre compte sub" in french
    assert "Pas de gros mots." in french
    assert "trop de mots" in french
    assert "{" not in english + french + notice.texts["en"].subject + notice.texts["fr"].subject
    assert [row.do for row in desk.engine.reader.outbox(settled=False)] == ["notice.deliver"]


def test_a_termination_takes_two_people(desk: Any) -> None:
    for alone in ("leo", ""):
        with pytest.raises(SecondPersonRequired):
            desk.do("action.apply", alone, account="acme", kind="terminate")
    assert desk.do("action.propose", "ana", id="t", account="acme", kind="terminate")["state"] == "pending-approval"
    with pytest.raises(SecondPersonRequired):
        desk.do("action.apply", "leo", id="t")
    with pytest.raises(SamePerson):
        desk.do("action.approve", "ana", id="t")
    with pytest.raises(SecondPersonRequired):
        desk.do("action.approve", id="t")
    assert desk.standing() == "good"
    assert desk.do("action.approve", "leo", id="t")["state"] == "active"
    assert desk.standing() == "terminated"


def test_what_a_machine_proposes_takes_two_people_still(desk: Any) -> None:
    desk.do("action.propose", id="t", account="acme", kind="terminate")
    assert desk.do("action.approve", "leo", id="t")["state"] == "pending-approval"
    with pytest.raises(SamePerson):
        desk.do("action.approve", "leo", id="t")
    assert desk.do("action.approve", "lea", id="t")["state"] == "active"


def test_an_analyst_approves_no_termination_and_nobody_their_own_account(desk: Any) -> None:
    desk.engine.give({"people": [{"id": "ins", "role": "lead", "account": "acme"}]})
    desk.do("action.propose", "leo", id="t", account="acme", kind="terminate")
    with pytest.raises(NotAllowed):
        desk.do("action.approve", "ana", id="t")
    with pytest.raises(ConflictOfInterest):
        desk.do("action.approve", "ins", id="t")
    with pytest.raises(NotAllowed):
        desk.do("action.propose", "cus", account="acme", kind="warn")


def test_a_refused_proposal_changes_nothing(desk: Any) -> None:
    desk.do("action.propose", "ana", id="t", account="acme", kind="terminate")
    assert desk.do("action.refuse", "leo", id="t", reason="too hard")["state"] == "refused"
    with pytest.raises(BadTransition):
        desk.do("action.approve", "lea", id="t")
    assert desk.standing() == "good"


def test_a_proposal_that_one_person_may_carry_out_is_applied_by_its_id(desk: Any) -> None:
    desk.do("action.propose", "ana", id="s", account="acme", kind="suspend")
    assert desk.standing() == "good"
    assert desk.do("action.apply", "ana", id="s")["state"] == "active"
    with pytest.raises(BadTransition):
        desk.do("action.apply", "ana", id="s")
    with pytest.raises(Conflict):
        desk.do("action.propose", "ana", id="s", account="acme", kind="warn")


def test_a_case_decided_for_a_termination_waits_for_the_second_person(desk: Any) -> None:
    case = desk.say("bad").case
    assert desk.do("case.decide", "ana", id=case, action="terminate", reason="fraud")["state"] == "proposed"
    (action,) = [one for one in desk.actions if one.kind == "terminate"]
    desk.do("action.approve", "leo", id=action.id)

    assert (desk.cases[0].state, desk.standing()) == ("decided", "terminated")


def test_an_action_of_the_policys_own_does_what_the_policy_says(desk: Any) -> None:
    desk.do("action.apply", "ana", id="s", account="acme", kind="slow-lane", clause="demo.words")
    assert (desk.standing(), desk.notices[0].kind) == ("limited", "limit")
    desk.do("action.lift", "ana", id="s")
    assert desk.standing() == "good"
    with pytest.raises(Invalid, match="kind"):
        desk.do("action.apply", "ana", account="acme", kind="fly")
    with pytest.raises(SecondPersonRequired):
        desk.do("action.apply", "leo", account="acme", kind="charge", clause="demo.words")


def test_strikes_climb_the_ladder_and_count_in_part_above(desk: Any) -> None:
    ledgers = desk.engine.house.ledgers
    for _ in range(3):
        desk.do("case.decide", "leo", id=desk.say("bad", "sub").case, reason="again")

    assert points_of(ledgers, "sub", desk.clock.now) == 3
    assert points_of(ledgers, "acme", desk.clock.now) == 1.5
    steps = {(one.account, one.kind, one.clause) for one in desk.actions}
    assert steps == {
        ("sub", "warn", "demo.words"),
        ("sub", "suspend", "demo.words"),
        ("acme", "warn", "demo.resellers"),
    }
    assert (desk.standing("sub"), desk.standing("acme")) == ("suspended", "good")
    assert {case.account for case in desk.cases if case.clause == "demo.resellers"} == {"acme"}


def test_a_step_that_was_reached_before_is_not_taken_again(desk: Any) -> None:
    desk.do("strike.issue", account="acme", clause="demo.words")
    desk.do("action.lift", "leo", account="acme", kind="warn", reason="said enough")
    desk.do("strike.issue", account="acme", clause="demo.words")
    assert [(one.kind, one.state) for one in desk.actions] == [("warn", "lifted")]


def test_a_machine_never_terminates(desk: Any) -> None:
    desk.do("strike.issue", account="acme", clause="demo.words", points=7)
    (action,) = desk.actions
    assert (action.kind, action.state, desk.standing()) == ("terminate", "pending-approval", "good")


def test_strikes_decay_and_a_voided_one_counts_nowhere(desk: Any) -> None:
    ledgers = desk.engine.house.ledgers
    issued = desk.do("strike.issue", account="sub", clause="demo.words", points=3)["strikes"]
    assert desk.standing("sub") == "suspended"
    answer = desk.do("strike.void", "leo", account="sub", id=issued[0]["id"], reason="wrong account")
    assert [points_of(ledgers, name, desk.clock.now) for name in ("sub", "acme")] == [0, 0]
    assert {one.id for one in desk.actions if one.reevaluate} == set(answer["reevaluate"])
    assert len(answer["reevaluate"]) == 2
    desk.do("strike.issue", account="acme", clause="demo.words", points=1)
    desk.wait(days=89, hours=23)
    assert points_of(ledgers, "acme", desk.clock.now) == 1
    desk.wait(hours=1)
    assert points_of(ledgers, "acme", desk.clock.now) == 0


def test_known_files_go_to_a_specialist_and_the_report_waits_for_two_people(desk: Any) -> None:
    desk.tell("file.upload", "acme", {"name": "known", "size": 1})
    desk.tell("file.upload", "acme", {"name": "known", "size": 1})

    (case,) = desk.cases
    assert (case.severity, case.urgent, case.desk, case.category) == (4, True, "specialist", "minors")
    assert {(one.kind, one.state) for one in desk.actions} == {
        ("notify-authority", "pending-approval"),
        ("limit", "active"),
    }
    notify = next(one for one in desk.actions if one.kind == "notify-authority")
    desk.do("action.approve", "sam", id=notify.id)
    desk.do("action.approve", "lou", id=notify.id)
    (disclosure,) = desk.engine.house.ledgers.group(DISCLOSURES)
    assert (disclosure.authority, disclosure.state, disclosure.approvals) == ("Hotline", "approved", ("sam", "lou"))
    answer = desk.do("disclosure.export", "lou", id=disclosure.id)
    assert answer["package"]["facts"]["cases"][0]["id"] == case.id
    assert not [notice for notice in desk.notices if notice.kind != "limit"]


def test_a_limit_that_ran_out_is_renewed_by_the_next_denial_in_the_same_case(desk: Any) -> None:
    desk.tell("file.upload", "acme", {"name": "known", "size": 1})
    desk.wait(hours=1)
    assert desk.standing() == "good"
    desk.tell("file.upload", "acme", {"name": "known", "size": 1})

    assert desk.standing() == "limited"
    assert len(desk.cases) == 1


def test_a_disclosure_takes_two_people_beside_who_asked(desk: Any) -> None:
    with pytest.raises(Incomplete):
        desk.do("disclosure.request", "ana", account="acme", authority="Police", basis=" ")
    desk.do("disclosure.request", "lou", id="d", account="acme", authority="Police", basis="order 12/26")
    with pytest.raises(SamePerson):
        desk.do("disclosure.approve", "lou", id="d")
    with pytest.raises(NotAllowed):
        desk.do("disclosure.approve", "ana", id="d")
    desk.do("disclosure.approve", "leo", id="d")
    with pytest.raises(SamePerson):
        desk.do("disclosure.approve", "leo", id="d")
    with pytest.raises(SecondPersonRequired):
        desk.do("disclosure.export", "lou", id="d")
    desk.do("disclosure.approve", "lea", id="d")
    answer = desk.do("disclosure.export", "lou", id="d")
    assert (answer["state"], len(answer["sha256"])) == ("exported", 64)
    assert [(one.kind, one.state) for one in desk.actions] == [("disclose", "active")]
    with pytest.raises(BadTransition):
        desk.do("disclosure.export", "lou", id="d")


def test_a_network_suspends_its_channel_and_nothing_else(desk: Any) -> None:
    desk.engine.give({"accounts": [{"id": "acme"}]})
    desk.do("instruction.record", "ana", network="whatsapp", account="acme", instruction="suspend", document="n-1.pdf")

    account = desk.engine.house.ledgers.account("acme")
    assert (account.standing, account.channels) == ("good", {"whatsapp": "suspended"})
    assert (desk.notices[0].clause, desk.notices[0].kind) == ("demo.network", "suspension")
    desk.do("action.lift", "leo", account="acme", kind="suspend")
    assert desk.engine.house.ledgers.account("acme").channels == {}
    with pytest.raises(Invalid, match="not there yet"):
        desk.do("instruction.record", network="wechat", account="acme", instruction="erase", document="n-2.pdf")
    with pytest.raises(Incomplete):
        desk.do("instruction.record", network="wechat", account="acme", instruction="suspend", document="")


def test_a_clock_fires_once_and_survives_its_commands_refusal(desk: Any) -> None:
    desk.do("action.apply", "leo", id="a", account="acme", kind="suspend", for_="1h")
    desk.do("action.lift", "leo", id="a")
    desk.wait(hours=2)
    assert [clock.state for clock in desk.engine.house.ledgers.group(CLOCKS)] == ["cancelled"]
    assert desk.engine.house.deadlines.fire(desk.clock.now) == 0
