"""What can be known of an event: a name, a type, a price, and how to find out.

A Signal is asked by its name alone (`text.spam`), a SignalFunction with arguments (`number.country(event.to)`). Both
are declarations: nothing is computed until a rule that can match asks, and then at most once per event.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from tipstaff.cel.types import Type
from tipstaff.signals.surroundings import Surroundings
from tipstaff.signals.text.wording import Wording
from tipstaff.vocab.event import Event
from tipstaff.vocab.tables import Table

F = TypeVar("F")


class View(Protocol):
    """What a detector may look at. `tipstaff.signals.reader.Reader` is the one implementation."""

    @property
    def event(self) -> Event:
        """The event being decided."""
        ...

    @property
    def at(self) -> datetime:
        """The event's time (UTC)."""
        ...

    @property
    def text(self) -> Wording:
        """What the event says; raises `CelError` when its type says nothing."""
        ...

    @property
    def surroundings(self) -> Surroundings:
        """What the installation declared."""
        ...

    def get(self, name: str) -> object:
        """Another signal's value; raises `CelError` when it cannot be known."""
        ...

    def call(self, name: str, args: tuple[object, ...]) -> object:
        """A signal function's value; raises `CelError` when it cannot be known."""
        ...

    def table(self, name: str) -> Table:
        """A table of figures; raises `CelError` when there is none."""
        ...

    def once(self, find: Callable[[View], F]) -> F:
        """What `find` says of this event, worked out once for all signals that ask; its failure is kept as well."""
        ...


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a signal rests on, for a person: what it is, and where in the text it stands.

    `start` and `end` are characters of the text that was looked at (`tipstaff.signals.text.wording`); both are -1 when
    the finding has no place. `what` never holds a restricted value in the clear.
    """

    what: str
    start: int = -1
    end: int = -1


@dataclass(frozen=True, slots=True)
class Signal:
    """A signal without arguments.

    `cost` is in microseconds for an SMS-sized event, warm. `languages` are those it was made for (`fr`, `en`); empty
    means that language does not matter. `version` changes whenever the same event may get another value.
    `compute` raises `CelError` when the event lacks what it looks at; `explain` says what the value rests on. `idle`
    says at a glance that an event has nothing to look at, so that the value is the empty list.
    """

    name: str
    type: Type
    cost: float
    version: str
    languages: tuple[str, ...]
    about: str
    compute: Callable[[View], object]
    explain: Callable[[View], Sequence[Finding]] | None = None
    idle: Callable[[Event], bool] | None = None


@dataclass(frozen=True, slots=True)
class SignalFunction:
    """A signal with arguments; `compute` gets the view and the arguments, already checked against `params`.

    `lasting` says that the value depends on the arguments and on tables alone, so that it is the same for every event
    of a day (UTC) and need not be worked out again; nobody changes a value that was given. `standing` says that it
    depends also on the event's account and on what the installation declared. `idle` is as with a signal.
    """

    name: str
    params: tuple[Type, ...]
    result: Type
    cost: float
    version: str
    languages: tuple[str, ...]
    about: str
    compute: Callable[..., object]
    lasting: bool = False
    standing: bool = False
    idle: Callable[[Event], bool] | None = None
