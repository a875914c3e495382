"""Evidence: asked for, brought or not; what a policy says follows, and is taken back once the proof has come."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tipstaff.cases.records.evidence import EVIDENCE, EvidenceRequest
from tipstaff.clocks import CLOCKS
from tipstaff.notices import composing
from tipstaff.notices.composing import ASKED_FOR
from tipstaff.vocab.errors import BadTransition, Conflict, ConflictOfInterest, Incomplete, Invalid, NotAllowed, NotFound

TEXTS = Path(composing.__file__).parent / "texts"
TERMS = {"demo.words": ("24h", "suspended"), "demo.resellers": ("48h", "good"), "demo.network": ("3d", "good")}


def ask(desk: Any, clause: str = "demo.words", **more: Any) -> EvidenceRequest:
    desk.do("evidence.request", "ana", id="er1", account="acme", about="opt-in", clause=clause, **more)
    desk.do("evidence.deliver", id="er1")
    return now(desk)


def now(desk: Any) -> EvidenceRequest:
    found: EvidenceRequest = desk.engine.house.ledgers.get(EVIDENCE, "er1")
    return found


@pytest.mark.parametrize(("clause", "then"), TERMS.items())
def test_what_follows_is_what_the_policy_says(desk: Any, clause: str, then: tuple[str, str]) -> None:
    length, standing = then
    due = ask(desk, clause).due
    assert due == desk.clock.now + (timedelta(days=3) if length == "3d" else timedelta(hours=int(length[:-1])))

    desk.wait(seconds=(due - desk.clock.now).total_seconds() - 1)
    assert (now(desk).state, desk.actions, desk.standing()) == ("delivered", [], "good")
    desk.wait(seconds=1)

    assert (now(desk).state, desk.standing()) == ("overdue", standing)
    (case,) = desk.cases
    states = [action.state for action in desk.actions]
    assert (states, case.urgent) == {
        "demo.words": (["active"], False),
        "demo.resellers": (["proposed"], False),
        "demo.network": ([], True),
    }[clause]
    assert case.desk == ("lead" if clause == "demo.network" else "analyst")


def test_a_clause_of_which_the_policy_says_nothing_has_no_time(desk: Any) -> None:
    assert ask(desk, "demo.hashes").due is None
    assert [one for one in desk.engine.house.ledgers.group(CLOCKS) if one.kind == "evidence"] == []


def test_the_account_is_told_in_both_languages_and_the_sample_stays_off_the_record(desk: Any) -> None:
    ask(desk, sample=["+33612345678", "jo@example.org", 42])

    (notice,) = desk.notices
    assert "24 hours" in notice.texts["en"].body
    assert "24 heures" in notice.texts["fr"].body
    assert "suspended" in notice.texts["en"].body
    assert now(desk).sample == ("+33…678", "j…@example.org", "42")
    assert "+33612345678" not in str([notice, now(desk), desk.cases])
    (row,) = desk.engine.reader.outbox()
    assert b"+33612345678" in row.body, "on its way it has to be told whole"


def test_what_nobody_may_or_can(desk: Any) -> None:
    with pytest.raises(Invalid, match="no such clause"):
        ask(desk, "demo.nothing")
    with pytest.raises(Incomplete):
        desk.do("evidence.request", account="acme", about=" ", clause="demo.words")
    ask(desk)
    with pytest.raises(Conflict):
        ask(desk)
    with pytest.raises(NotFound):
        desk.do("evidence.accept", "ana", id="er9")
    with pytest.raises(Incomplete):
        desk.do("evidence.accept", "ana", id="er1")
    with pytest.raises(Incomplete):
        desk.do("evidence.submit", "cus", id="er1", files=[])
    with pytest.raises(NotAllowed):
        desk.do("evidence.accept", "cus", id="er1")
    with pytest.raises(NotAllowed):
        desk.do("evidence.expire", "ana", id="er1")
    with pytest.raises(BadTransition):
        desk.do("evidence.deliver", id="er1")
    assert now(desk).state == "delivered"


def test_a_case_that_was_there_before_goes_on_when_the_proof_has_come(desk: Any) -> None:
    desk.do("case.open", "ana", id="c1", account="acme", clause="demo.words", reason="complaints")
    desk.do("case.claim", "ana", id="c1")
    ask(desk)
    assert [(case.id, case.state) for case in desk.cases] == [("c1", "awaiting")]
    desk.do("evidence.submit", "cus", id="er1", files=["a.pdf"])
    desk.do("evidence.accept", "ana", id="er1")
    assert [(case.id, case.state) for case in desk.cases] == [("c1", "claimed")]


def answer(desk: Any, name: str, *, to: str = "er1", files: Any = ("a.pdf",)) -> None:
    """What came, and what a person found of it."""
    desk.do("evidence.submit", "cus", id=to, files=list(files))
    desk.do(name, "ana", id=to)


def request(desk: Any, name: str) -> EvidenceRequest:
    found: EvidenceRequest = desk.engine.house.ledgers.get(EVIDENCE, name)
    return found


def running(desk: Any) -> list[str]:
    return [one.id for one in desk.engine.house.ledgers.group(CLOCKS) if one.kind == "evidence" and one.state == "set"]


def joined_by_decision(desk: Any) -> None:
    """One that makes the case no graver and no more urgent."""
    (case,) = desk.cases
    assert desk.say("odd").case == case.id


def joined_by_report(desk: Any) -> None:
    desk.do("report.submit", account="acme", category="spam", text="they spam", reporter="jo@example.org")


def joined_by_self_report(desk: Any) -> None:
    desk.do("self-report.submit", account="acme", kind="fraud", text="our key was used")


def joined_by_person(desk: Any) -> None:
    desk.do("case.open", "ana", account="acme", clause="demo.words", reason="complaints")


def joined_by_claim_with_grounds(desk: Any) -> None:
    desk.do("case.claim", "ana", account="acme", clause="demo.words", grounds=["repeated"])


JOINING = (
    joined_by_decision,
    joined_by_report,
    joined_by_self_report,
    joined_by_person,
    joined_by_claim_with_grounds,
)


@pytest.mark.parametrize("join", JOINING, ids=lambda one: one.__name__)
def test_a_case_that_something_else_joined_does_not_end_with_the_request(
    desk: Any, join: Callable[[Any], None]
) -> None:
    case = ask(desk).case
    join(desk)
    answer(desk, "evidence.accept")
    assert [(one.id, one.live, one.determinations) for one in desk.cases] == [(case, "live", ())]


def test_what_joins_a_case_of_a_request_is_noted_once(desk: Any) -> None:
    ask(desk)
    said = [desk.say("odd").id for _ in range(3)]
    (case,) = desk.cases
    assert (case.decisions, case.request) == ((said[0],), "")


@pytest.mark.parametrize("end", ["case.dismiss", "case.decide"])
def test_the_end_of_a_case_calls_off_what_was_asked_for(desk: Any, end: str) -> None:
    asked = ask(desk)
    desk.do("evidence.request", "ana", id="er2", account="acme", about="use", clause="demo.words")
    desk.do(end, "ana", id=asked.case, reason="seen enough")
    assert [request(desk, one).state for one in ("er1", "er2")] == ["withdrawn", "withdrawn"]
    assert running(desk) == []
    desk.wait(days=3)
    assert desk.standing() == "good"
    with pytest.raises(BadTransition):
        desk.do("evidence.submit", "cus", id="er1", files=["a.pdf"])


def test_a_case_dismissed_after_the_time_ran_out_takes_the_suspension_back(desk: Any) -> None:
    asked = ask(desk)
    desk.wait(hours=24)
    assert desk.standing() == "suspended"
    desk.do("case.dismiss", "ana", id=asked.case, reason="a mistake")
    assert desk.standing() == "good"


def test_nothing_follows_once_the_case_is_over(desk: Any) -> None:
    """As when a case was decided by an approval while a request on it ran."""
    desk.do("case.open", "ana", id="c1", account="acme", clause="demo.words", reason="complaints")
    desk.do("case.decide", "ana", id="c1", action="terminate", reason="they go on")
    assert [one.state for one in desk.cases] == ["proposed"]
    ask(desk, case="c1")
    assert [one.state for one in desk.cases] == ["proposed"], "an approval goes on being waited for"
    (action,) = (one for one in desk.actions if one.kind == "terminate")
    desk.do("action.refuse", "leo", id=action.id, reason="too hard")
    assert [one.state for one in desk.cases] == ["decided"]
    desk.wait(hours=24)
    assert (now(desk).state, desk.standing(), running(desk)) == ("withdrawn", "good", [])
    assert [one.state for one in desk.cases] == ["decided"]


@pytest.mark.parametrize("late", [False, True])
def test_a_request_made_by_mistake_is_withdrawn_and_leaves_nothing(desk: Any, late: bool) -> None:
    ask(desk)
    if late:
        desk.wait(hours=24)
    told = desk.do("evidence.withdraw", "ana", id="er1", reason="the wrong account, ask +33612345678")
    assert (told["state"], now(desk).reason) == ("withdrawn", "the wrong account, ask +33…678")
    desk.wait(days=3)
    assert (desk.standing(), running(desk)) == ("good", [])
    assert [(one.state, one.outcome) for one in desk.cases] == [("closed", "dismissed")]
    with pytest.raises(BadTransition):
        desk.do("evidence.withdraw", "ana", id="er1")


@pytest.mark.parametrize("complete", [True, False])
def test_an_answer_proves_that_the_request_arrived(desk: Any, complete: bool) -> None:
    desk.do("evidence.request", "ana", id="er1", account="acme", about="opt-in", clause="demo.words")
    desk.do("evidence.submit", "cus", id="er1", files=["a.pdf"], complete=complete)
    due = desk.clock.now + timedelta(hours=24)
    assert (now(desk).delivered_at, now(desk).due) == (desk.clock.now, due)
    assert running(desk) == ([] if complete else ["evidence/er1"])
    desk.do("evidence.refuse", "ana", id="er1")
    assert (now(desk).state, desk.standing(), running(desk)) == ("delivered", "good", ["evidence/er1"])
    desk.wait(hours=24)
    assert desk.standing() == "suspended"


def test_time_stands_still_while_somebody_looks_at_what_came_in_time(desk: Any) -> None:
    ask(desk)
    desk.wait(hours=20)
    desk.do("evidence.submit", "cus", id="er1", files=["a.pdf"])
    desk.wait(days=5)
    desk.do("evidence.submit", "cus", id="er1", files=["more.pdf"])
    desk.wait(days=5)
    desk.do("evidence.refuse", "ana", id="er1")
    assert (now(desk).state, now(desk).due) == ("delivered", desk.clock.now + timedelta(hours=4))
    desk.wait(hours=3, minutes=59)
    assert desk.standing() == "good"
    desk.wait(minutes=1)
    assert desk.standing() == "suspended"


def test_proof_of_one_thing_lifts_nothing_that_another_still_owes(desk: Any) -> None:
    case = ask(desk).case
    desk.do("evidence.request", "ana", id="er2", account="acme", about="use", clause="demo.words")
    desk.do("evidence.deliver", id="er2")
    desk.wait(hours=24)
    assert [one.state for one in desk.actions] == ["active"], "one suspension stands for both"

    answer(desk, "evidence.accept")
    assert (desk.standing(), [one.evidence for one in desk.actions if one.live == "live"]) == ("suspended", ["er2"])
    answer(desk, "evidence.accept", to="er2")
    assert desk.standing() == "good"
    assert [(one.id, one.state) for one in desk.cases] == [(case, "closed")]


def test_a_case_waits_as_long_as_anything_asked_for_may_come(desk: Any) -> None:
    ask(desk)
    desk.do("evidence.request", "ana", id="er2", account="acme", about="use", clause="demo.words")
    answer(desk, "evidence.accept")
    assert [one.state for one in desk.cases] == ["awaiting"]
    answer(desk, "evidence.accept", to="er2")
    assert [one.state for one in desk.cases] == ["closed"]


def test_a_suspension_that_a_person_chose_stays_when_the_proof_comes(desk: Any) -> None:
    desk.do("action.apply", "leo", account="acme", kind="suspend", clause="demo.words", reason="fraud")
    ask(desk)
    desk.wait(hours=24)
    answer(desk, "evidence.accept")
    assert (desk.standing(), [one.source for one in desk.actions if one.live == "live"]) == ("suspended", ["person"])


@pytest.mark.parametrize("name", ["evidence.accept", "evidence.refuse", "evidence.withdraw"])
def test_who_may_not_work_on_a_case_judges_no_evidence_of_it(desk: Any, name: str) -> None:
    desk.do("case.open", "ana", id="c1", account="acme", clause="demo.hashes", desk="specialist", reason="minors")
    with pytest.raises(NotAllowed):
        ask(desk, "demo.hashes", case="c1")
    desk.do("evidence.request", "sam", id="er1", account="acme", about="use", clause="demo.hashes", case="c1")
    desk.do("evidence.submit", "cus", id="er1", files=["a.pdf"])
    with pytest.raises(NotAllowed, match="specialist"):
        desk.do(name, "ana", id="er1")
    desk.engine.give({"people": [{"id": "own", "role": "lead", "account": "acme"}]})
    with pytest.raises(ConflictOfInterest):
        desk.do(name, "own", id="er1")
    assert desk.do(name, "sam", id="er1")["id"] == "er1"


def test_a_case_that_is_named_must_be_there_live_and_of_the_account(desk: Any) -> None:
    with pytest.raises(NotFound):
        ask(desk, case="c9")
    desk.do("case.open", "ana", id="c1", account="sub", clause="demo.words", reason="complaints")
    with pytest.raises(Invalid, match="account of the case"):
        ask(desk, case="c1")
    desk.do("case.open", "ana", id="c2", account="acme", clause="demo.words", reason="complaints")
    desk.do("case.dismiss", "ana", id="c2")
    with pytest.raises(BadTransition):
        ask(desk, case="c2")
    desk.engine.give({"people": [{"id": "own", "role": "lead", "account": "acme"}]})
    with pytest.raises(ConflictOfInterest):
        desk.do("evidence.request", "own", account="acme", about="use", clause="demo.words")


def test_a_case_waits_for_an_answer_and_then_for_whoever_looks_at_it(desk: Any) -> None:
    desk.do("case.open", "ana", id="c1", account="acme", clause="demo.words", reason="complaints")
    desk.do("case.claim", "ana", id="c1")
    ask(desk)
    seen = [desk.cases[0].state]
    for step in ("part", "submit", "refuse", "submit"):
        if step == "refuse":
            desk.do("evidence.refuse", "ana", id="er1")
        else:
            desk.do("evidence.submit", "cus", id="er1", files=["a.pdf"], complete=step == "submit")
        seen.append(desk.cases[0].state)
    assert seen == ["awaiting", "awaiting", "claimed", "awaiting", "claimed"]


def test_a_customer_is_not_told_who_asks_and_judges(desk: Any) -> None:
    ask(desk)
    answer(desk, "evidence.refuse")
    told = desk.do("evidence.submit", "cus", id="er1", files=["b.pdf"])
    assert (told["state"], len(told["evidence"]["files"])) == ("submitted", 2)
    assert "ana" not in str(told)
    assert "ana" in str(desk.do("evidence.submit", "ana", id="er1", files=["c.pdf"]))


@pytest.mark.parametrize("before", ["open", "claimed", "reopened"])
@pytest.mark.parametrize("ends", ["accepted", "missed"])
def test_a_case_has_the_state_again_that_it_had(desk: Any, before: str, ends: str) -> None:
    desk.do("case.open", "ana", id="c1", account="acme", clause="demo.words", reason="complaints")
    for name in {"open": (), "claimed": ("case.claim",), "reopened": ("case.dismiss", "case.reopen")}[before]:
        desk.do(name, "ana", id="c1")
    ask(desk)
    if ends == "accepted":
        answer(desk, "evidence.accept")
    desk.wait(hours=24)
    assert [(case.id, case.state) for case in desk.cases] == [("c1", before)]


def test_what_the_notice_said_is_what_follows(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Terms that change between the request and its delivery, or before its end, change nothing for it."""
    desk.do("evidence.request", "ana", id="er1", account="acme", about="opt-in", clause="demo.words")
    commander = desk.engine.house.commander
    policy = commander.law.policies["demo"]
    milder = msgspec.structs.replace(policy, enforcement=msgspec.structs.replace(policy.enforcement, evidence={}))
    monkeypatch.setattr(commander, "law", msgspec.structs.replace(commander.law, policies={"demo": milder}))
    desk.do("evidence.deliver", id="er1")
    assert now(desk).due == desk.clock.now + timedelta(hours=24)
    desk.wait(hours=24)
    assert [(one.kind, one.state, one.refund) for one in desk.actions] == [("suspend", "active", False)]


