"""The real engine as a stage for scenarios: in memory, fresh for each, over packs compiled once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from tipstaff.app.bundles import Bundles, Timetable
from tipstaff.app.engine import Engine
from tipstaff.app.house import load_bundles
from tipstaff.cases.records.case import CASES
from tipstaff.decide import Program
from tipstaff.enforce.records.action import ACTIONS
from tipstaff.ledgers import Ledgers
from tipstaff.notices import NOTICES
from tipstaff.policy import Bundle
from tipstaff.scenarios.file.model import Scenario
from tipstaff.scenarios.play.scene import Outcome
from tipstaff.scenarios.play.timeline import DEFAULT_NOW, Timeline
from tipstaff.store import DecisionFilter
from tipstaff.vocab.errors import TipstaffError
from tipstaff.vocab.reading.schema import Vocabulary

# Any key does: nothing outlives a scenario. A fixed one keeps runs the same.
_KEY: Final = b"scenario recipients, in memory only"
_PAGE: Final = 1000


class Theatre:
    """Compiles each stack of policies once and opens stages on it.

    Args:
        folders: packs beside the shipped ones.
    """

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        self._folders = tuple(folders)
        self._compiled: dict[tuple[str, ...], Bundles] = {}
        self._pinned: dict[tuple[str, ...], Bundles] = {}

    def bundles(self, policies: tuple[str, ...]) -> Bundles:
        """The compiled packs of a stack.

        Raises:
            PackInvalid: a pack does not compile.
        """
        found = self._compiled.get(policies)
        if found is None:
            found = self._compiled[policies] = load_bundles(policies, self._folders)
        return found

    def open(self, scenario: Scenario, policies: tuple[str, ...], version: str | None) -> tuple[EngineStage, Timeline]:
        """A fresh stage for one scenario, with the clock that drives it."""
        timeline = Timeline(scenario.given.now or DEFAULT_NOW)
        bundles = self.bundles(policies)
        bound = _bound(bundles.bundle, policies, version, timeline.start)
        if bound:
            bundles = self._bound_to(bundles, policies, bound)
        engine = Engine(policies, clock=timeline, key=_KEY, bundles=bundles)
        return EngineStage(engine, timeline, _accounts(scenario)), timeline

    def _bound_to(self, bundles: Bundles, policies: tuple[str, ...], bound: Mapping[str, str]) -> Bundles:
        """The same packs bound to versions; kept, because programs are made when they are first used."""
        key = (*policies, "", *(f"{name}={version}" for name, version in sorted(bound.items())))
        found = self._pinned.get(key)
        if found is None:
            found = self._pinned[key] = copy(bundles)
            found.timetable = _Pinned(bundles.bundle, policies, bound)
        return found


class _Pinned(Timetable):
    """The same programs with policies bound to a version, whatever the date."""

    def __init__(self, bundle: Bundle, policies: Sequence[str], bound: Mapping[str, str]) -> None:
        super().__init__(bundle, policies)
        self._bound = bound

    def program(self, at: datetime, bound: Mapping[str, str] | None = None) -> Program:
        return super().program(at, {**self._bound, **(bound or {})})


class EngineStage:
    """One engine while one scenario runs on it.

    Args:
        engine: fresh, in memory, reading the timeline.
        timeline: the scenario's clock.
        accounts: the accounts that the scenario names.
    """

    def __init__(self, engine: Engine, timeline: Timeline, accounts: frozenset[str]) -> None:
        self._engine = engine
        self._timeline = timeline
        self.accounts = accounts

    @property
    def now(self) -> datetime:
        """The scenario's time."""
        return self._timeline.now

    @property
    def ledgers(self) -> Ledgers:
        """Everything that has been put."""
        return self._engine.house.ledgers

    @property
    def vocabulary(self) -> Vocabulary:
        """The event types and fields of the packs in force."""
        return self._engine.bundle.vocabulary

    def give(self, rows: Mapping[str, Any]) -> None:
        """Put the state before the first step."""
        self._engine.give(rows)

    def tell(self, raw: bytes) -> Outcome:
        """Ask or tell one event."""
        try:
            return Outcome(decision=self._engine.decide(raw))
        except TipstaffError as error:
            return Outcome(error=error)

    def ask(self, raw: bytes) -> Outcome:
        """Ask whether an event would be allowed, without leaving a trace."""
        try:
            return Outcome(decision=self._engine.ask(raw))
        except TipstaffError as error:
            return Outcome(error=error)

    def command(self, name: str, args: dict[str, Any], actor: str) -> Outcome:
        """Give a command."""
        try:
            return Outcome(answer=self._engine.command(name, args, actor=actor))
        except TipstaffError as error:
            return Outcome(error=error)

    def pass_time(self, moment: datetime) -> None:
        """Move the clock there; what falls due on the way happens at its time, in order."""
        deadlines = self._engine.house.deadlines
        while (due := deadlines.next_due()) is not None and due <= moment:
            self._timeline.move_to(max(due, self.now))
            if not deadlines.fire(self.now):
                break
        self._timeline.move_to(moment)
        self._engine.tick()

    def stored(self) -> Iterator[bytes]:
        """Every stored decision, newest first, then every case, action and notice."""
        before: int | None = None
        while rows := self._engine.reader.decisions(DecisionFilter(before=before), _PAGE):
            yield from (row.decision for row in rows)
            before = rows[-1].sequence
        for kind in (CASES, ACTIONS, NOTICES):
            yield from (value for _, value in self._engine.reader.scan(kind.name))

    def events(self) -> Iterator[bytes]:
        """Every stored event that was not erased, oldest first."""
        return (event for _, event in self._engine.reader.events_since(0))

    def audit(self) -> Iterator[dict[str, Any]]:
        """Every audit entry, oldest first, the fields of its body beside kind, time and actor."""
        after = 0
        while rows := self._engine.reader.audit(after, _PAGE):
            for row in rows:
                body = row.body if isinstance(row.body, dict) else {"body": row.body}
                yield {**body, "kind": row.kind, "at": row.at, "by": row.by}
            after = rows[-1].sequence

    def leave(self) -> None:
        """Close the engine."""
        self._engine.house.store.close()


def _bound(bundle: Bundle, policies: Sequence[str], version: str | None, now: datetime) -> dict[str, str]:
    """The versions that the scenario is bound to.

    Those that its file names; else nothing, so that each event is judged by the version in force at its time, but a
    policy that had not begun yet is judged by its latest text.
    """
    bound = {}
    for name in policies:
        policy = bundle.policies[name]
        if version is not None and policy.version(version) is not None:
            bound[name] = version
        elif version is None and policy.versions[0].since > now:
            bound[name] = policy.versions[-1].name
    return bound


def _accounts(scenario: Scenario) -> frozenset[str]:
    """Every account that the scenario names anywhere, so that expectations can look in all of them."""
    found: set[str] = set()
    for rows in scenario.given.rows.values():
        for row in rows if isinstance(rows, list) else ():
            found.update(str(row[key]) for key in ("id", "account") if row.get(key))
    for past in scenario.given.history:
        found.add(past.event.account)
    for step in scenario.steps:
        found.update(template.account for template in getattr(step, "events", ()))
        found.update(str(value) for key, value in getattr(step, "args", {}).items() if key in ("account", "id"))
    return frozenset(found)
