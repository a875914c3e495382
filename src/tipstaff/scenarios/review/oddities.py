"""What runs and is odd all the same."""

from __future__ import annotations

from collections.abc import Iterator

from tipstaff.scenarios.file.model import ScenarioFile
from tipstaff.vocab.diagnostics import Diagnostic


def oddities(file: ScenarioFile) -> Iterator[Diagnostic]:
    """Warnings: `scenario-without-expectation`, which passes whatever happens and is not counted as proof, and
    `duplicate-name`, of which a report does not say which one failed but by its line."""
    seen: set[str] = set()
    for scenario in file.scenarios:
        if scenario.name in seen:
            message = f"another scenario is already called `{scenario.name}`"
            yield Diagnostic("duplicate-name", message, scenario.place, "warning", "say in the name what is different")
        seen.add(scenario.name)
        if not scenario.expects:
            message = f"`{scenario.name}` expects nothing, so it proves nothing"
            hint = "say in an `expect` what must come of its steps"
            yield Diagnostic("scenario-without-expectation", message, scenario.place, "warning", hint)
