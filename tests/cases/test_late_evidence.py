"""Evidence that comes late, is refused, comes again; and what becomes of the suspension meanwhile."""

from __future__ import annotations

from typing import Any

import pytest

from tipstaff.cases.records.evidence import EVIDENCE, EvidenceRequest
from tipstaff.clocks import CLOCKS
from tipstaff.vocab.errors import BadTransition

WITHOUT_VIOLATION: tuple[tuple[str, dict[str, str]], ...] = (
    ("case.dismiss", {}),
    ("case.decide", {"outcome": "no-violation"}),
    ("case.decide", {"outcome": "dismissed"}),
)


def ask(desk: Any, name: str = "er1", clause: str = "demo.words", about: str = "opt-in") -> str:
    """Ask and deliver; gives the case."""
    case: str = desk.do("evidence.request", "ana", id=name, account="acme", about=about, clause=clause)["case"]
    desk.do("evidence.deliver", id=name)
    return case


def answer(desk: Any, found: str, name: str = "er1") -> None:
    """What came, and what a person found of it."""
    desk.do("evidence.submit", "cus", id=name, files=["a.pdf"])
    desk.do(f"evidence.{found}", "ana", id=name, reason="seen")


def request(desk: Any, name: str = "er1") -> EvidenceRequest:
    found: EvidenceRequest = desk.engine.house.ledgers.get(EVIDENCE, name)
    return found


def live(desk: Any) -> list[Any]:
    return [one for one in desk.actions if one.live == "live"]


def running(desk: Any) -> list[str]:
    return [one.id for one in desk.engine.house.ledgers.group(CLOCKS) if one.state == "set"]


@pytest.fixture
def refused(desk: Any) -> str:
    """A case of which the proof came too late and was refused: the account is suspended."""
    case = ask(desk)
    desk.wait(hours=24)
    answer(desk, "refuse")
    assert (request(desk).state, desk.standing()) == ("refused", "suspended")
    return case


@pytest.mark.parametrize(("end", "more"), WITHOUT_VIOLATION)
def test_a_suspension_for_refused_proof_ends_with_a_case_without_violation(
    desk: Any, refused: str, end: str, more: dict[str, str]
) -> None:
    desk.do(end, "ana", id=refused, reason="nothing in it", **more)
    assert (desk.standing(), live(desk), request(desk).state) == ("good", [], "withdrawn")


@pytest.mark.parametrize(("end", "more"), WITHOUT_VIOLATION)
def test_no_request_inherits_in_a_case_that_ends_without_violation(desk: Any, end: str, more: dict[str, str]) -> None:
    """One suspension stands for two requests, whichever of them was refused, is late, or has been proved."""
    case = ask(desk)
    ask(desk, "er2", about="use")
    desk.wait(hours=24)
    answer(desk, "refuse", "er2")
    desk.do(end, "ana", id=case, reason="nothing in it", **more)
    assert (desk.standing(), live(desk)) == ("good", [])
    assert {request(desk, one).state for one in ("er1", "er2")} == {"withdrawn"}


def test_a_proposed_suspension_is_off_the_table_too(desk: Any) -> None:
    case = ask(desk, clause="demo.resellers")
    desk.wait(hours=48)
    answer(desk, "refuse")
    assert [one.state for one in live(desk)] == ["proposed"]
    desk.do("case.dismiss", "ana", id=case, reason="nothing in it")
    assert [one.state for one in desk.actions] == ["refused"]


def test_a_violation_leaves_the_suspension_to_a_person_and_a_second_look_may_end_it(desk: Any, refused: str) -> None:
    desk.do("case.decide", "ana", id=refused, reason="they never had consent")
    assert (desk.standing(), request(desk).state) == ("suspended", "withdrawn")
    with pytest.raises(BadTransition):
        desk.do("evidence.submit", "cus", id="er1", files=["b.pdf"])
    desk.do("case.reopen", "leo", id=refused, reason="an appeal")
    desk.do("case.decide", "leo", id=refused, outcome="no-violation", reason="the list was theirs")
    assert (desk.standing(), [one.kind for one in live(desk)]) == ("good", ["warn"]), "the ladder's is not its own"


