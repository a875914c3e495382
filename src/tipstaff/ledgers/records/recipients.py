"""What is known of a recipient whatever the account: where they live, how old they are, which language they read."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from msgspec import Struct

from tipstaff.ledgers.kind import Kind
from tipstaff.vocab.zones import wall_time


class Recipient(Struct, frozen=True, omit_defaults=True):
    """A recipient under their token. `age_assured` n: proven to be at least n. `eea` None: as their country says."""

    recipient: str
    masked: str = ""
    country: str = ""
    region: str = ""
    zone: str = ""
    born: date | None = None
    age_assured: int = 0
    language: str = ""
    eea: bool | None = None

    def age_at(self, at: datetime) -> int:
        """The least age that is certain at a moment, in whole years; 0 when nothing is known.

        The day is the recipient's own where the time zone is known, that of UTC otherwise.
        Who was born on 29 February is a year older on 1 March of a common year: never older than any law would say.
        """
        if self.born is None:
            return self.age_assured
        day = wall_time(at, self.zone) if self.zone else at
        before_birthday = (day.month, day.day) < (self.born.month, self.born.day)
        return max(self.age_assured, day.year - self.born.year - before_birthday)


RECIPIENTS: Final = Kind("recipients", Recipient, key=("recipient",))
