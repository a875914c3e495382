"""The bundle in force: loaded from folders, swapped whole, with a program for every stack of versions."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from tipstaff.app.collector import collector_paused
from tipstaff.decide import Program, prepare
from tipstaff.policy import Bundle, Knowledge, Loader, Rule, Stack, compile_bundle, stack_at

_EVER, _NEVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
SHIPPED = Path(str(files("tipstaff") / "packs"))


class Timetable:
    """The programs of one bundle, by the time of the event.

    Args:
        bundle: what is in force.
        policies: the stack, from the general to the most specific policy.
    """

    def __init__(self, bundle: Bundle, policies: Sequence[str]) -> None:
        self.bundle = bundle
        self._policies = sorted(policies, key=lambda name: bundle.policies[name].precedence)
        self._changes = sorted(_changes(bundle, policies))
        self._by_period: dict[int, Program] = {}
        self._latest: tuple[datetime, datetime, Program | None] = (_EVER, _EVER, None)
        self._by_stack: dict[Stack, Program] = {}

    def program(self, at: datetime, bound: Mapping[str, str] | None = None) -> Program:
        """The program that judges an event at that time.

        Args:
            bound: policy to version, for an account that is bound to another version than the calendar's.
        """
        if bound:
            return self._of_stack(stack_at(self.bundle, self._policies, at, bound))
        since, until, program = self._latest
        # Nearly all events are of one period.
        return program if since <= at < until and program is not None else self._of_period(at)

    def _of_period(self, at: datetime) -> Program:
        period = bisect_right(self._changes, at)
        program = self._by_period.get(period)
        if program is None:
            program = self._by_period[period] = self._of_stack(stack_at(self.bundle, self._policies, at))
        ends = [_EVER, *self._changes, _NEVER]
        self._latest = (ends[period], ends[period + 1], program)
        return program

    def make_ready(self, at: datetime) -> None:
        """Make the rules in force at a time ready for events of all types, so that no first event waits for it."""
        program = self.program(at)
        program.make_ready()
        prepare(program)

    def warm(self, like: Timetable) -> None:
        """Make ready what events asked of an earlier timetable, so that none of those to come waits for it."""
        for stack, program in list(like._by_stack.items()):
            if all(self._knows(policy, version) for policy, version in stack):
                mine = self._of_stack(stack)
                mine.warm(program)
                prepare(mine)

    def _knows(self, policy: str, version: str) -> bool:
        known = self.bundle.policies.get(policy)
        return known is not None and known.version(version) is not None

    def _of_stack(self, stack: Stack) -> Program:
        program = self._by_stack.get(stack)
        if program is None:
            bundle = self.bundle
            program = self._by_stack[stack] = Program(_standing(bundle, stack), stack, bundle.hash, bundle.records)
        return program


class Bundles:
    """Loads packs, and keeps the last bundle that compiled.

    Args:
        folders: packs, or folders that hold packs and controls; the shipped ones come first.
        policies: the stack of policies that judge.
        knowledge: what conditions may name.
    """

    def __init__(self, folders: Sequence[Path], policies: Sequence[str], knowledge: Knowledge) -> None:
        self._folders = [SHIPPED, *folders]
        self._policies = tuple(policies)
        self._loader = Loader(knowledge)
        self.timetable = self.compile()

    @property
    def bundle(self) -> Bundle:
        """What is in force."""
        return self.timetable.bundle

    def compile(self) -> Timetable:
        """Read the folders again; what is in force stays until the result is put in its place.

        Raises:
            PackInvalid: something is wrong.
        """
        with collector_paused(stays=True):
            bundle = compile_bundle(self._loader.load(self._folders, policies=self._policies))
        return Timetable(bundle, self._policies)


def _changes(bundle: Bundle, policies: Sequence[str]) -> set[datetime]:
    """Every moment at which another version may begin to judge."""
    versions = [version for name in policies for version in bundle.policies[name].versions]
    ends = [version.until for version in versions if version.until is not None]
    return {*(version.since for version in versions), *ends}


def _standing(bundle: Bundle, stack: Stack) -> list[Rule]:
    """The rules of a stack without those of clauses that give way to a more specific policy's."""
    yielding = {
        overridden
        for policy, version in stack
        for clause in bundle.clauses[policy]
        if version in bundle.policies[policy].versions_of(clause)
        for overridden in clause.overrides
    }
    return [rule for rule in bundle.rules if rule.clause not in yielding]
