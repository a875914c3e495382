"""What an account is told of the proof that it gave: why it does not suffice and until when, or that all is well."""

from __future__ import annotations

from typing import Any

import pytest

from tipstaff.notices import Notice


def ask(desk: Any, name: str = "er1", clause: str = "demo.words", about: str = "opt-in") -> str:
    case: str = desk.do("evidence.request", "ana", id=name, account="acme", about=about, clause=clause)["case"]
    desk.do("evidence.deliver", id=name)
    return case


def answer(desk: Any, found: str, name: str = "er1", reason: str = "it shows no date") -> None:
    desk.do("evidence.submit", "cus", id=name, files=["a.pdf"])
    desk.do(f"evidence.{found}", "ana", id=name, reason=reason)


def told(desk: Any) -> list[str]:
    """The kinds of all notices, oldest first."""
    return [one.kind for one in sorted(desk.notices, key=lambda one: (one.at, one.id))]


def last(desk: Any, kind: str) -> Notice:
    found = [one for one in desk.notices if one.kind == kind]
    newest: Notice = max(found, key=lambda one: one.at)
    return newest


def test_who_is_refused_in_time_hears_why_and_until_when(desk: Any) -> None:
    ask(desk)
    desk.wait(hours=20)
    answer(desk, "refuse", reason="it shows no date, ask jo.doe@example.org")

    notice = last(desk, "evidence-refused")
    assert (notice.to, notice.evidence, notice.clause) == ("acme", "er1", "demo.words")
    english, french = (notice.texts[one] for one in ("en", "fr"))
    assert english.subject == "Your proof does not suffice: that the recipients agreed (opt-in)"
    assert english.body.split("\n\n") == [
        "What you sent us concerning your account acme does not suffice: that the recipients agreed (opt-in).",
        "What we found: it shows no date, ask j…@example.org",
        "Better proof has to reach us by 2026-11-21 14:00 (UTC).",
        "If it does not, the account is suspended.",
        "Name the number er1 in your answer.",
        "A person took this decision.",
        english.body.split("\n\n")[-1],
    ]
    assert "You can object" in english.body
    assert french.subject.startswith("Preuve insuffisante")
    assert "avant le 21/11/2026 à 14:00 (UTC)" in french.body
    assert "le compte est suspendu" in french.body


@pytest.mark.parametrize(("clause", "hours", "ends"), [("demo.words", 24, True), ("demo.hashes", 24, False)])
def test_who_is_refused_late_hears_that_better_proof_may_still_come(
    desk: Any, clause: str, hours: int, ends: bool
) -> None:
    """Where there was no time, nothing followed that could end."""
    ask(desk, clause=clause)
    desk.wait(hours=hours)
    answer(desk, "refuse", reason="")
    texts = last(desk, "evidence-refused").texts
    assert "You can hand in better proof at any time." in texts["en"].body
    assert ("ends as soon as your proof suffices" in texts["en"].body) == ends
    assert ("prend fin dès que votre preuve suffit" in texts["fr"].body) == ends
    assert "What we found" not in texts["en"].body


def test_every_request_says_its_number(desk: Any) -> None:
    """By which alone it can be answered."""
    ask(desk)
    texts = last(desk, "evidence-request").texts
    assert "Name the number er1 in your answer." in texts["en"].body
    assert "Indiquez le numéro er1 dans votre réponse." in texts["fr"].body


def test_what_a_system_refused_is_said_to_be(desk: Any) -> None:
    ask(desk)
    desk.do("evidence.submit", "cus", id="er1", files=["a.pdf"])
    desk.do("evidence.refuse", id="er1", reason="the archive is empty")
    notice = last(desk, "evidence-refused")
    assert notice.automated
    assert "by automatic means" in notice.texts["en"].body


