"""A decision opens a case, more of the same joins it, people determine it."""

from __future__ import annotations

from typing import Any

import pytest

from tipstaff.enforce.strikes import points_of
from tipstaff.vocab.errors import BadTransition, ConflictOfInterest, Incomplete, Invalid, NotAllowed, NotFound


def test_a_denial_opens_one_case_and_every_further_one_names_it(desk: Any) -> None:
    first, second = desk.say("bad"), desk.say("very bad")

    (case,) = desk.cases
    assert first.case == second.case == case.id
    assert (case.account, case.clause, case.urgent, case.severity) == ("acme", "demo.words", True, 2)
    assert case.decisions == (first.id,)
    assert desk.say("fine").case is None


def test_what_joins_an_open_case_writes_nothing_but_its_decision(desk: Any) -> None:
    desk.say("bad")
    before = desk.engine.reader.counts()
    desk.say("bad again")
    after = desk.engine.reader.counts()

    assert after.changes == before.changes
    assert sum(after.decisions.values()) == sum(before.decisions.values()) + 1


def test_the_recorded_decision_and_the_answer_name_the_same_case(desk: Any) -> None:
    decision = desk.say("bad")

    row = desk.engine.reader.decision(decision.id)
    assert f'"case":"{decision.case}"'.encode() in row.decision
    assert desk.engine.explain(decision.id)["decision"]["case"] == decision.case


def test_a_decision_lists_only_what_it_sets_in_motion(desk: Any) -> None:
    assert {effect.do for effect in desk.say("bad").effects} == {"case.open", "strike.issue"}
    assert desk.say("bad").effects == []


def test_graver_signs_raise_an_open_case(desk: Any) -> None:
    desk.say("odd")
    assert (desk.cases[0].severity, desk.cases[0].urgent) == (1, False)
    desk.say("bad")

    (case,) = desk.cases
    assert (case.severity, case.urgent, len(case.decisions)) == (2, True, 2)


def test_after_a_case_is_over_the_next_one_is_new(desk: Any) -> None:
    first = desk.say("bad").case
    desk.do("case.dismiss", "ana", id=first, reason="harmless")
    second = desk.say("bad").case

    assert first != second
    assert {case.id: case.state for case in desk.cases} == {first: "closed", second: "open"}


def test_asking_leaves_no_case(desk: Any) -> None:
    data = {"channel": "sms", "from": "A", "to": "+33612345678", "text": "bad", "purpose": "service"}
    asked = desk.engine.ask({"id": "x", "type": "message.send", "account": "acme", "data": data})

    assert (asked.verdict.value, asked.case, desk.cases) == ("deny", None, [])


def test_a_determination_names_who_on_which_grounds_and_why(desk: Any) -> None:
    case = desk.say("bad").case
    desk.do("case.claim", "ana", id=case)
    answer = desk.do("case.decide", "ana", id=case, grounds=["repeated"], reason="third time")

    (made,) = desk.cases[0].determinations
    assert (made.by, made.grounds, made.reason, made.outcome) == ("ana", ("repeated",), "third time", "violation")
    assert answer["state"] == "decided"
    commands = [row.command for row in desk.engine.reader.history("cases", b"%b\0" % case.encode())]
    assert commands == ["case.open", "strike.issue", "case.claim", "case.decide"]


def test_whoever_opens_a_case_may_say_grounds_gravity_and_what_to_do(desk: Any) -> None:
    told = {"id": "c", "account": "acme", "clause": "demo.words", "grounds": ["deliberate"], "severity": 4}
    desk.do("case.open", "ana", **told, action="suspend", reason="seen it")
    desk.do("case.claim", "ana", id="c", grounds=["repeated"], severity=3, reason="mine")

    (case,) = desk.cases
    assert (case.grounds, case.severity) == (("deliberate", "repeated"), 3)
    assert [(action.kind, action.state) for action in desk.actions] == [("suspend", "proposed")]
    desk.do("action.approve", "leo", case="c", kind="suspend")
    desk.do("case.decide", "ana", id="c", reason="as it looked")
    assert desk.standing() == "suspended"
    assert desk.cases[0].determinations[0].grounds == ("deliberate", "repeated")
    with pytest.raises(Invalid, match="severity"):
        desk.do("case.reopen", "ana", id="c", severity=7)


def test_a_case_is_found_by_account_and_clause(desk: Any) -> None:
    desk.say("bad")
    desk.do("case.decide", account="acme", clause="demo.words", outcome="no-violation", reason="a quotation")

    assert desk.cases[0].state == "closed"
    with pytest.raises(NotFound):
        desk.do("case.decide", account="acme", clause="demo.words")


def test_what_is_over_can_only_be_reopened(desk: Any) -> None:
    case = desk.say("bad").case
    desk.do("case.decide", "leo", id=case, reason="as it reads")
    for again in ("case.decide", "case.dismiss", "case.claim"):
        with pytest.raises(BadTransition):
            desk.do(again, "leo", id=case)
    desk.do("case.reopen", "leo", id=case, reason="new facts")
    assert desk.do("case.claim", "lea", id=case)["state"] == "claimed"


@pytest.mark.parametrize("reason", ["", "  ", "...", "42"])
@pytest.mark.parametrize("outcome", ["violation", "no-violation"])
@pytest.mark.parametrize("actor", ["", "leo"])
def test_nobody_determines_a_case_without_a_word_why(desk: Any, reason: str, outcome: str, actor: str) -> None:
    case = desk.say("bad").case
    with pytest.raises(Incomplete, match="reason in words") as refused:
        desk.do("case.decide", actor, id=case, outcome=outcome, reason=reason)
    (fault,) = refused.value.faults
    assert fault.path == "reason"
    assert "reason=" in fault.hint
    assert desk.cases[0].state == "open", "nothing is half done"
    assert desk.do("case.decide", actor, id=case, outcome=outcome, reason="Récidive.")["state"] in ("decided", "closed")


def test_a_claimed_case_is_nobody_elses(desk: Any) -> None:
    case = desk.say("bad").case
    desk.do("case.claim", "ana", id=case)
    with pytest.raises(BadTransition, match="ana"):
        desk.do("case.claim", "leo", id=case)


def test_a_specialists_case_is_not_for_analysts(desk: Any) -> None:
    case = desk.tell("file.upload", "acme", {"name": "known", "size": 1}).case
    with pytest.raises(NotAllowed):
        desk.do("case.claim", "ana", id=case)
    assert desk.do("case.claim", "sam", id=case)["state"] == "claimed"


def test_nobody_works_on_a_case_of_their_own_account(desk: Any) -> None:
    desk.engine.give({"people": [{"id": "ins", "role": "analyst", "account": "acme"}]})
    case = desk.say("bad").case
    with pytest.raises(ConflictOfInterest):
        desk.do("case.decide", "ins", id=case)
    with pytest.raises(NotAllowed):
        desk.do("case.decide", "cus", id=case)


def test_a_case_under_a_clause_that_does_not_exist_is_refused(desk: Any) -> None:
    with pytest.raises(Invalid, match="clause"):
        desk.do("case.open", account="acme", clause="demo.wrods")


def test_a_case_leaves_one_strike_however_it_is_decided(desk: Any) -> None:
    case = desk.say("bad").case
    ledgers, now = desk.engine.house.ledgers, desk.clock.now
    assert points_of(ledgers, "acme", now) == 1
    desk.do("case.decide", "leo", id=case, grounds=["deliberate"], reason="on purpose")

    assert points_of(ledgers, "acme", now) == 1
