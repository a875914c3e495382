"""The ledger of clauses."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from tests.policy.conftest import KNOWLEDGE, Packs, packs

from tipstaff.policy import Bundle, load_bundle
from tipstaff.policy.outline import Entry, read_outline, shipped_outline
from tipstaff.policy.proof import Side
from tipstaff.publish.coverage import Ledger, ledger, report

__all__ = ["packs"]

CLAUSES = "house/clauses.yaml"
OUTLINE = read_outline(
    [
        "id,ref,kind,control",
        "yard.dogs,1,prohibition,automatic",
        "house.night,2,prohibition,automatic",
        'house.guests,"3, 4",term,record',
        "house.consent,1,obligation,automatic",
    ]
)


@dataclass(frozen=True)
class Shown:
    """A scenario speaks for a side of a clause."""

    clause: str
    side: Side


def bundle(make: Packs, *changes: tuple[str, str]) -> Bundle:
    return load_bundle([make("", {CLAUSES: list(changes)})], KNOWLEDGE)


def states(of: Ledger) -> dict[str, tuple[str, str]]:
    return {line.clause: (line.state, line.missing) for line in of.lines}


BOTH = [Shown("house.consent", "breach"), Shown("house.consent", "honest"), Shown("house.consent", "honest")]


def test_a_clause_is_whole_when_carried_and_proven_on_both_sides(packs: Packs) -> None:
    found = ledger(bundle(packs), [*BOTH, Shown("house.night", "honest")])

    consent = next(line for line in found.lines if line.clause == "house.consent")
    assert (consent.state, consent.breach, consent.honest) == ("whole", 1, 2)
    assert consent.carried == ("consent.required/no-consent",)
    assert states(found)["house.night"] == ("partly", "no scenario shows a caught breach")
    assert report(found) == ["house 1 of 2 (1 partly, 0 missing)", "automatic 1 of 2 (1 partly, 0 missing)"]


def test_what_its_author_says_is_missing_keeps_a_clause_from_being_whole(packs: Packs) -> None:
    gap = ("  severity: 3\n", "  severity: 3\n  missing: needs cases\n")

    assert states(ledger(bundle(packs, gap), BOTH))["house.consent"] == ("partly", "needs cases")


def test_rules_in_shadow_carry_nothing(packs: Packs) -> None:
    shadow = ("      unless:", "      mode: shadow\n      unless:")

    assert states(ledger(bundle(packs, shadow), BOTH))["house.consent"] == ("missing", "nothing carries it yet")


def test_rules_that_can_never_be_true_carry_nothing(packs: Packs) -> None:
    never = ("      unless:", "      when: 'false'\n      unless:")

    assert states(ledger(bundle(packs, never), BOTH))["house.consent"][0] == "missing"


def test_a_clause_may_be_carried_by_something_else(packs: Packs) -> None:
    other = ("  controls: [{use: night}]", "  carried: [consent.prove]")
    shown = [Shown("house.night", "breach"), Shown("house.night", "honest")]

    found = ledger(bundle(packs, other), shown)

    assert [(line.state, line.carried) for line in found.lines if line.clause == "house.night"] == [
        ("whole", ("consent.prove",))
    ]


def test_clauses_of_an_outline_that_no_pack_holds_are_missing(packs: Packs) -> None:
    found = ledger(bundle(packs), BOTH, OUTLINE)

    assert [line.clause for line in found.lines] == ["yard.dogs", "house.night", "house.guests", "house.consent"]
    assert states(found)["house.guests"] == ("missing", "no pack holds this clause yet")
    assert report(found) == [
        "yard 0 of 1 (0 partly, 1 missing)",
        "house 1 of 3 (1 partly, 1 missing)",
        "automatic 1 of 3 (1 partly, 1 missing)",
        "record 0 of 1 (0 partly, 1 missing)",
    ]


def test_a_total_without_gaps_is_said_plainly(packs: Packs) -> None:
    shown = [Shown(clause, side) for clause in ("house.consent", "house.night") for side in ("breach", "honest")]

    assert report(ledger(bundle(packs), shown)) == ["house 2 of 2", "automatic 2 of 2"]


def test_the_shipped_outline_counts_every_clause_once() -> None:
    outline = shipped_outline()

    assert len({entry.id for entry in outline}) == len(outline) == 204
    assert Counter(entry.control for entry in outline) == {
        "automatic": 121, "workflow": 38, "record": 31, "assisted": 14,
    }  # fmt: skip
    assert outline[0] == Entry("valiantys.scope", "intro", "term", "record")
