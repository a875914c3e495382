"""Evidence: asked for, brought or not; what a policy says follows, and is taken back once the proof has come."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tipstaff.cases.records.evidence import EVIDENCE, EvidenceRequest
from tipstaff.clocks import CLOCKS
from tipstaff.notices import composing
from tipstaff.notices.composing import ASKED_FOR
from tipstaff.vocab.errors import BadTransition, Conflict, Incomplete, Invalid, NotAllowed, NotFound

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
    if now(desk).state == "refused":
        assert desk.standing() == "suspended"
        return
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