def test_who_is_suspended_hears_that_late_proof_ends_it(desk: Any) -> None:
    ask(desk)
    desk.wait(hours=24)
    texts = last(desk, "suspension").texts
    assert "Proof that comes later and suffices ends this." in texts["en"].body


def test_who_is_accepted_hears_so_once(desk: Any) -> None:
    ask(desk)
    answer(desk, "accept")
    assert told(desk) == ["evidence-request", "evidence-accepted"]
    notice = last(desk, "evidence-accepted")
    assert "Nothing more is needed." in notice.texts["en"].body
    assert (notice.reason, "no date" in notice.texts["en"].body) == ("", False), (
        "what somebody noted for the record is not the account's"
    )


def test_where_a_suspension_ends_the_notice_of_its_end_says_it_all(desk: Any) -> None:
    ask(desk)
    desk.wait(hours=24)
    answer(desk, "accept")
    assert told(desk) == ["evidence-request", "suspension", "restoration"]


def test_who_is_still_suspended_for_another_request_hears_that_this_one_is_accepted(desk: Any) -> None:
    ask(desk)
    ask(desk, "er2", about="use")
    desk.wait(hours=24)
    answer(desk, "accept")
    assert told(desk)[-2:] == ["suspension", "evidence-accepted"]


def test_who_was_asked_by_mistake_hears_that_nobody_asks_any_more(desk: Any) -> None:
    ask(desk)
    desk.do("evidence.withdraw", "ana", id="er1", reason="we meant another account")
    assert told(desk) == ["evidence-request", "evidence-withdrawn"]
    notice = last(desk, "evidence-withdrawn")
    assert notice.texts["en"].body.endswith("You need not do anything.")
    assert notice.texts["fr"].body.endswith("Vous n’avez rien à faire.")
    assert (notice.reason, "another account" in notice.texts["en"].body) == ("", False)


@pytest.mark.parametrize("end", ["evidence.withdraw", "case.dismiss"])
def test_of_what_never_arrived_nothing_is_said(desk: Any, end: str) -> None:
    case = desk.do("evidence.request", "ana", id="er1", account="acme", about="opt-in", clause="demo.words")["case"]
    desk.do(end, "ana", id="er1" if end == "evidence.withdraw" else case)
    assert told(desk) == ["evidence-request"]


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("violation", ["We found a violation and have acted on it.", "You can object"]),
        ("no-violation", ["We found no violation.", "You need not do anything."]),
    ],
)
def test_who_was_asked_on_a_case_that_is_over_hears_how_it_ended(desk: Any, outcome: str, words: list[str]) -> None:
    case = ask(desk)
    ask(desk, "er2", about="use")
    desk.do("evidence.submit", "cus", id="er2", files=["a.pdf"])
    desk.do("case.decide", "ana", id=case, outcome=outcome, reason="seen enough")
    assert sorted(one.evidence for one in desk.notices if one.kind == "evidence-withdrawn") == ["er1", "er2"]
    said = last(desk, "evidence-withdrawn").texts["en"].body.split("\n\n")[1:]
    assert [one.startswith(word) for one, word in zip(said, words, strict=True)] == [True, True]


def test_who_stays_suspended_for_a_violation_is_not_told_that_all_is_well(desk: Any) -> None:
    case = ask(desk)
    desk.wait(hours=24)
    desk.do("case.decide", "ana", id=case, reason="nobody agreed")
    assert desk.standing() == "suspended"
    texts = last(desk, "evidence-withdrawn").texts
    assert "You need not do anything" not in texts["en"].body
    assert "Nous avons constaté une violation" in texts["fr"].body


def test_a_case_that_ends_a_suspension_tells_of_it_once(desk: Any) -> None:
    case = ask(desk)
    desk.wait(hours=24)
    desk.do("case.dismiss", "ana", id=case, reason="nothing in it")
    assert told(desk) == ["evidence-request", "suspension", "restoration"]
    assert "the request for proof was withdrawn" in last(desk, "restoration").texts["en"].body
