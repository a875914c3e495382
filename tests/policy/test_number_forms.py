"""Texts that say a number with what is counted: one attempt, two attempts."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.policy.conftest import KNOWLEDGE, Packs

from tipstaff.policy import Hole, compile_bundle, legible, load

CONTROL = "house/controls/night.yaml"


def saying(packs: Packs, english: str) -> Path:
    folder = packs()
    head, _, _ = (folder / CONTROL).read_text().partition("explain:")
    (folder / CONTROL).write_text(f"{head}explain: {{en: '{english}', fr: Rien.}}\n")
    return folder


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("{1 + 2|attempt|attempts} now", ("# attempt", "# attempts")),
        ("{size(event.to)|only # letter|only # letters}", ("only # letter", "only # letters")),
        ("{true || false ? 1 : 2|it''s|they''re}", ("# it's", "# they're")),
        ("{size([1, 2])}", ()),
        ("{size(event.to + \"|a|b\")|x|y}", ("# x", "# y")),
    ],
)  # fmt: skip
def test_the_forms_stand_behind_the_expression(packs: Packs, text: str, forms: tuple[str, ...]) -> None:
    loaded = load([saying(packs, text)], KNOWLEDGE)
    assert [str(found) for found in loaded.diagnostics] == []

    rules = [rule for rule in compile_bundle(loaded).rules if rule.control == "night"]
    holes = [part for rule in rules for part in rule.explain["en"] if isinstance(part, Hole)]
    assert {hole.forms for hole in holes} == {forms}


def test_only_numbers_are_counted(packs: Packs) -> None:
    loaded = load([saying(packs, "{event.to|one|many}")], KNOWLEDGE)

    assert [found.code for found in loaded.diagnostics] == ["wrong-type"]
    assert "is no number" in loaded.diagnostics[0].message


def test_a_hole_with_forms_that_is_never_closed_is_told(packs: Packs) -> None:
    assert [found.code for found in load([saying(packs, "{1|one|many")], KNOWLEDGE).diagnostics] == ["open-brace"]


def test_people_who_read_a_control_see_what_several_are_called() -> None:
    assert legible("{window.tries|attempt|attempts} by {event.to}") == "{window.tries} attempts by {event.to}"
    assert legible("{n|only # was|only # were} {{kept}}") == "only {n} were {kept}"
