"""One line of the list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec
from msgspec import Struct

from tipstaff.console.desk import Desk
from tipstaff.console.views.withholding import withheld
from tipstaff.store import DecisionRow
from tipstaff.vocab.decision import Decision, Reason
from tipstaff.vocab.masking import mask_within
from tipstaff.vocab.recorded import recorded_json


class Row(Struct, frozen=True):
    """A decision in one line. `reason` is the severest one, `why` its words in the reader's language; `more` counts the
    others; `gist` is what the event says.
    """

    sequence: int
    id: str
    at: datetime
    type: str
    account: str
    verdict: str
    until: datetime | None
    reason: Reason | None
    why: str
    more: int
    errors: int
    shadow: int
    gist: str


# What tells most of an event, the most telling first.
_TELLING: Final = ("text", "subject", "sample", "title", "image", "command", "app", "name", "url", "path", "list")
_LONGEST: Final = 160
_decode = msgspec.json.Decoder(Decision).decode


def rows(found: Sequence[DecisionRow], desk: Desk, language: str) -> list[Row]:
    """Lines for these decisions, in the same order; of what is for specialists only, without the event's words."""
    return [_row(one, desk, language) for one in found]


def _row(found: DecisionRow, desk: Desk, language: str) -> Row:
    decision = _decode(found.decision)
    told = zip(decision.reasons, desk.retell(found, decision, language), strict=True)
    reasons = sorted(told, key=lambda one: -one[0].verdict.severity)
    reason, why = reasons[0] if reasons else (None, "")
    return Row(
        found.sequence,
        found.id,
        found.at,
        found.type,
        found.account,
        found.verdict.value,
        decision.until,
        reason,
        why,
        max(0, len(reasons) - 1),
        len(decision.errors),
        len(decision.shadow),
        "" if withheld(desk.ledgers, decision) else _gist(found.event),
    )


def _gist(event: bytes | None) -> str:
    """The event in a few words: its text, or what it is about; personal values masked, "" once it was erased."""
    data = {} if event is None else recorded_json(event).get("data", {})
    said = next((data[name] for name in _TELLING if isinstance(data.get(name), str) and data[name]), "")
    return mask_within(" ".join(said[: 4 * _LONGEST].split()))[:_LONGEST]
