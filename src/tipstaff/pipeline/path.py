"""The path itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from tipstaff.decide import Judgement, Program, decide, encode, pronounce, shown
from tipstaff.pipeline.facts import EventFacts, Sources
from tipstaff.vocab.decision import Decision, Effect
from tipstaff.vocab.event import Event
from tipstaff.vocab.verdict import Verdict

ProgramFor = Callable[[Event], Program]


class Ruling(Struct, frozen=True, gc=False):
    """A decision and the facts it rests on."""

    decision: Decision
    facts: EventFacts

    @property
    def event(self) -> Event:
        """What was judged."""
        return self.facts.event

    @property
    def id(self) -> str:
        """Of the record."""
        return self.decision.id

    @property
    def at(self) -> datetime:
        """When it was decided (UTC)."""
        return self.decision.at

    @property
    def json(self) -> bytes:
        """The whole decision as it is answered and kept, no case named yet."""
        return encode(shown(self.decision))

    @property
    def versions(self) -> dict[str, str]:
        """Of the clauses of the reasons."""
        return {reason.clause: reason.version for reason in self.decision.reasons}

    def json_with(self, case: str | None, effects: Sequence[Effect]) -> bytes:
        """The decision's JSON with its case, and other effects, masked."""
        return encode(shown(replace(self.decision, case=case, effects=list(effects))))

    @property
    def verdict(self) -> Verdict:
        """The severest one."""
        return self.decision.verdict

    @property
    def effects(self) -> Sequence[Effect]:
        """What is set in motion, with arguments as they are."""
        return self.decision.effects

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses of the reasons, each once."""
        return tuple({reason.clause: None for reason in self.decision.reasons})

    @property
    def policy(self) -> str:
        """The policy of the first reason, "" when there is none."""
        return self.decision.reasons[0].policy if self.decision.reasons else ""


class Pipeline:
    """Judges events.

    Args:
        program_for: the program in force for an event's account at the event's time.
        sources: where facts come from.
    """

    def __init__(self, program_for: ProgramFor, sources: Sources) -> None:
        self._program_for = program_for
        self._sources = sources

    def judge(self, event: Event, *, decision_id: str, at: datetime) -> Ruling:
        """Decide on an event without leaving a trace; what is kept is the caller's business.

        Args:
            event: decoded, with its time in UTC.
            decision_id: the id the record will have.
            at: when the decision is made (UTC).
        """
        facts = EventFacts(event, self._sources)
        decision = decide(self._program_for(event), facts, id=decision_id, at=at)
        return Ruling(decision, facts)

    def law(self, event: Event) -> Program:
        """The program in force for an event."""
        return self._program_for(event)

    def facts(self, event: Event) -> EventFacts:
        """What may be asked of an event, as things are now."""
        return EventFacts(event, self._sources)

    def pronounce(self, event: Event, *, decision_id: str, at: datetime) -> Judgement | Ruling:
        """The same, as JSON at once where nothing depends on the event but reasons."""
        facts = EventFacts(event, self._sources)
        made = pronounce(self._program_for(event), facts, id=decision_id, at=at)
        return made if isinstance(made, Judgement) else Ruling(made, facts)
