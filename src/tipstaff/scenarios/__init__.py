"""Scenario files: policies proven clause by clause, through the real pipeline with an embedded store.

file/     text with positions → checked values, or every mistake at once
review/   a file that can be read, held against its packs and its own clock
play/     a fresh engine for each scenario, a clock that the file drives, every expectation checked
running   files → results
claims    which clause a scenario proves, and which side of it
"""

from tipstaff.scenarios.claims import Claim, claims
from tipstaff.scenarios.play.results import Run, ScenarioResult, as_data, as_text, summary
from tipstaff.scenarios.play.stage import Theatre
from tipstaff.scenarios.running import find_files, run_files

__all__ = [
    "Claim",
    "Run",
    "ScenarioResult",
    "Theatre",
    "as_data",
    "as_text",
    "claims",
    "find_files",
    "run_files",
    "summary",
]
