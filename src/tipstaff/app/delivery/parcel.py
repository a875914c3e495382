"""What is handed to a carrier."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from tipstaff.notices import Notice


class Parcel(Struct, frozen=True):
    """One notice on its way.

    Attributes:
        key: stays the same however often it is tried, so that a receiver can tell repeats.
        at: when it is tried.
        notice: what is told, in every language.
        addresses: mail addresses it is for, as they were on file when it was written; maybe none.
        sample: the recipients or texts for which evidence is asked; no record has them whole.
    """

    key: str
    at: datetime
    notice: Notice
    addresses: tuple[str, ...]
    sample: tuple[str, ...] = ()
