"""An event: something asked or told, immutable."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct

from tipstaff.vocab.recorded import recorded_json


class Event(Struct, frozen=True, gc=False):
    """One CloudEvents 1.0 event, decoded and checked against its type.

    `data` is a struct of its type (see `tipstaff.vocab.reading.structs`); an optional field that is missing holds
    `msgspec.UNSET`. `time` is UTC. `raw` is the JSON as received, so that fields nobody declared
    are kept, with `time` added where it was missing.
    An event is known by (`source`, `id`).
    """

    id: str
    source: str
    type: str
    time: datetime
    account: str
    data: Any
    raw: bytes

    def extra(self) -> dict[str, Any]:
        """The fields of `data` that its type does not declare, as plain JSON values."""
        given: dict[str, Any] = recorded_json(self.raw)["data"]
        declared = self.data.__struct_encode_fields__
        return {name: value for name, value in given.items() if name not in declared}
