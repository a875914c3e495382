"""The standard vocabulary: every event type a platform may tell, with its fields. Public contract.

Ask events use the base form of the verb, told events the participle. A type or a field may be added, never renamed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from tipstaff.vocab.events.ask import ASK
from tipstaff.vocab.events.tell import TELL
from tipstaff.vocab.reading.schema import EventType, Notation, Vocabulary, record

COMMON: Final[Mapping[str, Notation]] = {
    "client": {
        "address": "ip",
        "asn?": "int",
        "country?": "iso2",
        "device?": "str",
        "user_agent?": "str",
        "hosting?": "bool",
    },
    "media": {
        "name?": "str",
        "mime_type?": "str",
        "size?": "int",
        "sha256?": "hex",
        "pdq?": "hex",
        "content?": "base64",
        "url?": "url",
    },
    "purpose": "marketing|transactional|otp|emergency|service",
}


def _read(verb: Literal["ask", "tell"], table: Mapping[str, tuple[str, Mapping[str, Notation]]]) -> list[EventType]:
    return [EventType(name, verb, record(name, fields, COMMON), about) for name, (about, fields) in table.items()]


STANDARD: Final = Vocabulary({t.name: t for t in [*_read("ask", ASK), *_read("tell", TELL)]}, COMMON)