def test_what_was_refused_may_be_proved_after_all(desk: Any, refused: str) -> None:
    for _ in range(2):
        answer(desk, "refuse")
        assert (request(desk).state, desk.standing(), len(live(desk))) == ("refused", "suspended", 1)
    desk.do("evidence.submit", "cus", id="er1", files=["b.pdf"])
    desk.do("evidence.accept", "ana", id="er1")
    assert (desk.standing(), live(desk), running(desk)) == ("good", [], [])
    assert [(one.id, one.state, one.outcome) for one in desk.cases] == [(refused, "closed", "no-violation")]
    assert len(request(desk).files) == 4


def test_more_to_come_leaves_refused_proof_refused_until_it_is_complete(desk: Any, refused: str) -> None:
    told = desk.do("evidence.submit", "cus", id="er1", files=["b.pdf"], complete=False)
    assert (told["state"], told["case"], running(desk)) == ("refused", refused, [])
    assert desk.do("evidence.submit", "cus", id="er1", files=["c.pdf"])["state"] == "submitted"


def test_a_refused_request_is_withdrawn_with_what_followed(desk: Any, refused: str) -> None:
    desk.do("evidence.withdraw", "ana", id="er1", reason="asked for by mistake")
    assert (request(desk).state, desk.standing(), live(desk)) == ("withdrawn", "good", [])
    assert [(one.id, one.outcome) for one in desk.cases] == [(refused, "dismissed")]


@pytest.mark.parametrize("name", ["evidence.accept", "evidence.refuse"])
def test_what_was_refused_is_not_judged_twice(desk: Any, refused: str, name: str) -> None:
    with pytest.raises(BadTransition, match="submit again"):
        desk.do(name, "ana", id="er1")
    assert [one.id for one in desk.cases] == [refused]


def test_refusing_late_proof_does_not_suspend_again_what_a_lead_has_lifted(desk: Any) -> None:
    ask(desk)
    desk.wait(hours=24)
    since = request(desk).missed_at
    desk.do("action.lift", "leo", id=desk.actions[0].id, reason="they called us")
    for _ in range(2):
        answer(desk, "refuse")
        desk.wait(days=3)
        assert (request(desk).state, request(desk).missed_at) == ("refused", since)
        assert (desk.standing(), len(desk.actions)) == ("good", 1)


def test_refusing_late_proof_does_not_propose_again_what_a_lead_has_refused(desk: Any) -> None:
    ask(desk, clause="demo.resellers")
    desk.wait(hours=48)
    desk.do("action.refuse", "leo", id=desk.actions[0].id, reason="too hard")
    answer(desk, "refuse")
    assert [one.state for one in desk.actions] == ["refused"]


def test_what_a_lead_has_lifted_lives_on_in_no_other_request(desk: Any) -> None:
    """The suspension of a later request ends with its proof: the earlier one's own was lifted."""
    ask(desk)
    desk.wait(hours=24)
    desk.do("action.lift", "leo", id=desk.actions[0].id, reason="they called us")
    ask(desk, "er2", about="use")
    desk.wait(hours=24)
    assert [one.evidence for one in live(desk)] == ["er2"]
    answer(desk, "accept", "er2")
    assert (desk.standing(), live(desk)) == ("good", [])


def test_an_approval_that_decides_a_case_calls_off_what_was_asked_for_on_it(desk: Any) -> None:
    desk.do("case.open", "ana", id="c1", account="acme", clause="demo.words", reason="complaints")
    desk.do("case.decide", "ana", id="c1", action="terminate", reason="they go on")
    desk.do("evidence.request", "ana", id="er1", account="acme", about="opt-in", case="c1")
    desk.do("evidence.deliver", id="er1")
    desk.do("action.approve", "leo", case="c1", kind="terminate")
    assert (request(desk).state, running(desk)) == ("withdrawn", [])
