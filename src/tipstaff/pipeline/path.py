"""The path itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from msgspec import Struct

from tipstaff.decide import Program, decide
from tipstaff.pipeline.facts import EventFacts, Sources
from tipstaff.vocab.decision import Decision
from tipstaff.vocab.event import Event

ProgramFor = Callable[[Event], Program]


class Ruling(Struct, frozen=True, gc=False):
    """A decision and the facts it rests on."""

    decision: Decision
    facts: EventFacts


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
