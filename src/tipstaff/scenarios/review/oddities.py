"""What runs and is odd all the same."""

from __future__ import annotations

from collections.abc import Iterator

from tipstaff.scenarios.file.model import ScenarioFile
from tipstaff.vocab.diagnostics import Diagnostic


def oddities(file: ScenarioFile) -> Iterator[Diagnostic]:
    """Warnings: `scenario-without-expectation`, which passes whatever happens and is not counted as proof."""
    for scenario in file.scenarios:
        if not scenario.expects:
            message = f"`{scenario.name}` expects nothing, so it proves nothing"
            hint = "say in an `expect` what must come of its steps"
            yield Diagnostic("scenario-without-expectation", message, scenario.place, "warning", hint)
