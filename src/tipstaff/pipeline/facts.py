"""Everything that a condition may ask of one event: computed when asked, at most once, failures kept like values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec import Struct

from tipstaff.cel import CelError
from tipstaff.ledgers import Account, Ledgers
from tipstaff.ledgers.functions.authorization import covering
from tipstaff.pipeline.showing import shown
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
        catalogue: the signals and their functions.
        read_window: the value of a declared window, the event at hand included.
        make_reader: the signals of one event, which keep their values in the given place.
        account: the account on whose behalf an event happens.
        labels: what people call a variable that the machine names (a window's specification), by its name.
    """

    ledgers: Ledgers
    ledger_calls: Mapping[str, LedgerCall]
    catalogue: Catalogue
    read_window: WindowRead
    make_reader: Callable[[Event, dict[Any, object]], Reader]
    account: Callable[[str], Account]
    labels: Mapping[str, str]


class EventFacts(Struct, eq=False):
    """The facts of one event, as `decide` and the condition language read them. A struct because it is made quickly."""

    event: Event
    _sources: Sources
    _account: Account | None = None
    _reader: Reader | None = None
    _values: dict[Any, object] = {}
    _authorizations: list[tuple[str, str]] = []

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
        key: tuple[str, tuple[object, ...]] = (name, args)
        try:
            value = self._values.get(key, _MISSING)
        except TypeError:  # a list or a map among the arguments
            key = (name, _frozen(args))
            value = self._values.get(key, _MISSING)
        if value is _MISSING or name == AUTHORIZATION:
            if name == AUTHORIZATION:
                return self._authorized(str(args[0]))
            value = self._values[key] = self._ask(key, args)
        if isinstance(value, CelError):
            raise value
        return value

    def authorizations(self) -> Sequence[tuple[str, str]]:
        """(id, use) of every authorization that was found to cover the event since this was last asked."""
        found, self._authorizations = self._authorizations, []
        return found

    def computed(self) -> dict[str, Any]:
        """What was computed for this event, by name, personal values masked: for the record and for people."""
        values = self._values
        return shown(values, self._sources.labels) if values else {}

    def _ask(self, key: tuple[str, tuple[object, ...]], args: tuple[object, ...]) -> object:
        """The value of a function, or the failure as a value."""
        sources = self._sources
        ledger_call = sources.ledger_calls.get(key[0])
        if ledger_call is None:
            return self._signals().answer(key, args)
        try:
            return ledger_call(sources.ledgers, self.event, *args)
        except CelError as failure:
            return failure

    def _authorized(self, use: str) -> bool:
        """Whether an authorization covers the event; which one is remembered, so that the decision can name it."""
        key = (AUTHORIZATION, (use,))
        found = self._values.get(key, _MISSING)
        if found is _MISSING:
            covering_one = covering(self._sources.ledgers, self.event, use)
            found = self._values[key] = covering_one.id if covering_one is not None else False
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
        if not name.startswith(WINDOW):
            return self._signals().known(name)
        try:
            value = self._sources.read_window(name, self.event)
        except CelError as failure:
            value = failure
        self._values[name] = value
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
