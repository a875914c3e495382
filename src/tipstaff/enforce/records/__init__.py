"""What the room keeps, by the name under which the store keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tipstaff.enforce.records.action import ACTIONS
from tipstaff.enforce.records.disclosure import DISCLOSURES
from tipstaff.enforce.records.restraint import RESTRAINTS
from tipstaff.enforce.records.strike import STRIKES
from tipstaff.ledgers.kind import Kind

KINDS: Final[Mapping[str, Kind[Any]]] = {kind.name: kind for kind in (ACTIONS, DISCLOSURES, RESTRAINTS, STRIKES)}
