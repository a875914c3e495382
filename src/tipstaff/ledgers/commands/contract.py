"""Every command of the contract and the room that carries it, so that a caller can tell `not there yet` from a typo."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_BY_ROOM: Final[Mapping[str, str]] = {
    "ledgers": "account.put account.close consent.grant consent.revoke consent.import consent.prove suppression.add "
    "suppression.remove register.load authorization.request authorization.grant authorization.refuse "
    "authorization.revoke terms.publish terms.accept acceptance.record number.put licence.put meter.put meter.plan "
    "channel.put deletion.certify",
    "publish": "policy.draft policy.announce policy.object policy.withdraw transparency.export statements.export",
    "enforce": "action.propose action.approve action.apply action.lift credential.announce",
    "cases": "evidence.request evidence.deliver evidence.submit evidence.accept evidence.refuse evidence.withdraw "
    "report.submit case.open case.claim case.decide case.dismiss case.reopen notice.send appeal.submit appeal.decide "
    "disclosure.request disclosure.approve disclosure.export hold.place hold.release instruction.record "
    "traceback.request traceback.answer question.ask question.answer self-report.submit cure.open cure.close "
    "recording.confirm-transfer dossier.export",
}

NAMES: Final[Mapping[str, str]] = {name: room for room, names in _BY_ROOM.items() for name in names.split()}
