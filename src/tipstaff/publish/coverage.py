"""The ledger of clauses: what carries each of them, which scenarios prove it on both sides, what is missing and why.

A clause is `whole` when something carries it, a scenario shows that a breach is caught, another that honest use passes,
and its author says of nothing that it is missing. It is `missing` when nothing carries it, `partly` in between. Rules
in shadow or switched off carry nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from tipstaff.policy import Bundle, Clause
from tipstaff.policy.outline import Entry
from tipstaff.policy.proof import Proof, count

State = Literal["whole", "partly", "missing"]

_NO_PACK = "no pack holds this clause yet"
_NOTHING = "nothing carries it yet"


class Line(Struct, frozen=True):
    """One clause. `carried` names rules (`control/rule`) and whatever else the pack says carries it."""

    policy: str
    clause: str
    ref: str
    kind: str
    control: str
    state: State
    carried: tuple[str, ...]
    breach: int
    honest: int
    missing: str


class Total(Struct, frozen=True):
    """How many clauses of a policy, or of a kind of control, are in which state."""

    name: str
    clauses: int
    whole: int
    partly: int
    missing: int

    def __str__(self) -> str:
        rest = f" ({self.partly} partly, {self.missing} missing)" if self.whole < self.clauses else ""
        return f"{self.name} {self.whole} of {self.clauses}{rest}"


class Ledger(Struct, frozen=True):
    """Every clause, and the totals by policy and by kind of control."""

    lines: tuple[Line, ...]
    policies: tuple[Total, ...]
    controls: tuple[Total, ...]


def ledger(bundle: Bundle, proofs: Iterable[Proof], outline: Sequence[Entry] = ()) -> Ledger:
    """The ledger of a bundle.

    Args:
        bundle: every pack that should be counted.
        proofs: what the scenarios prove.
        outline: clauses that are counted as missing where no pack holds them.
    """
    proven = count(proofs)
    carried = _carried(bundle)
    held = {clause.id: (policy, clause) for policy, some in bundle.clauses.items() for clause in some}
    lines = [
        _line(policy, clause, carried.get(name, ()), (proven[name, "breach"], proven[name, "honest"]))
        for name, (policy, clause) in held.items()
    ]
    lines += [_absent(entry) for entry in outline if entry.id not in held]
    lines = _in_order(lines, outline)
    return Ledger(tuple(lines), _totals(lines, "policy"), _totals(lines, "control"))


def narrowed(of: Ledger, policies: Sequence[str]) -> Ledger:
    """The part of a ledger that is about these policies, its totals too."""
    lines = tuple(line for line in of.lines if line.policy in policies)
    return Ledger(lines, _totals(lines, "policy"), _totals(lines, "control"))


def report(of: Ledger) -> list[str]:
    """The ledger in a few lines: one a policy, one a kind of control."""
    return [str(total) for total in (*of.policies, *of.controls)]


def _carried(bundle: Bundle) -> dict[str, tuple[str, ...]]:
    """The rules in force by clause."""
    found: dict[str, dict[str, None]] = {}
    for rule in bundle.rules:
        if rule.mode == "live":
            found.setdefault(rule.clause, {})[f"{rule.control}/{rule.id}"] = None
    return {clause: tuple(rules) for clause, rules in found.items()}


def _line(policy: str, clause: Clause, rules: Sequence[str], proven: tuple[int, int]) -> Line:
    carried = (*rules, *clause.carried)
    breach, honest = proven
    missing = clause.missing or _gap(carried, proven)
    state: State = "missing" if not carried else "partly" if missing else "whole"
    return Line(
        policy, clause.id, clause.ref, clause.kind, clause.control, state, carried, breach, honest, missing
    )  # fmt: skip


def _gap(carried: Sequence[str], proven: tuple[int, int]) -> str:
    """What is missing although nobody said so."""
    if not carried:
        return _NOTHING
    sides = [side for side, found in zip(("a caught breach", "honest use"), proven, strict=True) if not found]
    return f"no scenario shows {' or '.join(sides)}" if sides else ""


def _absent(entry: Entry) -> Line:
    return Line(entry.policy, entry.id, entry.ref, entry.kind, entry.control, "missing", (), 0, 0, _NO_PACK)


def _in_order(lines: Sequence[Line], outline: Sequence[Entry]) -> list[Line]:
    """By policy; inside one as the outline has them, else as the pack has them."""
    place: Mapping[str, int] = {entry.id: number for number, entry in enumerate(outline)}
    policies: Mapping[str, int] = {entry.policy: number for number, entry in reversed([*enumerate(outline)])}
    end = len(outline)
    return sorted(lines, key=lambda line: (policies.get(line.policy, end), line.policy, place.get(line.clause, end)))


def _totals(lines: Sequence[Line], by: Literal["policy", "control"]) -> tuple[Total, ...]:
    named: dict[str, list[State]] = {}
    for line in lines:
        named.setdefault(line.policy if by == "policy" else line.control, []).append(line.state)
    return tuple(
        Total(name, len(states), states.count("whole"), states.count("partly"), states.count("missing"))
        for name, states in named.items()
    )
