"""Reports of others and of the account itself."""

from __future__ import annotations

from typing import Any

import pytest

from tipstaff.cases.functions import report_count
from tipstaff.cases.records.report import REPORTS, SELF_REPORTS
from tipstaff.vocab.errors import Invalid, NotAllowed
from tipstaff.vocab.event import Event


def report(desk: Any, **more: Any) -> dict[str, Any]:
    given = {"account": "acme", "category": "spam", "text": "too many", "reporter": "ada@example.org"}
    return desk.do("report.submit", **given | more)


def test_a_report_is_acknowledged_and_put_to_the_case_of_its_category(desk: Any) -> None:
    answer = report(desk, id="r1", language="fr")

    (case,) = desk.cases
    assert (answer["state"], answer["case"], case.clause, case.reports) == (
        "acknowledged",
        case.id,
        "demo.words",
        ("r1",),
    )
    (notice,) = desk.notices
    assert (notice.kind, notice.language) == ("acknowledgement", "fr")
    assert "r1" in notice.texts["fr"].body


def test_a_reporters_address_stands_nowhere_but_in_the_outbox(desk: Any) -> None:
    report(desk)
    kept = b"".join(row.value or b"" for row in desk.engine.reader.changes())
    audit = str([row.body for row in desk.engine.reader.audit()])
    assert b"ada@example.org" not in kept
    assert "ada@example.org" not in audit
    assert b"ada@example.org" in desk.engine.reader.outbox()[0].body


def test_the_same_again_is_a_duplicate_and_other_reports_gather(desk: Any) -> None:
    report(desk)
    assert report(desk)["state"] == "duplicate"
    assert report(desk, text="again")["state"] == "acknowledged"

    assert len(desk.cases) == 1
    assert len(desk.cases[0].reports) == 3


def test_the_reporter_learns_what_became_of_it(desk: Any) -> None:
    report(desk, id="r1")
    desk.do("case.decide", "ana", id=desk.cases[0].id, reason="sent again and again")

    (found,) = desk.engine.house.ledgers.group(REPORTS)
    assert (found.state, found.finding) == ("decided", "violation")
    assert "We found a violation" in next(one for one in desk.notices if one.kind == "outcome").texts["en"].body


def test_a_threat_to_life_and_minors_go_before_everything_else(desk: Any) -> None:
    report(desk, threat_to_life=True)
    report(desk, category="minors")
    assert [(case.severity, case.urgent) for case in desk.cases] == [(4, True), (4, True)]
    assert {case.desk for case in desk.cases} == {"analyst", "specialist"}


def test_a_number_that_is_reported_leads_to_its_account(desk: Any) -> None:
    desk.engine.give({"numbers": [{"number": "+33187650001", "account": "sub"}]})
    report(desk, account="", subject="+33187650001")
    assert desk.cases[0].account == "sub"
    assert report(desk, account="", subject="+33187650009")["case"] == ""


def test_an_account_that_tells_of_itself_opens_an_urgent_case_of_its_own_account_only(desk: Any) -> None:
    desk.do("self-report.submit", "cus", account="acme", kind="fraud", text="Somebody used our key.")

    (case,) = desk.cases
    (own,) = desk.engine.house.ledgers.group(SELF_REPORTS)
    assert (case.clause, case.urgent, case.self_reports) == ("demo.words", True, (own.id,))
    assert desk.notices[0].kind == "acknowledgement"
    with pytest.raises(NotAllowed):
        desk.do("self-report.submit", "cus", account="sub", kind="fraud", text="x")


def test_a_report_without_category_is_refused(desk: Any) -> None:
    with pytest.raises(Invalid, match="category"):
        report(desk, category=" ")


def test_reports_can_be_counted_by_conditions(desk: Any) -> None:
    report(desk)
    report(desk)
    report(desk, text="again")
    report(desk, reporter="bob@example.org")
    report(desk, reporter="")
    event = Event("", "", "", desk.clock.now, "acme", None, b"")
    assert report_count.run(desk.engine.house.ledgers, event, ["spam"], 24) == 3
    assert report_count.run(desk.engine.house.ledgers, event, ["fraud"], 24) == 0


@pytest.mark.parametrize("spelled", ["06-12-34-56-78", "06.12.34.56.78", "(06)12345678", "0612345678"])
def test_a_reporters_number_is_masked_however_it_is_spelled(desk: Any, spelled: str) -> None:
    report(desk, reporter=spelled)

    (found,) = desk.engine.house.ledgers.group(REPORTS)
    assert found.reporter == "061…678"
    audit = str([row.body for row in desk.engine.reader.audit()])
    assert spelled not in audit
