from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipstaff.cel import CelError
from tipstaff.ledgers.functions.listing import bare_name


@pytest.mark.parametrize(
    "written",
    [
        "Volkov Trading LLC",
        "VOLKOV TRADING, L.L.C.",
        "volkov-trading",
        "Völkov  Trading Ltd",
        "Volkov Trading Co., Ltd.",
    ],
)
def test_a_name_is_known_however_it_is_written(written: str) -> None:
    assert bare_name(written) == "volkov trading"


@pytest.mark.parametrize(
    ("written", "bare"),
    [("S.A.", "sa"), ("Volkov Bakery LLC", "volkov bakery"), ("SA Volkov", "sa volkov"), ("---", "---")],
)
def test_what_makes_a_name_another_stays(written: str, bare: str) -> None:
    assert bare_name(written) == bare


@given(st.lists(st.text("abcdefghé", min_size=3), min_size=1), st.sampled_from(["LLC", "S.A.", ", Ltd", "GmbH"]))
def test_the_legal_form_does_not_count(words: list[str], form: str) -> None:
    name = " ".join(words)
    assert bare_name(f"{name} {form}") == bare_name(name) == bare_name(name.upper())


def test_a_country_that_is_none_is_an_error_and_never_passes_for_unlisted(world) -> None:
    world.give(lists={"sanctioned_countries": ["KP"]})
    assert [world.ask("list.has", "sanctioned_countries", code) for code in ("KP", "kp", "FR", "fr", "")] == [
        True, True, False, False, False,
    ]  # fmt: skip
    for code in ("ZZ", "North Korea"):
        with pytest.raises(CelError, match="is no country"):
            world.ask("list.has", "sanctioned_countries", code)
    assert world.ask("list.has", "brands", "ZZ") is False
