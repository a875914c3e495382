"""All expectations by their key."""

from __future__ import annotations

from collections.abc import Sequence

from tipstaff.scenarios.file.expectations import RECORDS
from tipstaff.scenarios.file.model import Expectation
from tipstaff.scenarios.play.checks import casework, records, state
from tipstaff.scenarios.play.checks import decision as of_decision
from tipstaff.scenarios.play.results import Mismatch
from tipstaff.scenarios.play.scene import Outcome, Scene
from tipstaff.vocab.errors import NotThereYet


def mismatches(
    expectations: Sequence[Expectation], outcome: Outcome, scene: Scene
) -> list[tuple[Expectation, Mismatch]]:
    """Every expectation that does not hold.

    Raises:
        NotThereYet: an expectation looks at something whose room is not built yet.
    """
    found = [(one, mismatch(one, outcome, scene)) for one in expectations]
    return [(one, wrong) for one, wrong in found if wrong is not None]


def mismatch(expectation: Expectation, outcome: Outcome, scene: Scene) -> Mismatch | None:
    """What is wrong about one key, or None."""
    key, value = expectation.key, expectation.value
    if key in RECORDS:
        return next((wrong for row in value if (wrong := casework.casework(key, row, scene)) is not None), None)
    if key == "error":
        return _error(value, outcome)
    if key in of_decision.CHECKS:
        if outcome.decision is None:
            return Mismatch(key, value, "no decision")
        return of_decision.CHECKS[key](value, outcome.decision)
    if key in state.CHECKS:
        found = (state.CHECKS[key](row, scene) for row in value)
        return next((wrong for wrong in found if wrong is not None), None)
    return _kept(key, value, outcome, scene)


def _kept(key: str, value: object, outcome: Outcome, scene: Scene) -> Mismatch | None:
    match key, value:
        case "masked", list():
            return records.masked(value, scene)
        case "readable", list():
            return records.readable(value, scene)
        case "unreadable", list():
            return records.unreadable(value, scene)
        case "recorded", list():
            return next((wrong for row in value if (wrong := records.recorded(row, scene)) is not None), None)
        case "proof", list():
            return next((wrong for row in value if (wrong := records.proof(row, outcome)) is not None), None)
        case "result", dict():
            return records.result(value, outcome)
        case _:
            raise NotThereYet(key)


def _error(expected: str, outcome: Outcome) -> Mismatch | None:
    came = outcome.error.code if outcome.error is not None else None
    if came is not None and expected in ("true", came):
        return None
    return Mismatch("error", "any error" if expected == "true" else expected, came or "no error")
