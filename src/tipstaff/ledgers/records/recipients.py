"""What is known of a recipient whatever the account: where they live, how old they are, which language they read."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from msgspec import Struct

from tipstaff.ledgers.kind import Kind
from tipstaff.vocab.times.zones import wall_time

# The member states of the European Union with Iceland, Liechtenstein and Norway. Source: EEA Agreement, in force for
# these thirty since 2020-02-01 (the United Kingdom left).
EEA: Final = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split()  # noqa: SIM905
)


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
        by_birth = self._age_by_birth(at)
        if by_birth is None:
            return self.age_assured
        # Whoever is said to be older than the day of birth allows is as old as that day allows.
        return by_birth

    def contradiction(self, at: datetime) -> str:
        """What is recorded here that cannot be true together, in words; "" when everything fits."""
        by_birth = self._age_by_birth(at)
        if by_birth is not None and self.age_assured > by_birth:
            return f"an age of {self.age_assured} is assured and the day of birth makes it {by_birth}; the lower counts"
        if self.eea is False and self.country.upper() in EEA:
            return f"the recipient is in {self.country} and flagged as outside the EEA; inside counts"
        return ""

    def _age_by_birth(self, at: datetime) -> int | None:
        if self.born is None:
            return None
        day = wall_time(at, self.zone) if self.zone else at
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))


RECIPIENTS: Final = Kind("recipients", Recipient, key=("recipient",))
