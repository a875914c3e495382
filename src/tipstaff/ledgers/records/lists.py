"""Lists that conditions look things up in: sanctions, terrorist names, hashes of known content, canaries, brands."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from tipstaff.ledgers.kind import Kind, fold


class Listed(Struct, frozen=True, omit_defaults=True):
    """One value on one list. `kind` is what a hash stands for (csam, malware, ...), `value` the spelling to show.

    Canaries are recipients: `key` is their token and `value` is masked.
    """

    list: str
    key: str
    value: str = ""
    kind: str = ""


LISTS: Final = Kind("lists", Listed, key=("list", "key"), groups=(2, 1), folds={"list": fold, "key": fold})
