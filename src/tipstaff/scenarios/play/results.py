"""What became of scenarios, as values and as text for a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from tipstaff.vocab.decision import Decision
from tipstaff.vocab.diagnostics import Diagnostic, Place, render_all


class Mismatch(Struct, frozen=True):
    """One expectation that did not hold: its key, what was expected, what came."""

    key: str
    expected: Any
    came: Any


class Failure(Struct, frozen=True):
    """Why a scenario failed: at which step (from 1), where it stands, and what the last decision rested on."""

    step: int
    place: Place
    what: str
    mismatch: Mismatch | None = None
    reasons: list[str] = []


class ScenarioResult(Struct, frozen=True):
    """One scenario: passed when there is no failure."""

    file: str
    line: int
    name: str
    clauses: list[str]
    failures: list[Failure]

    @property
    def passed(self) -> bool:
        """Whether every expectation held."""
        return not self.failures


class Run(Struct, frozen=True):
    """A whole run. A file that was refused counts as one failure."""

    results: list[ScenarioResult]
    refused: dict[str, list[Diagnostic]]

    @property
    def passed(self) -> int:
        """How many scenarios passed."""
        return sum(result.passed for result in self.results)

    @property
    def failed(self) -> int:
        """How many failed, refused files included."""
        return len(self.results) - self.passed + len(self.refused)


def summary(run: Run) -> str:
    """The closing line."""
    return f"{run.passed} passed, {run.failed} failed"


def as_data(run: Run) -> dict[str, Any]:
    """The run as plain JSON values."""
    return {
        "passed": run.passed,
        "failed": run.failed,
        "scenarios": [_result_data(result) for result in run.results],
        "refused": {file: [_diagnostic_data(d) for d in found] for file, found in run.refused.items()},
    }


def as_text(run: Run) -> Iterator[str]:
    """Blocks of text: refused files, then failed scenarios, each with step, expected, came and reasons."""
    for diagnostics in run.refused.values():
        yield render_all(diagnostics)
    for result in run.results:
        if not result.passed:
            yield _failed(result)


def reasons_of(decision: Decision | None) -> list[str]:
    """A decision in lines: verdict, each reason with its clause and rule, each error."""
    if decision is None:
        return []
    until = f" until {decision.until.isoformat().replace('+00:00', 'Z')}" if decision.until else ""
    lines = [f"{decision.verdict.value}{until} (decision {decision.id})"]
    lines += [f"{r.verdict.value} by {r.clause}, {r.control}/{r.rule}: {r.explain}" for r in decision.reasons]
    lines += [
        f"error in {e.clause}, {e.control}/{e.rule}: {e.message} (fell back to {e.fallback.value})"
        for e in decision.errors
    ]
    lines += [
        f"lifted by authorization {lift.id} ({lift.use}): {lift.clause}, {lift.rule}"
        for lift in decision.authorizations
    ]
    return lines


def _failed(result: ScenarioResult) -> str:
    lines = [f"FAILED {result.file}:{result.line}: {result.name}"]
    for failure in result.failures:
        where = f"step {failure.step}" if failure.step else "given"
        lines.append(f"  {where} (line {failure.place.line}): {failure.what}")
        if failure.mismatch is not None:
            lines.append(f"    expected {failure.mismatch.key}: {_shown(failure.mismatch.expected)}")
            lines.append(f"    came     {failure.mismatch.key}: {_shown(failure.mismatch.came)}")
        lines.extend(f"    | {reason}" for reason in failure.reasons)
    return "\n".join(lines)


def _shown(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(_shown(item) for item in value) or "none"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_shown(item)}" for key, item in value.items()) + "}"
    if value is None:
        return "nothing"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _result_data(result: ScenarioResult) -> dict[str, Any]:
    return {
        "file": result.file,
        "line": result.line,
        "name": result.name,
        "clauses": result.clauses,
        "passed": result.passed,
        "failures": [_failure_data(failure) for failure in result.failures],
    }


def _failure_data(failure: Failure) -> dict[str, Any]:
    data: dict[str, Any] = {"step": failure.step, "line": failure.place.line, "what": failure.what}
    if failure.mismatch is not None:
        data |= {"key": failure.mismatch.key, "expected": failure.mismatch.expected, "came": failure.mismatch.came}
    return data | {"reasons": list(failure.reasons)}


def _diagnostic_data(diagnostic: Diagnostic) -> dict[str, Any]:
    place = diagnostic.place
    return {
        "code": diagnostic.code,
        "message": diagnostic.message,
        "line": place.line,
        "column": place.column,
        "hint": diagnostic.hint,
    }
