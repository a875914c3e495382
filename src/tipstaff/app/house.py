"""Everything joined: what both the in-process engine and the server stand on.

Events are judged one at a time on one thread, in the order in which their records are queued, so that windows count in
the order of the log.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tipstaff.app.bundles import Bundles, Timetable
from tipstaff.app.collector import collector_paused
from tipstaff.app.functions import BY_NAME
from tipstaff.app.identity import Clock, Ids
from tipstaff.app.keeping.counting import Counting
from tipstaff.app.keeping.deadlines import Deadlines
from tipstaff.app.keeping.refilling import Refill
from tipstaff.app.keeping.retaining import Retaining
from tipstaff.app.knowledge import gather
from tipstaff.app.recording.commanding import Commander, require_account
from tipstaff.app.recording.commands import KINDS
from tipstaff.app.recording.law import law_of
from tipstaff.app.recording.records import Recorded, acknowledgement, recording
from tipstaff.app.secret import installation_key
from tipstaff.app.surroundings import FromLedgers
from tipstaff.app.telling.unmatched import unmatched
from tipstaff.decide import Judgement, Program
from tipstaff.ledgers import Change, Ledgers
from tipstaff.ledgers.commands import Answer
from tipstaff.pipeline import Pipeline, Ruling, Sources
from tipstaff.policy import Bundle
from tipstaff.signals import Reader, catalogue
from tipstaff.signals.detectors.files import check_rules
from tipstaff.signals.scanners import NONE, Scanners
from tipstaff.signals.windows import read_window
from tipstaff.store import Ack, DecisionRow, Job, Store, Transaction
from tipstaff.vocab.event import Event
from tipstaff.vocab.events import STANDARD
from tipstaff.vocab.reading.decoding import ClockLimits, Decoder


@dataclass(frozen=True, slots=True)
class Prepared:
    """A bundle that is ready to be put in force: its programs, and its windows with what fills the new ones."""

    timetable: Timetable
    counting: Counting
    refill: Refill | None


class House:
    """One installation.

    Args:
        store: open, migrated.
        policies: the stack that judges, from the general to the most specific.
        folders: packs beside the shipped ones.
        clock, ids: where time and ids come from.
        limits: how far an event's clock may be off; None takes any time.
        key: the secret under which recipients are kept; b"" makes one and keeps it in the store.
        bundles: already loaded, to be shared by several houses over one set of packs.
        known_accounts_only: refuse events and commands that name an account which nobody has put.
        scanners: YARA rules and a daemon of the operator's.
    Raises:
        PackInvalid: a pack does not compile.
        Invalid: a YARA rule does not compile.
    """

    def __init__(  # noqa: PLR0913 - the wiring's one big table
        self,
        store: Store,
        policies: Sequence[str],
        *,
        folders: Sequence[Path] = (),
        clock: Clock,
        ids: Ids,
        limits: ClockLimits | None = None,
        key: bytes = b"",
        bundles: Bundles | None = None,
        known_accounts_only: bool = False,
        scanners: Scanners = NONE,
    ) -> None:
        if scanners.rules:
            check_rules(scanners.rules)
        self.store = store
        self.clock = clock
        self.ids = ids
        self.catalogue = catalogue()
        self.bundles = bundles or load_bundles(policies, folders)
        with collector_paused(stays=True):
            self.bundles.timetable.program(clock())
        secret = key or installation_key(store, clock())
        self.ledgers = Ledgers(store.reader, secret, kinds=KINDS)
        self.commander = Commander(self.ledgers, ids, known_accounts_only=known_accounts_only)
        self._limits = limits
        self._known_accounts_only = known_accounts_only
        self._scanners = scanners
        self._secret = secret
        self.retaining = Retaining(self.bundle.retention, store)
        self.deadlines = Deadlines(store, self.commander, self.notice)
        self._furnish(self._count(self.bundle))
        self.counting.catch_up(store, clock())

    @property
    def bundle(self) -> Bundle:
        """What is in force."""
        return self.bundles.bundle

    def decode(self, raw: bytes, now: datetime | None = None) -> Event:
        """The one decoder, with the fields that packs add.

        Args:
            now: where the caller has just looked at the clock.
        Raises:
            Invalid: the event has faults, or its account is not on file where that is asked for.
        """
        event = self._decoder.decode(raw, now or self.clock())
        if self._known_accounts_only:
            require_account(self.ledgers, event.account)
        return event

    def judge(self, event: Event, now: datetime | None = None) -> Ruling:
        """Decide without leaving a trace. `now`: where the caller has just looked at the clock."""
        at = now or self.clock()
        return self._pipeline.judge(event, decision_id=self.ids(at), at=at)

    def pronounce(self, event: Event, now: datetime | None = None) -> Judgement | Ruling:
        """As `judge`, for callers who want no more than the decision's JSON: made at once where it can be."""
        at = now or self.clock()
        return self._pipeline.pronounce(event, decision_id=self.ids(at), at=at)

    def unmatched(self, event: Event, wanted: str, recorded: Mapping[str, Any]) -> list[dict[str, Any]]:
        """What became of the rules that go by a name, for a recorded event; see `unmatched`."""
        labels = {name: window.specification for name, window in self.bundle.windows.items()}
        law = (self.bundle, self._pipeline.law(event))
        return unmatched(wanted, self._pipeline.facts(event), (recorded, labels), law)

    def recording(self, ruling: Judgement | Ruling, raw: bytes, row: DecisionRow | None = None) -> Job[Recorded]:
        """The job that records a ruling and carries out its effects. `raw`: the event as it was sent; `row`: of the
        ruling, where it was made already.
        """
        return recording(ruling, raw, self.commander, row)

    def acknowledgement(self, ruling: Judgement | Ruling, wanted: Ack) -> Ack:
        """The level at which a ruling may be acknowledged."""
        return acknowledgement(ruling, wanted)

    def commanding(self, name: str, args: Mapping[str, Any], actor: str) -> Job[Answer]:
        """The job that runs a command. Submit it with `Ack.FSYNC`, then have its changes noticed."""
        at = self.clock()

        def job(tx: Transaction) -> Answer:
            return self.commander.run(tx, name, args, actor=actor, at=at)

        return job

    def notice(self, changes: Sequence[Change]) -> None:
        """Forget what committed changes made old; call it before acknowledging them."""
        if changes:
            self.ledgers.forget(changes)

    def reload(self) -> Bundle:
        """Read the packs again and put them in force, windows going on and new ones filled from the record.

        Raises:
            PackInvalid: something is wrong; everything stays as it is.
        """
        return self.put_in_force(self.prepare())

    def prepare(self) -> Prepared:
        """Read and compile the packs without touching what runs, and fill the windows that are new from the record.

        May be called from any thread, one at a time.

        Raises:
            PackInvalid: something is wrong.
        """
        timetable = self.bundles.compile()
        with collector_paused(stays=True):
            timetable.warm(self.bundles.timetable)
            timetable.make_ready(self.clock())
        counting = self._count(timetable.bundle)
        refill = counting.refill_from(self.counting, self.store, self.clock())
        if refill is not None:
            refill.advance()
        return Prepared(timetable, counting, refill)

    def make_ready(self) -> None:
        """Make ready what judges events of all types, so that no first event waits: some tens of milliseconds."""
        with collector_paused(stays=True):
            self.bundles.timetable.make_ready(self.clock())

    def put_in_force(self, prepared: Prepared) -> Bundle:
        """Swap the bundle between two events."""
        self.bundles.timetable = prepared.timetable
        prepared.counting.take_over(self.counting, prepared.refill)
        self._furnish(prepared.counting)
        return self.bundle

    def retain(self, ahead: timedelta = timedelta()) -> int:
        """Do what is due: fire clocks, and erase the events that policies no longer keep; gives how many of those.

        See `Retaining.sweep`. Not on the path of a decision: call it now and then, from one thread.
        """
        try:
            self.deadlines.fire(self.clock())
        finally:  # what is kept too long goes whatever keeps a clock from firing
            erased = self.retaining.sweep(self.clock(), ahead)
        return erased

    def _count(self, bundle: Bundle) -> Counting:
        return Counting(bundle.windows, bundle.vocabulary, self._secret, self._limits)

    def _furnish(self, counting: Counting) -> None:
        """Everything that follows from the bundle in force."""
        bundle = self.bundle
        self.commander.uses = bundle.uses
        self.commander.law = law_of(bundle)
        if bundle.retention != self.retaining.rules:
            self.retaining = Retaining(bundle.retention, self.store)
        self._decoder = Decoder(bundle.vocabulary, self._limits)
        self.counting = counting
        surroundings = FromLedgers(self.ledgers, self._scanners)
        sources = Sources(
            ledgers=self.ledgers,
            ledger_calls={name: function.run for name, function in BY_NAME.items()},
            holds={name: function.holds for name, function in BY_NAME.items()},
            catalogue=self.catalogue,
            read_window=self.counting.read,
            make_reader=lambda event, values: Reader(event, self.catalogue, surroundings, values),
            account=self.ledgers.account,
            labels={name: window.specification for name, window in bundle.windows.items()},
        )
        self._pipeline = Pipeline(self._program, sources)

    def _program(self, event: Event) -> Program:
        return self.bundles.timetable.program(event.time)


def load_bundles(policies: Sequence[str], folders: Sequence[Path] = ()) -> Bundles:
    """The packs of an installation, compiled.

    Raises:
        PackInvalid: the rendered diagnostics of everything that is wrong.
    """
    return Bundles(folders, policies, gather(STANDARD, catalogue(), read_window))
