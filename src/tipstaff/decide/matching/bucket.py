"""Some rules of one event type that are always looked at together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from tipstaff.cel import evaluate, fuse, machine
from tipstaff.cel.types import RecordType
from tipstaff.decide.facts import Facts
from tipstaff.decide.matching.demands import Numbered

PATIENCE: Final = 100
"""So many events are read rule by rule before one function is generated: it costs tens of milliseconds and saves about
a tenth of one each time. Where nobody should wait for it, `Program.warm` makes it beforehand.
"""


Run = Callable[[Facts, list[int], list[int], Any], None]
"""(facts, matched, failed, data of the event): appends the numbers of the rules that are true, and of those that only
the interpreter can tell.
"""


class Bucket:
    """Runs its rules: those that the kernel takes from the first event on; the others by the interpreter while they are
    rarely asked for, as one generated function from then on.

    Args:
        rules: numbered conditions.
        record: the record of the event's data.
        ready: told what runs them as soon as nothing would be quicker.

    Attributes:
        run: runs them.
        uses: how often it was asked for, as far as that was counted.
    """

    __slots__ = ("_begun", "_left", "_machine", "_ready", "_record", "run", "uses")

    def __init__(
        self, rules: Sequence[Numbered], record: RecordType, ready: Callable[[Run], None] | None = None
    ) -> None:
        self._begun = False
        self._left = rules
        self._machine: Run | None = None
        self._record = record
        self._ready = ready
        self.uses = 0
        self.run: Run = self._read if rules else _nothing

    def warm(self) -> None:
        """Make what is quickest now."""
        self.begin()
        if not self.is_warm:
            self._settle(_one_by_one(self._machine, fuse(self._left, {"event": self._record})))

    @property
    def is_warm(self) -> bool:
        """Whether nothing would be quicker."""
        return bool(self.run != self._read)

    def begin(self) -> None:
        """Give the kernel what it takes, once."""
        if self._begun or self.is_warm:
            return
        self._begun = True
        self._machine, self._left = machine(self._left, ("event",))
        if self._machine is not None and not self._left:
            self._settle(self._machine)

    def _settle(self, run: Run) -> None:
        self.run = run
        if self._ready is not None:
            self._ready(run)

    def _read(self, facts: Facts, matched: list[int], failed: list[int], data: Any) -> None:
        self.uses += 1
        self.begin()
        if self.uses > PATIENCE:
            self.warm()
        if self.is_warm:
            self.run(facts, matched, failed, data)
            return
        if self._machine is not None:
            self._machine(facts, matched, failed, data)
        for number, condition in self._left:
            outcome = evaluate(condition, facts)
            if outcome is True:
                matched.append(number)
            elif outcome is not False:
                failed.append(number)


def _one_by_one(first: Run | None, second: Run) -> Run:
    """Both of them."""
    if first is None:
        return second

    def both(facts: Facts, matched: list[int], failed: list[int], data: Any) -> None:
        first(facts, matched, failed, data)
        second(facts, matched, failed, data)

    return both


def _nothing(_facts: Facts, _matched: list[int], _failed: list[int], _data: Any) -> None:
    """An empty bucket."""
