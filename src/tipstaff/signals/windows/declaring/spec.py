"""A window as it was declared: what is measured, of which events, by which key, over how long.

count of message.send by account over 1h
distinct to of message.send, email.send by account over 24h where event.purpose == 'marketing'
sum quantity of usage.recorded by account, meter over 30d
ratio of email.bounced where event.kind == 'hard' to email.delivered by account over 1d min 100 enter 0.05 leave 0.03
last of number.used by number
last latitude of user.sign_in by account, user where event.outcome == 'success'
count of user.sign_in by subnet(client.address) over 10m
distinct account of message.send by template(text) over 24h
usual count of message.send by account over 1h across 28d after 24
usual 0.95 count of message.send by account over 1h across 28d after 24
spread sum bytes_out of app.observed by account, app over 1h across 28d each 7d
surge count of api.call by account over 1h across 14d min 500 enter 10 leave 4
fleet 0.99 count of api.call by account over 1h min 50
tide 0.5 count of api.call by account over 1h across 14d min 50
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from tipstaff.cel.types import BOOL, DOUBLE, INT, TIMESTAMP, Type

Measure = Literal["count", "distinct", "sum", "ratio", "last", "usual", "spread", "surge", "fleet", "tide"]

# Bucket widths in milliseconds that people and calendars know. The widest that cuts a window into enough is taken.
_SECOND, _MINUTE, _HOUR = 1_000, 60_000, 3_600_000
WIDTHS: tuple[int, ...] = (
    *(10, 20, 50, 100, 200, 500),
    *(n * _SECOND for n in (1, 2, 5, 10, 15, 30)),
    *(n * _MINUTE for n in (1, 2, 5, 10, 15, 30)),
    *(n * _HOUR for n in (1, 2, 3, 6, 12, 24)),
)
FEWEST, MOST = 48, 1_000
DEFAULT_VALUES = 4_096
DEFAULT_AFTER = 10
HABITS: tuple[Measure, ...] = ("usual", "spread", "surge", "tide")
"""Measures of a key's own past, or of everybody's own."""
FLEETS: tuple[Measure, ...] = ("fleet", "tide")
"""Percentiles over all keys."""
BASELINES: tuple[Measure, ...] = (*HABITS, "fleet")


class Selection(Struct, frozen=True):
    """Events of these types for which the condition holds ("" for all of them)."""

    types: tuple[str, ...]
    where: str = ""

    def __str__(self) -> str:
        return ", ".join(self.types) + (f" where {self.where}" if self.where else "")


class KeyPart(Struct, frozen=True):
    """One part of a key: a field, a role (`recipient`, `address`), the subnet of an address, or a text's template."""

    path: str
    subnet: tuple[int, int] | None = None
    template: bool = False

    def __str__(self) -> str:
        if self.template:
            return f"template({self.path})"
        if self.subnet is None:
            return self.path
        prefixes = "" if self.subnet == (24, 64) else f", {self.subnet[0]}, {self.subnet[1]}"
        return f"subnet({self.path}{prefixes})"


class Level(Struct, frozen=True):
    """A state that is entered at one level and left at another. `enter` above `leave`: high is on; below: low is on."""

    enter: float
    leave: float

    def after(self, before: bool, value: float) -> bool:
        """The state that a value leaves behind; between the levels it stays what it was."""
        if self.enter >= self.leave:
            return True if value >= self.enter else (False if value <= self.leave else before)
        return True if value <= self.enter else (False if value >= self.leave else before)


class WindowSpec(Struct, frozen=True):
    """One declared window. `over` and `every` are milliseconds, `every` divides `over`; both are 0 for `last`.

    `field` is what is summed, counted apart, or remembered (`last`). `below` is the denominator of a ratio, `least` its
    minimum volume. `values` bounds the different values that one key of a `distinct` window remembers. With `part` the
    value is not the greatest over a list in the key but the share of its elements that reach so much.

    Of baselines `every` is the length of the buckets that are compared. Of `usual`, `spread`, `surge` and `tide`,
    `over` is how far back they reach, every `step`-th of them counts, and `after` of them are the fewest that make a
    usual. `share` is the percentile of `fleet` and `tide`, and of a `usual` that is no median; `least` is the fewest
    keys of a `fleet` or `tide` and the least total of a `surge`. They count events, or sum `field` when there is one.
    """

    measure: Measure
    of: Selection
    by: tuple[KeyPart, ...]
    over: int = 0
    every: int = 0
    field: str = ""
    below: Selection | None = None
    least: int = 1
    level: Level | None = None
    values: int = DEFAULT_VALUES
    step: int = 1
    after: int = DEFAULT_AFTER
    share: float = 0.0
    part: int = 0

    @property
    def type(self) -> Type:
        """The type of its value: int, double (`sum`, a plain ratio, `last` of a field, baselines), bool (with levels)
        or timestamp.
        """
        if self.level is not None:
            return BOOL
        if self.part:
            return DOUBLE
        if self.measure == "last":
            return DOUBLE if self.field else TIMESTAMP
        return INT if self.measure in ("count", "distinct") else DOUBLE

    @property
    def kept(self) -> str:
        """What is kept for it, in words: windows for which that is the same share one state."""
        if self.measure in HABITS and self.level is None and self.measure != "tide":
            return str(replace(self, measure="usual", least=1, share=0.0))
        if self.measure in FLEETS:
            return str(replace(self, share=0.0, least=1))
        if self.part:
            return str(replace(self, part=0))
        return str(self)

    @property
    def buckets(self) -> int:
        """How many buckets the window is long."""
        return self.over // self.every if self.every else 0

    @property
    def lateness(self) -> int:
        """How many buckets an event may be behind the newest one of its key and still be read exactly."""
        return max(2, self.buckets // 4)

    def __str__(self) -> str:
        """The one spelling: two windows with the same text are the same window."""
        if self.measure in BASELINES:
            return self._baseline()
        words = [self.measure, *([self.field] if self.field else []), "of", str(self.of)]
        if self.below is not None:
            words += ["to", str(self.below)]
        words += ["by", ", ".join(map(str, self.by))]
        if self.over:
            words += ["over", f"{self.over}ms", "every", f"{self.every}ms"]
        if self.measure == "ratio":
            words += ["min", str(self.least)]
        if self.level is not None:
            words += ["enter", repr(self.level.enter), "leave", repr(self.level.leave)]
        if self.measure == "distinct":
            words += ["up to", str(self.values)]
        if self.part:
            words += ["part", str(self.part)]
        return " ".join(words)

    def _baseline(self) -> str:
        words = [self.measure, *([repr(self.share)] if self.share or self.measure in FLEETS else [])]
        words += [f"sum {self.field}" if self.field else "count", "of", str(self.of)]
        words += ["by", ", ".join(map(str, self.by)), "over", f"{self.every}ms"]
        if self.measure in HABITS:
            words += ["across", f"{self.over}ms", "each", f"{self.step * self.every}ms", "after", str(self.after)]
        if self.measure in ("surge", *FLEETS):
            words += ["min", str(self.least)]
        if self.level is not None:
            words += ["enter", repr(self.level.enter), "leave", repr(self.level.leave)]
        return " ".join(words)


def width_for(over: int) -> int | None:
    """The bucket width for a window of that many milliseconds; None when no known width divides it well."""
    fitting = [width for width in WIDTHS if over % width == 0 and over // width <= MOST]
    fine = [width for width in fitting if over // width >= FEWEST]
    return max(fine) if fine else min(fitting, default=None)
