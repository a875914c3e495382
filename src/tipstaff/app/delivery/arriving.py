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

_ACTOR: Final = "tipstaff"


def arriving(commander: Commander) -> Arrived:
    """Has a commander note the delivery of what was waiting for it.

    What it gives raises what the command raises: `BadTransition` when nothing waits for the delivery any more, as when
    a person noted it or the account answered before.
    """

    def arrived(tx: Transaction, notice: Notice, at: datetime) -> Sequence[Change]:
        if notice.kind != REQUEST:
            return ()
        return commander.run(tx, "evidence.deliver", {"id": notice.evidence}, actor=_ACTOR, at=at).changes

    return arrived
