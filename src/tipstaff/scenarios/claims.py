"""Which clause a scenario proves, and which side of it: a breach that is caught, or an honest use that passes.

The side follows from what the scenario expects. It shows a breach of a clause when an expectation cites the clause
among the reasons, or demands a verdict other than allow, a refusal, a record against somebody, a lost standing, an
event that is gone because it was kept too long, or an obligation to put something right without saying that the clause
has nothing to do with it. Everything else is honest use.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct

from tipstaff.scenarios.file.expectations import RECORDS
from tipstaff.scenarios.file.model import Expectation, Scenario
from tipstaff.scenarios.file.reading import read_file
from tipstaff.scenarios.running import KNOWN

Side = Literal["breach", "honest"]

_MENDING = frozenset({"accept-policy", "accept-terms", "rotate-credential", "secure-account", "upgrade-plan"})
"""Obligations by which a decision asks the account to put something right, whatever the verdict."""


class Claim(Struct, frozen=True):
    """One scenario speaks for one side of one clause."""

    clause: str
    side: Side
    file: str
    line: int
    name: str


def claims(paths: Iterable[Path]) -> Iterator[Claim]:
    """What the scenarios of these files claim to prove. Files that are refused claim nothing, nor do those
    scenarios that expect nothing."""
    for path in paths:
        file, _ = read_file(path, KNOWN)
        for scenario in file.scenarios if file is not None else ():
            if not scenario.expects:
                continue
            for clause in scenario.clauses:
                yield Claim(clause, side_of(scenario, clause), str(path), scenario.place.line, scenario.name)


def side_of(scenario: Scenario, clause: str) -> Side:
    """The side of a clause that a scenario shows."""
    steps = [set_ for step in scenario.steps for set_ in (step.expect, step.expect_each)]
    return "breach" if any(_against(expected, clause) for expected in steps) else "honest"


def _against(expected: tuple[Expectation, ...], clause: str) -> bool:
    """Whether what one step expects is adverse, and because of this clause as far as it says."""
    values = {one.key: one.value for one in expected}
    if clause in values.get("clauses", ()):
        return True
    if clause in values.get("not_clauses", ()) or "clauses" in values:
        return False
    return any(_adverse(key, value) for key, value in values.items())


def _adverse(key: str, value: Any) -> bool:
    match key:
        case "verdict":
            return "allow" not in value
        case "error":
            return True
        case "unreadable":
            return True
        case "obligations":
            return not _MENDING.isdisjoint(value)
        case "account":
            return any(row.get("standing", "good") != "good" for row in value)
        case _ if key in RECORDS:
            return any(not row.get("none") and row.get("count") != 0 and row.get("open") != 0 for row in value)
        case _:
            return False
