"""Words that senders hide from filters: reading `v1agra` as `viagra` needs to know that one is meant.

Our own list in English and French, from what commercial and fraudulent messages push. A word here is no finding: it
matters only when it was found in disguise.
"""

from __future__ import annotations

from typing import Final

from tipstaff.signals.shipped import DATA

WATCHWORDS: Final = frozenset((DATA / "watchwords.txt").read_text(encoding="utf-8").split())
