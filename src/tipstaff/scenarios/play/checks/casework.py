"""Expectations on cases, actions, notices, reports, clocks: that records with some fields exist, how many, or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from tipstaff.cases.records.case import CASES
from tipstaff.cases.records.report import REPORTS
from tipstaff.clocks import CLOCKS
from tipstaff.enforce.records.action import ACTIONS
from tipstaff.ledgers import Ledgers
from tipstaff.notices import NOTICES
from tipstaff.scenarios.play.checks.likeness import alike, plain
from tipstaff.scenarios.play.results import Mismatch
from tipstaff.scenarios.play.scene import Scene
from tipstaff.vocab.masking import mask_party

Row = dict[str, Any]
_ADDRESSED: Final = frozenset({"to", "reporter"})
_TOLD: Final = 8
_TELLING: Final = frozenset(
    {
        "account",
        "to",
        "clause",
        "kind",
        "state",
        "severity",
        "urgent",
        "category",
        "subject",
        "language",
        "due",
        "until",
    }
)
_COUNTS: Final = frozenset({"open", "count", "none"})


def casework(key: str, row: Row, scene: Scene) -> Mismatch | None:
    """Records of a kind: `count` exactly so many, `none` not one, `open` so many that are not done with; else one."""
    records = list(KINDS[key](scene.ledgers))
    wanted = {name: value for name, value in row.items() if name not in _COUNTS}
    found = [record for record in records if _like(wanted, record)]
    came = {"found": len(found), "of": [_named(record) for record in records[-_TOLD:]]}
    if row.get("none"):
        return Mismatch(key, row, came) if found else None
    if "count" in row and len(found) != row["count"]:
        return Mismatch(key, row, came)
    if "open" in row:
        live = [record for record in found if record.get("live", True)]
        return None if len(live) == row["open"] else Mismatch(key, row, {**came, "open": len(live)})
    return None if found or "count" in row else Mismatch(key, row, came)


def _like(wanted: Row, record: Row) -> bool:
    """Every field is as wanted; a list is of values that would do, where the record has one."""
    return all(
        any(_is(name, one, record) for one in value)
        if isinstance(value, list) and not isinstance(record.get(name), list)
        else _is(name, value, record)
        for name, value in wanted.items()
    )


def _is(name: str, value: Any, record: Row) -> bool:
    """A recipient or reporter may be named by an address, of which the record has the masked form only."""
    if alike({name: value}, record):
        return True
    return name in _ADDRESSED and isinstance(value, str) and mask_party(value) == record.get(name)


def _cases(ledgers: Ledgers) -> Iterable[Row]:
    for case in ledgers.group(CASES):
        yield {**plain(case), "live": case.live == "live", "outcome": case.outcome}


def _actions(ledgers: Ledgers) -> Iterable[Row]:
    for action in ledgers.group(ACTIONS):
        yield {**plain(action), "live": action.live == "live"}


def _notices(ledgers: Ledgers) -> Iterable[Row]:
    return (plain(notice) for notice in ledgers.group(NOTICES))


def _reports(ledgers: Ledgers) -> Iterable[Row]:
    for report in ledgers.group(REPORTS):
        yield {**plain(report), "live": report.state != "decided"}


def _clocks(ledgers: Ledgers) -> Iterable[Row]:
    for clock in ledgers.group(CLOCKS):
        yield {**plain(clock), "live": clock.state == "set"}


def _named(record: Row) -> Row:
    """What of a record helps a reader."""
    return {key: value for key, value in record.items() if key in _TELLING and value not in (None, "", [], {}, False)}


KINDS: Final[Mapping[str, Callable[[Ledgers], Iterable[Row]]]] = {
    "cases": _cases,
    "actions": _actions,
    "notices": _notices,
    "reports": _reports,
    "clocks": _clocks,
}
