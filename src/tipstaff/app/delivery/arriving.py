"""What follows from the delivery of a notice: the time of a request for evidence runs from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from tipstaff.app.delivery.courier import Arrived
from tipstaff.app.delivery.wanted import REQUEST
from tipstaff.app.recording.commanding import Commander
from tipstaff.ledgers import Change
from tipstaff.notices import Notice
from tipstaff.store import Transaction
from tipstaff.vocab.errors import BadTransition

_ACTOR: Final = "tipstaff"


def arriving(commander: Commander) -> Arrived:
    """Has a commander note the delivery of what was waiting for it; raises what its command raises."""

    def arrived(tx: Transaction, notice: Notice, at: datetime) -> Sequence[Change]:
        if notice.kind != REQUEST:
            return ()

        def part(tx: Transaction) -> Sequence[Change]:
            return commander.run(tx, "evidence.deliver", {"id": notice.evidence}, actor=_ACTOR, at=at).changes

        try:
            return tx.attempt(part)
        except BadTransition:  # noted by a person, or answered before
            return ()

    return arrived
