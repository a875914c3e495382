"""Words that a disguised word may turn out to be.

WATCHWORDS are those that senders hide from filters: our own list in English and French. Common words are what messages
use (made by training/common_words.py): reading `fr1ends` as `friends` is right, and no sign of anything.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from tipstaff.signals.shipped import DATA
from tipstaff.signals.text.words import bare

WATCHWORDS: Final = frozenset((DATA / "watchwords.txt").read_text(encoding="utf-8").split())


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Common words and watchwords, bare."""
    common = (DATA / "text" / "common_words.txt").read_text(encoding="utf-8").split()
    lines = (DATA / "small_words.txt").read_text(encoding="utf-8").splitlines()
    small = [word for line in lines for word in _english_or_french(line)]
    return frozenset([*common, *map(bare, small), *map(bare, WATCHWORDS)])


def _english_or_french(line: str) -> list[str]:
    language, _, words = line.partition(" ")
    return words.split() if language in ("en", "fr") else []
