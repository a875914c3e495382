"""Events that ask: something is about to happen and the verdict matters. Type -> (what it means, its fields)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tipstaff.vocab.events.contacting import CONTACTING
from tipstaff.vocab.events.using import USING
from tipstaff.vocab.reading.schema import Notation

ASK: Final[Mapping[str, tuple[str, Mapping[str, Notation]]]] = {**CONTACTING, **USING}
