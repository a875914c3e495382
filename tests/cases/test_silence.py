"""A licence that has to report: heard in time nothing happens; silent, one case opens, and nobody else can say so."""

from __future__ import annotations

from typing import Any

import pytest

from tipstaff.clocks import CLOCKS
from tipstaff.vocab.errors import NotAllowed, NotFound

CLAUSE = "demo.words"


@pytest.fixture
def watched(desk: Any) -> Any:
    desk.do("licence.put", id="V1", account="acme", product="mta", kind="volume", volume=10)
    desk.do("silence.watch", account="acme", licence="V1", clause=CLAUSE, within="2d")
    return desk


def test_silence_opens_one_case_under_the_clause(watched: Any) -> None:
    watched.wait(days=2, seconds=-1)
    assert watched.cases == []
    watched.wait(seconds=1)
    (case,) = watched.cases
    assert (case.account, case.clause, case.state) == ("acme", CLAUSE, "open")
    watched.wait(days=9)
    assert len(watched.cases) == 1


def test_a_report_lets_the_time_run_anew(watched: Any) -> None:
    watched.wait(days=1)
    watched.do("silence.watch", account="acme", licence="V1", clause=CLAUSE, within="2d")
    watched.wait(days=2, seconds=-1)
    assert watched.cases == []
    watched.wait(seconds=1)
    assert len(watched.cases) == 1


def test_a_licence_that_has_ended_owes_no_report(watched: Any) -> None:
    watched.do("licence.put", id="V1", account="acme", until=watched.clock.now)
    watched.wait(days=9)
    assert watched.cases == []
    assert watched.engine.house.ledgers.get(CLOCKS, "silence/V1").state == "fired"


def test_nobody_notes_silence_by_hand_or_for_others(watched: Any) -> None:
    with pytest.raises(NotAllowed):
        watched.do("silence.expire", "ana", account="acme", licence="V1", clause=CLAUSE)
    with pytest.raises(NotFound):
        watched.do("silence.watch", account="other", licence="V1", clause=CLAUSE, within="2d")
