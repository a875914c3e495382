"""The engine in-process: the same decisions as behind the server, in three lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec

from tipstaff.app.bundles import Bundles
from tipstaff.app.house import House
from tipstaff.app.identity import sorted_ids, system_clock
from tipstaff.app.recording.records import Recorded, same
from tipstaff.app.telling.explaining import explanation
from tipstaff.decide import Judgement, shown
from tipstaff.ledgers.commands import CommandContext
from tipstaff.ledgers.given import give
from tipstaff.pipeline import Ruling
from tipstaff.policy import Bundle
from tipstaff.signals.scanners import NONE, Scanners
from tipstaff.store import Ack, Reader, Transaction
from tipstaff.store.sqlite import open as open_store
from tipstaff.vocab.decision import Decision
from tipstaff.vocab.errors import Fault, Invalid, NotFound
from tipstaff.vocab.event import Event
from tipstaff.vocab.reading.faults import describe

TICK = timedelta(minutes=1)
EVER = datetime.min.replace(tzinfo=UTC)
EventLike = Mapping[str, Any] | bytes | str
_decisions = msgspec.json.Decoder(Decision)


class Engine:
    """Decides on events in this process.

    Args:
        policies: the stack that judges, from the general policy to the most specific one; or the one that does.
        packs: folders with packs and controls beside the shipped ones.
        path: a SQLite file to keep records in; None keeps them in memory.
        clock: gives now in UTC; for tests and replays.
        key: the secret under which recipients are kept; made and kept in the store when empty.
        bundles: packs already compiled, to be shared by many engines.
        scanners: the operator's YARA rules and ClamAV daemon.
        known_accounts_only: refuse events and commands that name an account which nobody has put.

    Example:
        >>> engine = Engine(policies=["messagebird"])
        >>> engine.decide({"type": "message.send", "account": "acme", "data": {...}}).verdict
        <Verdict.DENY: 'deny'>
    """

    def __init__(  # noqa: PLR0913 - all but the first have defaults that fit
        self,
        policies: str | Sequence[str] = ("clever-cloud", "messagebird"),
        *,
        packs: Iterable[str | Path] = (),
        path: str | Path | None = None,
        clock: Callable[[], datetime] = system_clock,
        key: bytes = b"",
        bundles: Bundles | None = None,
        scanners: Scanners = NONE,
        known_accounts_only: bool = False,
    ) -> None:
        store = open_store(":memory:" if path is None else str(path), inline=True)
        self.house = House(
            store,
            (policies,) if isinstance(policies, str) else policies,
            folders=[Path(folder) for folder in packs],
            clock=clock,
            ids=sorted_ids(clock),
            key=key,
            bundles=bundles,
            scanners=scanners,
            known_accounts_only=known_accounts_only,
        )
        self._tick_at = EVER

    @property
    def bundle(self) -> Bundle:
        """What is in force."""
        return self.house.bundle

    @property
    def reader(self) -> Reader:
        """Everything that was recorded."""
        return self.house.store.reader

    def decide(self, event: EventLike) -> Decision:
        """Decide on an event, record it, and carry out what follows.

        Args:
            event: CloudEvents JSON, or a mapping in which `specversion`, `id`, `source` and `time` may be left out.
        Raises:
            Invalid: the event has faults, all of them listed.
            Conflict: the same id was told before with other content.
        """
        raw, now = self._raw(event), self.house.clock()
        decoded = self.house.decode(raw, now)
        if now >= self._tick_at:
            self.tick()
        earlier = self.reader.decided(decoded.source, decoded.id)
        if earlier is not None:
            return _decisions.decode(same(earlier, raw))
        return self._decide_new(decoded, raw, now)

    def ask(self, event: EventLike) -> Decision:
        """Would this be allowed? Nothing is recorded or counted."""
        house, now = self.house, self.house.clock()
        return shown(house.judge(house.decode(self._raw(event), now), now).decision)

    def decide_bytes(self, raw: bytes) -> bytes:
        """As `decide`, from CloudEvents JSON to the decision's JSON."""
        house, now = self.house, self.house.clock()
        event = house.decode(raw, now)
        if now >= self._tick_at:
            self.tick()
        earlier = self.reader.decided(event.source, event.id)
        return same(earlier, raw) if earlier is not None else self._record(house.pronounce(event, now), raw).answer

    def ask_bytes(self, raw: bytes) -> bytes:
        """As `ask`, from CloudEvents JSON to the decision's JSON."""
        house, now = self.house, self.house.clock()
        return house.pronounce(house.decode(raw, now), now).json

    def command(self, name: str, args: Mapping[str, Any], *, actor: str = "") -> dict[str, Any]:
        """Run `noun.verb`, for example `consent.grant`.

        Args:
            actor: the id of a person on file; "" is the operator's own system.
        Raises:
            NotThereYet: the command belongs to a room that is not built yet.
            TipstaffError: what the command says.
        """
        answer = self.house.store.run(self.house.commanding(name, args, actor), Ack.FSYNC)
        self.house.notice(answer.changes)
        return answer.result

    def give(self, given: Mapping[str, Any]) -> None:
        """Put a whole state at once, as a scenario's `given` says it."""
        at = self.house.clock()
        context = CommandContext(now=at, actor="", new_id=self.house.ids, told=True)

        def job(tx: Transaction) -> Any:
            draft = self.house.ledgers.draft(tx)
            give(draft, given, context)
            for change in draft.changes:
                tx.put_entry(change.kind, change.key, change.value, at, "given", "given")
            return draft.changes

        self.house.notice(self.house.store.run(job, Ack.WAL))

    def tick(self) -> int:
        """Do what falls due with time: erase the events that policies no longer keep. Gives how many those were.

        Deciding does this by itself, at most once a minute; call it where an engine lives on without deciding.
        """
        self._tick_at = self.house.clock() + TICK
        return self.house.retain()

    def explain(self, decision_id: str, rule: str = "") -> dict[str, Any]:
        """A recorded decision with the words of its clauses and the conditions that held.

        Args:
            rule: a clause, a control, `control/rule` or a rule; then `rules` says of each that goes by this name why it
                matched or did not: the parts of its condition that decided, and their values.
        Raises:
            NotFound: there is no decision of that id, nothing goes by the name, or the event has been erased.
        """
        row = self.reader.decision(decision_id)
        if row is None:
            raise NotFound(
                f"there is no decision `{decision_id}`; `tipstaff decide` keeps decisions only with --database"
            )
        told = explanation(row, self.bundle)
        if not rule:
            return told
        if row.event is None:
            raise NotFound("the event of this decision has been erased; what its rules looked at is gone")
        event = self.house.decode(row.event, row.at)
        return {**told, "rules": self.house.unmatched(event, rule, told["decision"]["facts"])}

    def reload(self) -> Bundle:
        """Read the packs again; a pack that does not compile never replaces what runs."""
        return self.house.reload()

    def close(self) -> None:
        """Write down the windows and close the store."""
        self.house.store.run(self.house.counting.snapshot(self.house.clock()), Ack.FSYNC)
        self.house.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _decide_new(self, event: Event, raw: bytes, now: datetime) -> Decision:
        ruling = self.house.judge(event, now)
        recorded = self._record(ruling, raw)
        # A decision learns its case when it is recorded.
        known = recorded.earlier or ruling.decision.effects
        return _decisions.decode(recorded.answer) if known else shown(ruling.decision)

    def _record(self, ruling: Judgement | Ruling, raw: bytes) -> Recorded:
        house, event = self.house, ruling.event
        recorded = house.store.run(
            house.recording(ruling, raw), house.acknowledgement(ruling, Ack.WAL), keys=[(event.source, event.id)]
        )
        if not recorded.earlier:
            house.counting.record(event)
            house.notice(recorded.changes)
        return recorded

    def _raw(self, event: EventLike) -> bytes:
        if isinstance(event, bytes):
            return event
        if isinstance(event, str):
            return event.encode()
        if not isinstance(event, Mapping):
            raise Invalid(
                "an event is a mapping or JSON", faults=[Fault("", "a mapping, bytes or text", describe(event))]
            )
        whole = {"specversion": "1.0", "source": "engine", **event}
        if "id" not in whole:
            whole["id"] = self.house.ids()
        return msgspec.json.encode(whole)
