"""Decisions as they are answered and kept."""

from __future__ import annotations

import pytest
from tests.decide.conftest import AT, TableFacts, event, order, program, rule

from tipstaff.decide import decide, encode, shown


@pytest.mark.parametrize("written", ["06-12-34-56-78", "06.12.34.56.78", "(06)12345678", "06 12 34 56 78"])
def test_the_number_of_who_says_stop_does_not_show_however_it_is_spelled(written: str) -> None:
    stop = order("suppression.add", account="event.account", recipient="event.from")
    about = TableFacts(event(**{"from": written}))

    decision = decide(program([rule("stop", "true", effects=(stop,))]), about, id="d", at=AT)

    assert [effect.args["recipient"] for effect in decision.effects] == [written], "whoever carries it out must know"
    assert written not in encode(shown(decision)).decode()
    assert [effect.args["recipient"] for effect in shown(decision).effects] == ["061…678"]
