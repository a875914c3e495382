"""Who may report: a mail address that can be answered, a number, a handle, or nobody."""

from __future__ import annotations

from typing import Any

import pytest

from tipstaff.vocab.errors import Invalid


@pytest.mark.parametrize("odd", ["x@[1", "a\nb@person.example", "Ada <ada@person.example>", "eve\n"])
def test_a_reporter_who_cannot_be_answered_is_told_how(desk: Any, odd: str) -> None:
    with pytest.raises(Invalid) as refused:
        desk.do("report.submit", account="acme", category="spam", reporter=odd)

    (fault,) = refused.value.faults
    assert fault.path == "reporter"
    assert "a handle" in fault.hint
    assert not desk.cases
    assert not desk.notices


@pytest.mark.parametrize("party", ["ada@person.example", "jéan@person.example", "+33612345678", "eve", "@eve", ""])
def test_every_kind_of_party_may_report(desk: Any, party: str) -> None:
    assert desk.do("report.submit", account="acme", category="spam", reporter=party)["state"] == "acknowledged"
