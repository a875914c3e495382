"""Listing decisions newest first, each filter on an index that ends in `sequence`.

A list by account or by type alone has four runs in its index, one per verdict, each in order; the newest of each are
merged. So one index serves both `account` and `account and verdict`, and no query sorts more than a page or two.
"""

from __future__ import annotations

from typing import Any

from tipstaff.store.rows import DecisionFilter
from tipstaff.store.sqlite import statements
from tipstaff.vocab.verdict import Verdict

_LAST = (1 << 63) - 1


def query(where: DecisionFilter, limit: int) -> tuple[str, list[Any]]:
    """The SQL and its values."""
    runs, values = _runs(where)
    values = [value for run in values for value in (*run, limit)]
    union = " UNION ALL ".join(f"SELECT * FROM ({run} ORDER BY sequence DESC LIMIT ?)" for run in runs)
    newest = f"SELECT sequence FROM ({union}) ORDER BY sequence DESC LIMIT ?"
    sql = f"""
    SELECT {statements.DECISION_COLUMNS}
    FROM decisions WHERE sequence IN ({newest}) ORDER BY sequence DESC
    """
    return sql, [*values, limit]


def _runs(where: DecisionFilter) -> tuple[list[str], list[list[Any]]]:
    """Selects of sequences, each in index order, and their values."""
    before = _LAST if where.before is None else where.before
    if where.clause is not None:
        return [_by_clause(where)], [[where.clause, before, *_values(where, "account", "verdict", "type")]]
    for name, rest in (("account", ("type",)), ("type", ())):
        if getattr(where, name) is not None:
            verdicts = [where.verdict] if where.verdict else list(Verdict)
            run = f"SELECT sequence FROM decisions INDEXED BY decisions_{name} WHERE {name} = ? AND verdict = ?"
            run += " AND sequence < ?" + _conditions(where, *rest)
            start = getattr(where, name)
            return [run] * len(verdicts), [[start, v.value, before, *_values(where, *rest)] for v in verdicts]
    if where.verdict is not None:
        run = "SELECT sequence FROM decisions INDEXED BY decisions_verdict WHERE verdict = ? AND sequence < ?"
        return [run], [[where.verdict.value, before]]
    return ["SELECT sequence FROM decisions WHERE sequence < ?"], [[before]]


def _by_clause(where: DecisionFilter) -> str:
    run = "SELECT c.sequence AS sequence FROM citations c CROSS JOIN decisions d ON d.sequence = c.sequence"
    return run + " WHERE c.clause = ? AND c.sequence < ?" + _conditions(where, "account", "verdict", "type")


def _conditions(where: DecisionFilter, *names: str) -> str:
    return "".join(f" AND {name} = ?" for name in names if getattr(where, name) is not None)


def _values(where: DecisionFilter, *names: str) -> list[Any]:
    given = [getattr(where, name) for name in names]
    return [value.value if isinstance(value, Verdict) else value for value in given if value is not None]
