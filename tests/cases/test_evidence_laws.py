"""Laws of evidence, whatever happens in whatever order to two requests on one case."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from typing import Any, Final

from hypothesis import given, settings
from hypothesis import strategies as st

from tipstaff.cases.records.case import LIVE
from tipstaff.cases.records.evidence import EVIDENCE, RUNNING, EvidenceRequest
from tipstaff.clocks import CLOCKS
from tipstaff.vocab.errors import TipstaffError

NAMES: Final = ("er1", "er2")
STEPS: Final = st.one_of(
    st.tuples(st.sampled_from(("submit", "part", "refuse", "accept", "withdraw", "deliver")), st.sampled_from(NAMES)),
    st.tuples(st.sampled_from(("wait", "wait long", "lift", "dismiss", "clear", "convict", "reopen")), st.just("")),
)


def take(desk: Any, step: str, name: str) -> None:
    """One step, as far as it may be taken now."""
    case = desk.cases[0].id
    with suppress(TipstaffError):
        if step in ("submit", "part"):
            desk.do("evidence.submit", "cus", id=name, files=["a.pdf"], complete=step == "submit")
        elif step in ("refuse", "accept", "withdraw", "deliver"):
            desk.do(f"evidence.{step}", "ana", id=name)
        elif step.startswith("wait"):
            desk.wait(hours=30 if step == "wait long" else 7)
        elif step == "lift":
            desk.do("action.lift", "leo", case=case, kind="suspend")
        elif step == "dismiss":
            desk.do("case.dismiss", "ana", id=case)
        elif step == "reopen":
            desk.do("case.reopen", "leo", id=case)
        else:
            outcome = "violation" if step == "convict" else "no-violation"
            desk.do("case.decide", "ana", id=case, outcome=outcome, reason="as it looks")


def requests(desk: Any) -> dict[str, EvidenceRequest]:
    return {one.id: one for one in desk.engine.house.ledgers.group(EVIDENCE)}


def suspensions(desk: Any) -> list[Any]:
    return [one for one in desk.actions if one.evidence and one.live == "live"]


@settings(max_examples=60, deadline=None)
@given(steps=st.lists(STEPS, max_size=14))
def test_laws_of_evidence(open_desk: Callable[[], AbstractContextManager[Any]], steps: list[tuple[str, str]]) -> None:
    with open_desk() as desk:
        for name in NAMES:
            desk.do("evidence.request", "ana", id=name, account="acme", about="use", clause="demo.words")
        convicted = False
        for step, name in steps:
            before = requests(desk), suspensions(desk)
            take(desk, step, name)
            convicted |= desk.cases[0].outcome == "violation"
            _hold(desk, step, before, convicted=convicted)


def _hold(desk: Any, step: str, before: tuple[dict[str, EvidenceRequest], list[Any]], *, convicted: bool) -> None:
    (case,), now, live = desk.cases, requests(desk), suspensions(desk)
    clocks = {
        one.id for one in desk.engine.house.ledgers.group(CLOCKS) if one.kind == "evidence" and one.state == "set"
    }
    assert clocks == {f"evidence/{one.id}" for one in now.values() if one.state == "delivered"}, "time runs or stands"
    assert len(live) <= 1, "one suspension stands for all"
    for action in live:
        assert now[action.evidence].owed or convicted, "nobody is suspended for what is not owed"
    if case.state not in LIVE:
        assert {one.state for one in now.values()} <= {"accepted", "withdrawn"}, "a case that is over asks for nothing"
        assert not live or case.outcome == "violation", "without a violation nothing stays"
    waits = any(one.state in RUNNING for one in now.values())
    assert (case.state == "awaiting") == (waits and case.state in LIVE), "a case waits while an answer may come in time"
    missed = [name for name, one in now.items() if one.missed_at is not None and before[0][name].missed_at is None]
    begun = {one.id for one in live} - {one.id for one in before[1]}
    assert not begun or missed, "a suspension begins when a time runs out, and never again for the same"
    assert not begun or step in ("wait", "wait long", "refuse")
    for name, one in before[0].items():
        assert one.missed_at is None or now[name].missed_at == one.missed_at, "once"
        assert len(now[name].files) >= len(one.files), "nothing that came is lost"
