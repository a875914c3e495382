"""Expectations on the decision of a step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from tipstaff.scenarios.play.results import Mismatch
from tipstaff.vocab.decision import Decision


def verdict(expected: list[str], decision: Decision) -> Mismatch | None:
    """The verdict is one of those expected."""
    came = decision.verdict.value
    return None if came in expected else Mismatch("verdict", " or ".join(expected), came)


def clauses(expected: list[str], decision: Decision) -> Mismatch | None:
    """Every clause is among the reasons."""
    came = cited(decision)
    return None if set(expected) <= set(came) else Mismatch("clauses", expected, came)


def not_clauses(expected: list[str], decision: Decision) -> Mismatch | None:
    """No clause is among the reasons."""
    came = cited(decision)
    return Mismatch("not_clauses", expected, came) if set(expected) & set(came) else None


def until(expected: datetime | dict[str, datetime], decision: Decision) -> Mismatch | None:
    """The decision ends at that time, or within those bounds."""
    came = decision.until
    if isinstance(expected, datetime):
        return None if came == expected else Mismatch("until", _stamp(expected), _stamp(came))
    inside = came is not None and expected.get("after", came) <= came <= expected.get("before", came)
    return None if inside else Mismatch("until", {key: _stamp(value) for key, value in expected.items()}, _stamp(came))


def obligations(expected: list[str], decision: Decision) -> Mismatch | None:
    """Every kind of obligation is present."""
    came = [obligation.kind for obligation in decision.obligations]
    return None if set(expected) <= set(came) else Mismatch("obligations", expected, came)


def authorizations(expected: list[str], decision: Decision) -> Mismatch | None:
    """The decision names the authorizations, by id or by use."""
    named = {name for lift in decision.authorizations for name in (lift.id, lift.use)}
    came = sorted({lift.id or lift.use for lift in decision.authorizations})
    return None if set(expected) <= named else Mismatch("authorizations", expected, came)


def cited(decision: Decision) -> list[str]:
    """The clauses among the reasons, in order, each once. A rule that failed cites its clause by its fallback."""
    return list(dict.fromkeys(reason.clause for reason in decision.reasons))


def _stamp(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat().replace("+00:00", "Z")


CHECKS: Final[Mapping[str, Callable[[Any, Decision], Mismatch | None]]] = {
    "verdict": verdict,
    "clauses": clauses,
    "not_clauses": not_clauses,
    "until": until,
    "obligations": obligations,
    "authorizations": authorizations,
}
