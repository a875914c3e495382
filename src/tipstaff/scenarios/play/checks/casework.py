"""Expectations on cases, actions, notices, reports, clocks: that records with some fields exist, how many, or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from tipstaff.cases.records.case import CASES
from tipstaff.ledgers import Ledgers
from tipstaff.scenarios.play.checks.likeness import alike, plain
from tipstaff.scenarios.play.results import Mismatch
from tipstaff.scenarios.play.scene import Scene

Row = dict[str, Any]
_COUNTS: Final = frozenset({"open", "count", "none"})


def casework(key: str, row: Row, scene: Scene) -> Mismatch | None:
    """Records of a kind: `count` exactly so many, `none` not one, `open` so many that are not done with; else one."""
    records = list(KINDS[key](scene.ledgers))
    wanted = {name: value for name, value in row.items() if name not in _COUNTS}
    found = [record for record in records if alike(wanted, record)]
    came = {"found": len(found), "of": [_named(record) for record in records[:20]]}
    if row.get("none"):
        return Mismatch(key, row, came) if found else None
    if "count" in row and len(found) != row["count"]:
        return Mismatch(key, row, came)
    if "open" in row:
        live = [record for record in found if record["live"]]
        return None if len(live) == row["open"] else Mismatch(key, row, {**came, "open": len(live)})
    return None if found or "count" in row else Mismatch(key, row, came)


def _cases(ledgers: Ledgers) -> Iterable[Row]:
    for case in ledgers.group(CASES):
        yield {**plain(case), "live": case.live == "live", "outcome": case.outcome}


def _named(record: Row) -> Row:
    """What of a record helps a reader."""
    return {key: value for key, value in record.items() if value not in (None, "", [], {}, False)}


KINDS: Final[Mapping[str, Callable[[Ledgers], Iterable[Row]]]] = {"cases": _cases}
