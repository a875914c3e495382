"""What the room keeps, by the name under which the store keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tipstaff.cases.records.case import CASES
from tipstaff.cases.records.evidence import EVIDENCE
from tipstaff.cases.records.instruction import INSTRUCTIONS
from tipstaff.cases.records.report import REPORTS, SELF_REPORTS
from tipstaff.ledgers.kind import Kind

KINDS: Final[Mapping[str, Kind[Any]]] = {
    kind.name: kind for kind in (CASES, EVIDENCE, INSTRUCTIONS, REPORTS, SELF_REPORTS)
}
