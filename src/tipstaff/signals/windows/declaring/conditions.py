"""`where`: which events a window takes. The condition reads the event and nothing else, so that a replay agrees."""

from __future__ import annotations

from collections.abc import Callable

from tipstaff.cel import CelError, Compiled, Environment, compile_condition, evaluate, fuse
from tipstaff.cel.records import event_variables, record_type
from tipstaff.vocab.diagnostics import Diagnostic, Place
from tipstaff.vocab.event import Event
from tipstaff.vocab.reading.schema import EventType

Condition = Callable[[Event], bool]
ConditionMaker = Callable[[str, EventType], Condition]


def condition_for(text: str, event_type: EventType) -> Condition:
    """The condition as a function; an event for which it has no value (a missing field) is not taken.

    Raises:
        ValueError: it does not compile; `check_condition` says why.
    """
    environment = _environment(event_type)
    compiled, found = compile_condition(text, environment)
    if compiled is None:
        raise ValueError("\n".join(map(str, found)))
    condition: Compiled = compiled
    fused = fuse([(0, condition)], {"event": record_type(event_type.record)})

    # One thread asks, and one event at a time, so that what is asked with can be used again.
    matched: list[int] = []
    failed: list[int] = []
    seen = _Seen()

    def holds(event: Event) -> bool:
        seen.event = event
        fused(seen, matched, failed, event.data)
        if matched:
            matched.clear()
            return True
        if failed:
            failed.clear()
            return evaluate(condition, seen) is True
        return False

    return holds


def check_condition(text: str, event_type: EventType, place: Place) -> list[Diagnostic]:
    """What is wrong with the condition for events of this type."""
    return compile_condition(text, _environment(event_type), place=place)[1]


class _Seen:
    """The event and nothing else."""

    __slots__ = ("event",)

    event: Event

    def get(self, name: str) -> object:
        return self.event.data if name == "event" else getattr(self.event, name.partition(".")[2])

    def call(self, name: str, args: tuple[object, ...]) -> object:
        raise CelError("unknown-name", f"`{name}` cannot be used in a window ({len(args)} arguments)")


def _environment(event_type: EventType) -> Environment:
    return Environment(event_variables(event_type))
