"""Clauses that a file names and nobody has: slips of the pen, by which a scenario would prove nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from tipstaff.policy.outline import shipped_outline
from tipstaff.scenarios.file.model import Scenario, ScenarioFile
from tipstaff.scenarios.file.values import did_you_mean
from tipstaff.vocab.diagnostics import Diagnostic, Place

_KEYS = ("clauses", "not_clauses")


def unknown_clauses(
    file: ScenarioFile, policies: Collection[str], held: Callable[[str], Collection[str]]
) -> Iterator[Diagnostic]:
    """Clauses that neither a pack nor the outline of those to come knows.

    Args:
        policies: the names of the policies there are.
        held: the clauses that a policy holds; asked of the file's own and of others only when a clause names them.
    """
    known = {entry.id for entry in shipped_outline()}.union(*(held(name) for name in file.policies))
    looked_in = set(file.policies)
    for scenario in file.scenarios:
        for name, place in _named(scenario):
            other = name.partition(".")[0]
            if name not in known and other in policies and other not in looked_in:
                looked_in.add(other)
                known.update(held(other))
            if name not in known:
                hint = did_you_mean(name, sorted(known))
                yield Diagnostic("unknown-clause", f"no policy has a clause `{name}`", place, hint=hint)


def _named(scenario: Scenario) -> Iterator[tuple[str, Place]]:
    yield from zip(scenario.clauses, scenario.clause_places, strict=True)
    for step in scenario.steps:
        for one in (*step.expect, *step.expect_each):
            if one.key in _KEYS:
                yield from ((name, one.place) for name in one.value)
