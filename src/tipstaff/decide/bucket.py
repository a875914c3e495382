"""Some rules of one event type that are always looked at together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from tipstaff.cel import evaluate, fuse
from tipstaff.cel.types import RecordType
from tipstaff.decide.demands import Numbered
from tipstaff.decide.facts import Facts

PATIENCE: Final = 100
"""So many events are read rule by rule before one function is generated: it costs tens of milliseconds and saves about
a tenth of one each time. Where nobody should wait for it, `Program.warm` makes it beforehand.
"""


Run = Callable[[Facts, list[int], list[int], Any], None]
"""(facts, matched, failed, data of the event): appends the numbers of the rules that are true, and of those that only
the interpreter can tell.
"""


class Bucket:
    """Runs its rules: by the interpreter while they are rarely asked for, as one generated function from then on.

    Args:
        rules: numbered conditions.
        record: the record of the event's data.
        ready: told the function as soon as it is there.
    """

    __slots__ = ("_ready", "_record", "_rules", "run", "uses")

    def __init__(
        self, rules: Sequence[Numbered], record: RecordType, ready: Callable[[Run], None] | None = None
    ) -> None:
        self._rules = rules
        self._record = record
        self._ready = ready
        self.uses = 0
        self.run: Run = self._read if rules else _nothing

    def warm(self) -> None:
        """Generate the function now."""
        if self._rules and not self.is_warm:
            self.run = fuse(self._rules, {"event": self._record})
            if self._ready is not None:
                self._ready(self.run)

    @property
    def is_warm(self) -> bool:
        """Whether the function is there (or none is needed)."""
        return bool(self.run != self._read)

    def _read(self, facts: Facts, matched: list[int], failed: list[int], data: Any) -> None:
        self.uses += 1
        if self.uses > PATIENCE:
            self.warm()
            self.run(facts, matched, failed, data)
            return
        for number, condition in self._rules:
            outcome = evaluate(condition, facts)
            if outcome is True:
                matched.append(number)
            elif outcome is not False:
                failed.append(number)


def _nothing(_facts: Facts, _matched: list[int], _failed: list[int], _data: Any) -> None:
    """An empty bucket."""
