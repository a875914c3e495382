"""The filter of the list: read from a query string, written back into links."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from msgspec import Struct
from msgspec.structs import replace

from tipstaff.store import DecisionFilter
from tipstaff.vocab.verdict import Verdict

_LONGEST: Final = 512


class Filter(Struct, frozen=True):
    """Which decisions to show; "" means any. `before` is a place in the record: only older ones."""

    verdict: str = ""
    type: str = ""
    account: str = ""
    clause: str = ""
    before: int | None = None

    @property
    def active(self) -> bool:
        """Does it leave anything out (paging aside)?"""
        return bool(self.verdict or self.type or self.account or self.clause)

    def where(self) -> DecisionFilter:
        """As the store takes it."""
        return DecisionFilter(
            account=self.account or None,
            verdict=Verdict(self.verdict) if self.verdict else None,
            type=self.type or None,
            clause=self.clause or None,
            before=self.before,
        )

    def query(self, **changes: str | int | None) -> str:
        """The query string of this filter with some parts changed; "" when nothing is left."""
        changed = replace(self, **changes)
        given = {name: getattr(changed, name) for name in changed.__struct_fields__ if getattr(changed, name)}
        return f"?{urlencode(given)}" if given else ""


def read_filter(query: Mapping[str, str]) -> Filter:
    """The filter of a query string; what cannot be used counts as not given, as in any hand-typed address."""
    verdict = query.get("verdict", "")
    before = query.get("before", "")
    return Filter(
        verdict=verdict if verdict in {one.value for one in Verdict} else "",
        type=query.get("type", "")[:_LONGEST].strip(),
        account=query.get("account", "")[:_LONGEST].strip(),
        clause=query.get("clause", "")[:_LONGEST].strip(),
        before=int(before) if before.isascii() and before.isdigit() and 0 < int(before) < 2**63 else None,
    )
