"""What follows from the delivery of a notice: the time of a request for evidence runs from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from tipstaff.app.delivery.courier import Arrived
from tipstaff.app.recording.commanding import Commander
from tipstaff.ledgers import Change
from tipstaff.notices import Notice
from tipstaff.store import Transaction
from tipstaff.vocab.errors import BadTransition, NotFound

_ACTOR: Final = "tipstaff"


def arriving(commander: Commander) -> Arrived:
    """Has a commander note the delivery of what was waiting for it."""

    def arrived(tx: Transaction, notice: Notice, at: datetime) -> Sequence[Change]:
        if not notice.evidence:
            return ()

        def part(tx: Transaction) -> Sequence[Change]:
            return commander.run(tx, "evidence.deliver", {"id": notice.evidence}, actor=_ACTOR, at=at).changes

        try:
            return tx.attempt(part)
        except (BadTransition, NotFound):  # noted by a person, answered or withdrawn before
            return ()

    return arrived
