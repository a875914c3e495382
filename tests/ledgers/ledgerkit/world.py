from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import count
from typing import Any

from tipstaff.ledgers import Ledgers, MemoryShelf
from tipstaff.ledgers.commands import CommandContext, execute
from tipstaff.ledgers.functions import call
from tipstaff.ledgers.given import give
from tipstaff.vocab.event import Event
from tipstaff.vocab.events import STANDARD
from tipstaff.vocab.permitting import UseTerms
from tipstaff.vocab.reading.decoding import Decoder

NOW = datetime(2026, 11, 18, 14, tzinfo=UTC)
DECODER = Decoder(STANDARD)
SMS = {"channel": "sms", "from": "ACME", "to": "+33612345678", "text": "Soldes", "purpose": "marketing"}


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


class World:
    """Ledgers in memory with a clock that the test sets: the real commands, functions and given state."""

    def __init__(self) -> None:
        self.shelf = MemoryShelf()
        self.ledgers = Ledgers(self.shelf, b"a test installation's key")
        self.now = NOW
        self.uses: dict[str, UseTerms] = {}
        self._ids = count(1)

    def context(self, actor: str = "") -> CommandContext:
        return CommandContext(self.now, actor, lambda: f"id-{next(self._ids)}", self.uses)

    def give(self, **given: Any) -> None:
        draft = self.ledgers.draft()
        give(draft, given, self.context())
        self.shelf.apply(draft.changes, self.now, command="given")
        self.ledgers.forget(draft.changes)

    def do(self, name: str, actor: str = "", /, **args: Any) -> dict[str, Any]:
        if "from_" in args:
            args["from"] = args.pop("from_")
        answer = execute(name, args, self.ledgers, self.context(actor))
        self.shelf.apply(answer.changes, self.now, actor, name)
        self.ledgers.forget(answer.changes)
        return answer.result

    def event(self, type_: str = "message.send", account: str = "acme", **data: Any) -> Event:
        fields: Mapping[str, Any] = {**(SMS if type_ == "message.send" else {}), **data}
        envelope = {"specversion": "1.0", "id": "e", "source": "test", "type": type_, "account": account}
        return DECODER.decode(json.dumps({**envelope, "data": fields}).encode(), self.now)

    def ask(self, name: str, *args: Any, event: Event | None = None) -> Any:
        return call(name, self.ledgers, event or self.event(), args)
