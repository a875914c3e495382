"""A licence that has to report: heard in time nothing happens; silent, one case opens, and nobody else can say so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from tests.cases.conftest import PACKS, Desk

from tipstaff import Engine
from tipstaff.app.house import load_bundles
from tipstaff.clocks import CLOCKS
from tipstaff.vocab.errors import Invalid, NotAllowed, NotFound

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
    assert watched.engine.house.ledgers.get(CLOCKS, f"silence/V1/{CLAUSE}").state == "fired"


def test_nobody_notes_silence_by_hand_or_for_others(watched: Any) -> None:
    with pytest.raises(NotAllowed):
        watched.do("silence.expire", "ana", account="acme", licence="V1", clause=CLAUSE)
    with pytest.raises(NotFound):
        watched.do("silence.watch", account="other", licence="V1", clause=CLAUSE, within="2d")


def test_each_clause_has_a_clock_of_its_own(watched: Any) -> None:
    watched.do("silence.watch", account="acme", licence="V1", clause="demo.resellers", within="3d")

    watched.wait(days=2)
    assert [case.clause for case in watched.cases] == [CLAUSE]
    watched.wait(days=1)
    assert sorted(case.clause for case in watched.cases) == ["demo.resellers", CLAUSE]


def test_nobody_waits_under_a_clause_that_does_not_exist(watched: Any) -> None:
    with pytest.raises(Invalid, match="no such clause"):
        watched.do("silence.watch", account="acme", licence="V1", clause="nowhere", within="1h")


@pytest.fixture
def strict(desk: Any) -> Iterator[Any]:
    """A policy that expects reports of every volume licence within three days."""
    with Engine(policies=["strict"], bundles=load_bundles(["strict"], [PACKS]), clock=desk.clock) as engine:
        yield Desk(engine, desk.clock)


def put(strict: Any, **more: Any) -> None:
    strict.do("licence.put", id="V1", **{"account": "acme", "product": "mta", "kind": "volume", "volume": 10, **more})


def test_a_licence_that_never_reports_is_missed(strict: Any) -> None:
    put(strict)

    strict.wait(days=3, seconds=-1)
    assert strict.cases == []
    strict.wait(seconds=1)
    assert [(case.account, case.clause) for case in strict.cases] == [("acme", "strict.numbers")]


def test_its_time_runs_from_when_it_begins(strict: Any) -> None:
    put(strict, **{"from": strict.clock.now + timedelta(days=10)})

    strict.wait(days=13, seconds=-1)
    assert strict.cases == []
    strict.wait(seconds=1)
    assert len(strict.cases) == 1


def test_a_licence_that_is_renewed_after_its_time_owes_reports_again(strict: Any) -> None:
    put(strict, until=strict.clock.now + timedelta(days=1))
    strict.wait(days=9)
    assert strict.cases == []

    put(strict, until=strict.clock.now + timedelta(days=90))
    strict.wait(days=3)
    assert len(strict.cases) == 1


def test_a_put_is_no_report_and_a_report_is_one(strict: Any) -> None:
    put(strict)
    strict.wait(days=2)
    put(strict, volume=20)
    strict.do("silence.watch", account="acme", licence="V1", clause="strict.numbers", within="2d")
    strict.wait(days=1, hours=23)
    assert strict.cases == []
    put(strict, volume=30)
    strict.wait(hours=1)
    assert len(strict.cases) == 1


@pytest.mark.parametrize("kind", ["server", "standard", "enterprise", "seats"])
def test_other_licences_owe_no_reports(strict: Any, kind: str) -> None:
    put(strict, kind=kind)

    strict.wait(days=30)
    assert strict.cases == []


def test_a_licence_that_goes_to_another_account_owes_its_own(strict: Any) -> None:
    put(strict)
    strict.wait(days=2)
    put(strict, account="sub")

    strict.wait(days=2)
    assert strict.cases == []
    strict.wait(days=1)
    assert [case.account for case in strict.cases] == ["sub"]
