"""Everything that a condition may ask of one event: computed when asked, at most once, failures kept like values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from msgspec import Struct

from tipstaff.cel import CelError
from tipstaff.ledgers import Account, Ledgers
from tipstaff.ledgers.functions.authorization import covering
from tipstaff.ledgers.ledgers import Watched
from tipstaff.ledgers.standing import Holds, Known
from tipstaff.pipeline.showing import Names
from tipstaff.signals import Catalogue, Reader
from tipstaff.vocab.event import Event

LedgerCall = Callable[..., object]
"""Of the ledgers, the event and the arguments of the call."""
WindowRead = Callable[[str, Event], object]

_MISSING = object()
WINDOW = "window."
AUTHORIZATION = "authorization"


@dataclass(frozen=True, slots=True)
class Sources:
    """Where facts come from.

    Attributes:
        ledgers: what the operator knows.
        ledger_calls: the functions that ask the ledgers, by name.
        holds: of those whose answers may be kept from event to event, how long they stand.
        catalogue: the signals and their functions.
        read_window: the value of a declared window, the event at hand included.
        make_reader: the signals of one event, which keep their values in the given place.
        account: the account on whose behalf an event happens.
        labels: what people call a variable that the machine names (a window's specification), by its name.

    Attributes:
        names: what everything is called that was shown lately.
    """

    ledgers: Ledgers
    ledger_calls: Mapping[str, LedgerCall]
    catalogue: Catalogue
    read_window: WindowRead
    make_reader: Callable[[Event, dict[Any, object]], Reader]
    account: Callable[[str], Account]
    labels: Mapping[str, str]
    holds: Mapping[str, Holds] = field(default_factory=dict)
    names: Names = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", Names(self.labels))


class EventFacts(Struct, eq=False):
    """The facts of one event, as `decide` and the condition language read them. A struct because it is made quickly.

    What is found is told at once, under the name that people read: most of it stands for many events (`_known`: value,
    name, and the value as it is shown), so that nothing is left to do when the decision is written.
    """

    event: Event
    _sources: Sources
    _account: Account | None = None
    _reader: Reader | None = None
    _known: Known | None = None
    _values: dict[Any, object] = {}
    _told: dict[str, Any] = {}
    _authorizations: list[tuple[str, str]] = []
    _glances: dict[Callable[[Event], bool], bool] = {}

    @property
    def account(self) -> Account:
        """The account on whose behalf the event happens; looked up when a rule or an explanation first needs it."""
        found = self._account
        if found is None:
            found = self._account = self._sources.account(self.event.account)
        return found

    def get(self, name: str) -> object:
        """The value of a declared variable.

        Raises:
            CelError: it cannot be known; the same error each time it is asked.
        """
        value = self._values.get(name, _MISSING)
        if value is _MISSING:
            plain = _PLAIN.get(name)
            if plain is not None:
                return plain(self)
            value = self._compute(name)
        if isinstance(value, CelError):
            raise value
        return value

    def call(self, name: str, args: tuple[object, ...]) -> object:
        """The value of a function that depends on the event: of the ledgers, or of a signal.

        Raises:
            CelError: it cannot be known.
        """
        key: tuple[str, tuple[Any, ...]] = (name, args)
        known = self._known
        if known is None:
            event = self.event
            known = self._known = self._sources.ledgers.answers.of(event.account, event.time)
        try:
            found = known.get(key)
        except TypeError:  # a list or a map among the arguments
            key = (name, _frozen(args))
            found = known.get(key)
        if found is not None:
            value, label, told = found
            self._told.setdefault(label, told)
            return value
        value = self._values.get(key, _MISSING)
        if value is _MISSING or name == AUTHORIZATION:
            if name == AUTHORIZATION:
                return self._authorized(str(args[0]))
            value = self._asked(key, args, known)
        if isinstance(value, CelError):
            raise value
        return value

    def authorizations(self) -> Sequence[tuple[str, str]]:
        """(id, use) of every authorization that was found to cover the event since this was last asked."""
        found, self._authorizations = self._authorizations, []
        return found

    def computed(self) -> dict[str, Any]:
        """What was computed for this event, by name, personal values masked: for the record and for people."""
        return self._told

    def _asked(self, key: tuple[str, tuple[Any, ...]], args: tuple[object, ...], known: Known) -> object:
        """The value of a function, or the failure as a value. What stands for other events too is kept for them."""
        before = len(self._values)
        value, stands = self._answer(key, args)
        self._values[key] = value
        told = self._tell(before)
        # A failure that is raised again and again would hold on to more of the past each time.
        if stands and not isinstance(value, CelError):
            sources = self._sources
            sources.ledgers.answers.keep(known, key, (value, sources.names.of(key), told))
        return value

    def _answer(self, key: tuple[str, tuple[Any, ...]], args: tuple[object, ...]) -> tuple[object, bool]:
        """The value, and whether it stands for other events."""
        sources, name = self._sources, key[0]
        ledger_call = sources.ledger_calls.get(name)
        if ledger_call is None:
            return self._signal(key, args)
        event, holds = self.event, sources.holds.get(name, "moment")
        try:
            if holds == "moment":
                return ledger_call(sources.ledgers, event, *args), False
            watched = Watched(sources.ledgers, event.account, event.time)
            value = ledger_call(watched, event, *args)
        except CelError as failure:
            return failure, False
        return value, watched.stands(holds)

    def _signal(self, key: tuple[str, tuple[Any, ...]], args: tuple[object, ...]) -> tuple[object, bool]:
        function = self._sources.catalogue.answering[key[0]]
        if function.idle is not None and self._is_idle(function.idle):
            return [], False
        return self._signals().answer(key, args), function.lasting or function.standing

    def _is_idle(self, idle: Callable[[Event], bool]) -> bool:
        """Whether a glance at the event says that there is nothing to look at."""
        said = self._glances.get(idle)
        if said is None:
            said = self._glances[idle] = idle(self.event)
        return said

    def _tell(self, before: int) -> Any:
        """Say what was found since there were so many values: others that it rests on come first. Gives the last one as
        it is shown.
        """
        names, shown = self._sources.names, None
        for key, value in islice(self._values.items(), before, None):
            shown = names.value(value)
            self._told.setdefault(names.of(key), shown)
        return shown

    def _authorized(self, use: str) -> bool:
        """Whether an authorization covers the event; which one is remembered, so that the decision can name it."""
        key = (AUTHORIZATION, (use,))
        found = self._values.get(key, _MISSING)
        if found is _MISSING:
            covering_one = covering(self._sources.ledgers, self.event, use)
            before = len(self._values)
            found = self._values[key] = covering_one.id if covering_one is not None else False
            self._tell(before)
        if found is not False:
            self._authorizations.append((str(found), use))
        return found is not False

    def _signals(self) -> Reader:
        reader = self._reader
        if reader is None:
            reader = self._reader = self._sources.make_reader(self.event, self._values)
        return reader

    def _compute(self, name: str) -> object:
        """The value of a signal or a window, kept; a failure as a value."""
        before = len(self._values)
        if not name.startswith(WINDOW):
            idle = self._sources.catalogue.idle.get(name)
            if idle is not None and self._is_idle(idle):
                value: object = []
                self._values[name] = value
            else:
                value = self._signals().known(name)
        else:
            try:
                value = self._sources.read_window(name, self.event)
            except CelError as failure:
                value = failure
            self._values[name] = value
        self._tell(before)
        return value


_PLAIN: Mapping[str, Callable[[EventFacts], object]] = {
    "event": lambda facts: facts.event.data,
    "event.id": lambda facts: facts.event.id,
    "event.type": lambda facts: facts.event.type,
    "event.time": lambda facts: facts.event.time,
    "event.account": lambda facts: facts.event.account,
    "account": lambda facts: facts.account,
    "extra": lambda facts: facts.event.extra(),
}


def _frozen(value: Any) -> Any:
    """Lists and maps as something that can be a key."""
    if isinstance(value, list | tuple):
        return tuple(_frozen(item) for item in value)
    if isinstance(value, Mapping):
        return tuple((key, _frozen(item)) for key, item in value.items())
    return value