PERSONAL = ("0612345678", "33612345678", "jo.doe@example.org", "Jean-Baptiste")


def test_nothing_personal_stands_in_the_record_or_in_the_audit_chain(desk: Any) -> None:
    text = "Bonjour Jean-Baptiste, votre colis est à retirer au 0612345678"
    sample = ["33612345678", 33612345678, "+33612345678", "jo.doe@example.org", text]
    desk.do("evidence.request", "ana", id="er1", account="acme", about="opt-in of 33612345678", sample=sample)
    desk.do("evidence.request", "ana", id="er2", account="acme", about="33612345678", sample=33612345678)
    files = ["optin-33612345678.pdf", {"name": "33612345678", "note": "jo.doe@example.org"}, {"sha256": "ab" * 32}]
    files.append({"name": "list.csv", "33612345678": {"jo.doe@example.org": "agreed"}})
    desk.do("evidence.submit", "cus", id="er1", files=files)
    desk.do("evidence.refuse", "ana", id="er1", reason="0612345678")

    chain = [str(row.body) for row in desk.engine.reader.audit() if "evidence." in str(row.body)]
    assert len(chain) == 4
    notices = [(one.texts, one.reason) for one in desk.notices]
    kept = str([now(desk), request(desk, "er2"), desk.cases, notices, chain])
    assert [one for one in PERSONAL if one in kept] == []
    assert now(desk).sample[-1] == f"B… ({len(text)})"
    assert now(desk).files[2] == {"sha256": "ab" * 32}


