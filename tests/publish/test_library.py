"""The library as people look through it: every control, what it can be given, who uses it."""

from __future__ import annotations

import pytest

from tipstaff.app.bundles import SHIPPED
from tipstaff.app.knowledge import gather
from tipstaff.policy import load
from tipstaff.publish.library import ShownControl, library, matching
from tipstaff.signals import catalogue
from tipstaff.signals.windows import read_window
from tipstaff.vocab.events import STANDARD


@pytest.fixture(scope="module")
def controls() -> list[ShownControl]:
    return library(load([SHIPPED], gather(STANDARD, catalogue(), read_window)))


def named(controls: list[ShownControl], name: str) -> ShownControl:
    return next(one for one in controls if one.name == name)


def test_there_are_as_many_as_a_person_can_look_through(controls: list[ShownControl]) -> None:
    assert 60 <= len(controls) <= 90
    assert [one.name for one in controls] == sorted(one.name for one in controls)
    assert all(one.about and one.rules and one.used_by for one in controls)


def test_a_control_shows_its_params_and_users(controls: list[ShownControl]) -> None:
    consent = named(controls, "consent.required")

    assert {"messagebird", "valiantys", "dexero", "milesoft"} == set(consent.used_by)
    assert "messagebird.sms.consent" in consent.used_by["messagebird"]
    levels = next(param for param in consent.params if param.name == "levels")
    assert (levels.type, levels.confidence) == ("list(string)", "unverified")


def test_entries_of_a_table_are_shown_with_what_they_are_called(controls: list[ShownControl]) -> None:
    kinds = {entry.name: entry for entry in named(controls, "content.prohibited").entries}

    assert kinds["drugs"].texts == {"subject": "drug trafficking"}
    assert all(entry.source and entry.confidence for entry in kinds.values())


def test_words_find_controls_by_what_they_do(controls: list[ShownControl]) -> None:
    assert "content.prohibited" in [one.name for one in matching(controls, ["drug", "trafficking"])]
    assert [one.name for one in matching(controls, ["Retrait-qui-n-existe-pas"])] == []
    assert matching(controls, []) == controls
