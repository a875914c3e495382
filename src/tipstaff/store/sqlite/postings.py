"""Finding decisions by account, type, verdict and clause: postings written in bulk, and the young ones beside them.

    decisions  1 ······················ listed ···· last
    postings   └── account, type, verdict, clause ──┘└─ read from `decisions` itself, some hundred rows

A list reads its postings from the newest down, one run for each verdict, and merges them with the young rows. So one
set of postings serves both `account` and `account and verdict`, and no query sorts more than a page or two.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import apsw
import msgspec
from msgspec import Struct

from tipstaff.store.interface import LAST
from tipstaff.store.rows import DecisionFilter
from tipstaff.store.sqlite import statements
from tipstaff.vocab.verdict import Verdict

EVERY: Final = 1024
"""Decisions that may wait for their postings. With fewer, each costs more; with more, lists read more young rows."""

SOON: Final = 256
"""So many where commits are small: a part of fewer keeps the next commit waiting for one millisecond, not three to
seven. Each decision costs twice as much then, which only a busy server would feel.
"""

SMALL: Final = 24
"""Decisions in one commit of a server that is not busy; of one that is, sixty and more go together."""

_MOST: Final = 2 * EVERY

_FIELDS: Final = {"account": 1, "type": 2, "verdict": 3, "clause": 4}

_INTO: Final = "INSERT OR IGNORE INTO postings"
_BETWEEN: Final = "sequence > :after AND sequence <= :until"
_PARTS: Final = (
    f"{_INTO} SELECT 1, account, verdict, sequence FROM decisions WHERE {_BETWEEN} ORDER BY 2, 3, 4",
    f"{_INTO} SELECT 2, type, verdict, sequence FROM decisions WHERE {_BETWEEN} ORDER BY 2, 3, 4",
    f"""
    {_INTO} SELECT 4, c.value, d.verdict, d.sequence
        FROM decisions d, json_each(CASE d.clauses WHEN '' THEN '[]' ELSE d.clauses END) c
        WHERE d.{_BETWEEN.replace("AND ", "AND d.")} ORDER BY 2, 3, 4
    """,
    f"{_INTO} SELECT 3, '', verdict, sequence FROM decisions WHERE {_BETWEEN} ORDER BY 2, 3, 4",
)
"""The last one goes with `listed`, so that counts are right at any moment; what the others wrote before is found twice
until then, and counted once.
"""
_REACH: Final = "SELECT sequence, coalesce((SELECT max(sequence) FROM decisions), 0) FROM listed"
_ALL: Final = "SELECT sequence FROM decisions WHERE sequence <= (SELECT sequence FROM listed) AND sequence < ?"
COUNTS: Final = """
SELECT verdict, sum(many) FROM (
    SELECT verdict, count(*) AS many FROM postings WHERE field = 3 GROUP BY verdict
    UNION ALL
    SELECT verdict, count(*) FROM decisions WHERE sequence > (SELECT sequence FROM listed) GROUP BY verdict
) GROUP BY verdict
"""


def due(waiting: int, committed: int) -> bool:
    """Whether so many decisions without postings are enough to write them, where the last commit had so many."""
    return waiting >= (min(SOON, EVERY) if committed <= SMALL else EVERY)


class Posting(Struct, frozen=True):
    """Postings under way: for which decisions, and how many parts are written."""

    after: int
    until: int
    done: int = 0

    @property
    def complete(self) -> bool:
        """Whether nothing is left to write."""
        return self.done == len(_PARTS)


def post(connection: apsw.Connection, under_way: Posting | None) -> Posting:
    """In a transaction: write the next part of the postings that are missing, of some hundreds of decisions at a time.

    A part is some milliseconds of work, after which others may want to commit.
    """
    if under_way is None:
        rows: list[Any] = connection.execute(_REACH).fetchall()
        after, last = rows[0]
        under_way = Posting(after, min(last, after + _MOST))
    connection.execute(_PARTS[under_way.done], {"after": under_way.after, "until": under_way.until})
    posted = Posting(under_way.after, under_way.until, under_way.done + 1)
    if posted.complete:
        connection.execute("UPDATE listed SET sequence = max(sequence, ?)", (posted.until,))
    return posted


def query(where: DecisionFilter, limit: int) -> tuple[str, list[Any]]:
    """The SQL that lists the newest decisions that match, and its values."""
    runs = [*_posted(where), _young(where)]
    values = [value for _, values in runs for value in (*values, limit)]
    union = " UNION ".join(f"SELECT * FROM ({run} ORDER BY sequence DESC LIMIT ?)" for run, _ in runs)
    newest = f"SELECT sequence FROM ({union}) ORDER BY sequence DESC LIMIT ?"
    sql = f"""
    SELECT {statements.DECISION_COLUMNS}
    FROM decisions WHERE sequence IN ({newest}) ORDER BY sequence DESC
    """
    return sql, [*values, limit]


def following(types: Sequence[str], between: tuple[int, int], limit: int) -> tuple[str, list[Any]]:
    """The SQL that gives (sequence, event) of the next decisions in order, of some types or (with none) of all.

    `between`: after the first of these sequences and up to the second. Of one type, which may be rare, only its own
    rows are read, however many others lie between; several are looked for among all, quicker than they were merged.
    """
    if len(types) == 1:
        return _following(types[0], between, limit)
    among = f"AND type IN ({','.join('?' * len(types))})" if types else ""
    sql = (
        f"SELECT sequence, event FROM decisions WHERE sequence > ? AND sequence <= ? {among} ORDER BY sequence LIMIT ?"
    )
    return sql, [*between, *types, limit]


def _following(event_type: str, between: tuple[int, int], limit: int) -> tuple[str, list[Any]]:
    run = (
        "SELECT sequence FROM postings WHERE field = ? AND value = ? AND verdict = ? AND sequence > ? AND sequence <= ?"
    )
    runs: list[tuple[str, list[Any]]] = [
        (run, [_FIELDS["type"], event_type, verdict.value, *between]) for verdict in Verdict
    ]
    young = "SELECT sequence FROM decisions WHERE sequence > max(?, (SELECT sequence FROM listed)) AND sequence <= ?"
    runs.append((f"{young} AND type = ?", [*between, event_type]))
    values = [value for _, values in runs for value in (*values, limit)]
    union = " UNION ".join(f"SELECT * FROM ({run} ORDER BY sequence LIMIT ?)" for run, _ in runs)
    oldest = f"SELECT sequence FROM ({union}) ORDER BY sequence LIMIT ?"
    return f"SELECT sequence, event FROM decisions WHERE sequence IN ({oldest}) ORDER BY sequence", [*values, limit]


def _posted(where: DecisionFilter) -> list[tuple[str, list[Any]]]:
    """Selects of sequences in key order with their values: the first field asked for leads, the others are checked."""
    before = _before(where)
    first = next((name for name in ("clause", "account", "type", "verdict") if getattr(where, name) is not None), None)
    if first is None:
        return [
            (
                "SELECT sequence FROM decisions WHERE sequence <= (SELECT sequence FROM listed) AND sequence < ?",
                [before],
            )
        ]
    value = "" if first == "verdict" else getattr(where, first)
    verdicts = [where.verdict] if where.verdict else list(Verdict)
    others = {name: getattr(where, name) for name in ("account", "type") if name != first and getattr(where, name)}
    run = "SELECT p.sequence AS sequence FROM postings p"
    if others:
        run += " CROSS JOIN decisions d ON d.sequence = p.sequence"
    run += " WHERE p.field = ? AND p.value = ? AND p.verdict = ? AND p.sequence < ?"
    run += "".join(f" AND d.{name} = ?" for name in others)
    return [(run, [_FIELDS[first], value, verdict.value, before, *others.values()]) for verdict in verdicts]


def _young(where: DecisionFilter) -> tuple[str, list[Any]]:
    """What has no postings yet."""
    run = "SELECT sequence FROM decisions WHERE sequence > (SELECT sequence FROM listed) AND sequence < ?"
    values: list[Any] = [_before(where)]
    for name in ("account", "type"):
        if getattr(where, name) is not None:
            run += f" AND {name} = ?"
            values.append(getattr(where, name))
    if where.verdict is not None:
        run += " AND verdict = ?"
        values.append(where.verdict.value)
    if where.clause is not None:
        run += " AND instr(clauses, ?) > 0"
        values.append(msgspec.json.encode(where.clause).decode())
    return run, values


def _before(where: DecisionFilter) -> int:
    return LAST if where.before is None else where.before