@pytest.mark.parametrize(
    "files", [[""], [" "], [{}], [{"size": 12}], [{"name": "", "note": " "}], [{"sha256": 7}], ["a", ""]]
)
def test_what_says_nothing_is_no_evidence(desk: Any, files: list[Any]) -> None:
    ask(desk)
    with pytest.raises(Incomplete) as refused:
        desk.do("evidence.submit", "cus", id="er1", files=files)
    assert refused.value.faults[0].path == f"files[{len(files) - 1}]"
    assert now(desk).files == ()


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.integers(1, 30)),
        st.tuples(st.sampled_from(["submit", "part", "refuse"]), st.just(0)),
    ),
    max_size=8,
)


@settings(max_examples=40, deadline=None)
@given(steps=STEPS)
def test_whatever_came_before_accepted_proof_leaves_the_account_as_it_was(
    open_desk: Callable[[], AbstractContextManager[Any]], steps: list[tuple[str, int]]
) -> None:
    """Apply then revert: no order of waiting, partial, late or refused proof leaves a trace in force."""
    with open_desk() as desk:
        _accepted_after(desk, steps)


def _accepted_after(desk: Any, steps: list[tuple[str, int]]) -> None:
    ask(desk)
    for step, hours in (*steps, ("submit", 0)):
        if step == "wait":
            desk.wait(hours=hours)
        else:
            name = "evidence.refuse" if step == "refuse" else "evidence.submit"
            more = {} if step == "refuse" else {"files": ["a.pdf"], "complete": step == "submit"}
            with suppress(Incomplete, BadTransition):  # nothing to refuse yet, or nothing can come any more
                desk.do(name, id="er1", **more)
    desk.do("evidence.accept", "ana", id="er1")
    desk.wait(days=30)
    assert desk.standing() == "good"
    assert [action for action in desk.actions if action.live == "live"] == []
    assert [case for case in desk.cases if case.live == "live"] == []
    assert [clock for clock in desk.engine.house.ledgers.group(CLOCKS) if clock.state == "set"] == []


def test_every_language_has_the_same_words_for_notices() -> None:
    read = {one: tomllib.loads((TEXTS / f"{one}.toml").read_text(encoding="utf-8")) for one in ("en", "fr")}
    english, french = (
        {(part, key) for part, keys in table.items() if part != "moment" for key in keys} for table in read.values()
    )
    assert english == french
    assert {("about", name) for name in ASKED_FOR} < english
