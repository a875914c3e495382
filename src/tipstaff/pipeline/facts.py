"""Everything that a condition may ask of one event: computed when asked, at most once, failures kept like values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from tipstaff.cel import CelError
from tipstaff.ledgers import Account, Ledgers
from tipstaff.ledgers.functions.authorization import covering
from tipstaff.ledgers.standing import Holds, Known
from tipstaff.ledgers.watched import Watched
from tipstaff.pipeline.asking import Key, Quick, Way, Ways
from tipstaff.pipeline.showing import Names, as_shown
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
    ways: Ways = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", Names(self.labels))
        object.__setattr__(self, "ways", Ways({}, {}, self.names.known))

    def way_of(self, name: str) -> Way:
        """How the value of a signal or a window is found."""
        label = self.names.of(name)
        if name.startswith(WINDOW):
            return Way(label, None, self.read_window, name)
        return Way(label, self.catalogue.idle.get(name), self.catalogue.computing[name])

    def way_to(self, name: str) -> Way | None:
        """How a function is answered of which no answer stands for another event; None for any other."""
        ledger_call = self.ledger_calls.get(name)
        if ledger_call is not None:
            return Way(name, None, ledger_call, self.ledgers) if self.holds.get(name, "moment") == "moment" else None
        function = self.catalogue.answering[name]
        if function.lasting or function.standing:
            return None
        return Way(name, function.idle, function.compute)


class EventFacts(Quick):
    """The facts of one event, as `decide` and the condition language read them.

    What is found is told at once, under the name that people read: most of it stands for many events, so that nothing
    is left to do when the decision is written.

    Args:
        event: what is asked about.
        sources: where facts come from.
    """

    __slots__ = ()
    _sources: Sources

    @property
    def account(self) -> Account:
        """The account on whose behalf the event happens; looked up when a rule or an explanation first needs it."""
        found = self._account
        if found is None:
            found = self._account = self._sources.account(self.event.account)
        return found

    def authorizations(self) -> Sequence[tuple[str, str]]:
        """(id, use) of every authorization that was found to cover the event since this was last asked."""
        found, self._authorizations = self._authorizations, []
        return found

    def computed(self) -> dict[str, Any]:
        """What was computed for this event, by name, personal values masked: for the record and for people."""
        return self._told

    def _open(self) -> Known:
        event = self.event
        known = self._known = self._sources.ledgers.answers.of(event.account, event.time)
        return known

    def _call(self, key: Key, args: tuple[object, ...]) -> object:
        """The value of a function that does not stand. What stands from now on is kept."""
        name = key[0]
        if name == AUTHORIZATION:
            return self._authorized(str(args[0]))
        values, sources = self._values, self._sources
        value = values.get(key, _MISSING)
        if value is _MISSING:
            way = sources.way_to(name)
            if way is not None:
                sources.ways.functions[name] = way
                return self.call(name, args)
            answers, before = sources.ledgers.answers, len(values)
            repeated = answers.is_repeated(key)
            value, stands = self._answer(key, args, repeated)
            label = sources.names.of(key) if repeated else sources.names.once(key)
            shown = as_shown(value)
            if len(values) > before:
                self._tell(before)
            values[key] = value
            self._told.setdefault(label, shown)
            if stands:
                known = self._known
                assert known is not None  # `call` opened them
                answers.keep(known, key, (value, label, shown))
        return self._fail(value) if isinstance(value, CelError) else value

    def _read(self, name: str) -> object:
        plain = _PLAIN.get(name)
        if plain is not None:
            return plain(self)
        self._sources.ways.variables[name] = self._sources.way_of(name)
        return self.get(name)

    def _named(self, key: Key) -> str:
        names = self._sources.names
        return names.of(key) if self._sources.ledgers.answers.is_repeated(key) else names.once(key)

    def _answer(self, key: Key, args: tuple[object, ...], repeated: bool) -> tuple[object, bool]:
        """The value or the failure as a value, and whether it stands for other events, as far as that is looked at."""
        sources, name = self._sources, key[0]
        ledger_call = sources.ledger_calls.get(name)
        if ledger_call is None:
            return self._signal(key, args, repeated)
        event = self.event
        try:
            if not repeated:
                return ledger_call(sources.ledgers, event, *args), False
            watched = Watched(sources.ledgers, event.account, event.time)
            value = ledger_call(watched, event, *args)
        except CelError as failure:
            # One that is raised again and again would hold on to more of the past each time, so it is not kept.
            return failure, False
        return value, watched.stands(sources.holds[name])

    def _signal(self, key: Key, args: tuple[object, ...], repeated: bool) -> tuple[object, bool]:
        idle = self._sources.catalogue.answering[key[0]].idle
        if idle is not None and self._is_idle(idle):
            return [], False
        value = (self._reader or self._signals()).answer(key, args)
        return value, repeated and not isinstance(value, CelError)

    def _tell(self, before: int) -> None:
        """Say what was found since there were so many values."""
        names = self._sources.names
        for key, value in islice(self._values.items(), before, None):
            self._told.setdefault(names.of(key), as_shown(value))

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
        reader = self._reader = self._sources.make_reader(self.event, self._values)
        return reader


_PLAIN: Mapping[str, Callable[[EventFacts], object]] = {
    "event": lambda facts: facts.event.data,
    "event.id": lambda facts: facts.event.id,
    "event.type": lambda facts: facts.event.type,
    "event.time": lambda facts: facts.event.time,
    "event.account": lambda facts: facts.event.account,
    "account": lambda facts: facts.account,
    "extra": lambda facts: facts.event.extra(),
}
