"""One event's signals: computed when asked, at most once, failures kept like values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from tipstaff.cel import CelError
from tipstaff.signals.catalogue import Catalogue
from tipstaff.signals.failure import unavailable
from tipstaff.signals.lasting import UNKNOWN, Asked
from tipstaff.signals.media.prose import prose_of
from tipstaff.signals.signal import SignalFunction, View
from tipstaff.signals.surroundings import NoSurroundings, Surroundings
from tipstaff.signals.text.wording import Wording, says, wording, wording_of
from tipstaff.vocab.event import Event
from tipstaff.vocab.tables import Table

_NOTHING = NoSurroundings()
_UNASKED = object()
F = TypeVar("F")
Values = dict[Any, object]


class Reader:
    """The signals of one event.

    Args:
        event: the event being decided.
        catalogue: the signals there are.
        surroundings: what the installation declared (protected names).
        values: where values are kept, by name or by (name, arguments); the caller may keep others there.
    """

    __slots__ = ("_once", "_text", "_values", "catalogue", "event", "surroundings")

    def __init__(
        self,
        event: Event,
        catalogue: Catalogue,
        surroundings: Surroundings = _NOTHING,
        values: Values | None = None,
    ) -> None:
        self.event = event
        self.catalogue = catalogue
        self.surroundings = surroundings
        self._values: Values = {} if values is None else values
        self._once: dict[Callable[[View], object], object] = {}
        self._text: Wording | None = None

    @property
    def at(self) -> datetime:
        """The event's time (UTC): what tables and hours are read at."""
        return self.event.time

    @property
    def text(self) -> Wording:
        """What the event says, read once for all text signals; of an upload or a deployment, what its text files say.

        Raises:
            CelError: events of this type say nothing and carry no files.
        """
        if self._text is None:
            words = None if says(self.event) else prose_of(self.event)
            self._text = wording_of(self.event) if words is None else wording(words)
        return self._text

    def get(self, name: str) -> object:
        """The value of a signal.

        Raises:
            CelError: it cannot be known; the same error each time it is asked.
            KeyError: there is no signal of that name (the checker lets no condition through that asks for one).
        """
        value = self.known(name)
        if isinstance(value, CelError):
            raise value
        return value

    def known(self, name: str) -> object:
        """Like `get`, but a failure comes back as a value instead of being raised."""
        value = self._values.get(name, _UNASKED)
        if value is _UNASKED:
            try:
                value = self.catalogue.computing[name](self)
            except CelError as failure:
                value = failure
            except ModuleNotFoundError as missing:
                value = lacks(name, missing)
            self._values[name] = value
        return value

    def call(self, name: str, args: tuple[object, ...]) -> object:
        """The value of a signal function for these arguments; raises like `get`."""
        key = (name, _hashable(args))
        value = self._values.get(key, _UNASKED)
        if value is _UNASKED:
            value = self._values[key] = self.answer(key, args)
        if isinstance(value, CelError):
            raise value
        return value

    def answer(self, key: Asked, args: tuple[object, ...]) -> object:
        """What a signal function says, or its failure as a value; kept only when it counts for other events too.

        Args:
            key: its name and the arguments as something that can be a key.
            args: the arguments as the function gets them.
        """
        function = self.catalogue.answering[key[0]]
        if not function.lasting:
            return self._asked(function, args)
        day = self.catalogue.lasting.on(self.event.time)
        value = day.get(key)
        if value is UNKNOWN:
            value = self._asked(function, args)
            # A failure that is raised again and again would hold on to more of the past each time.
            if not isinstance(value, CelError):
                day.put(key, value)
        return value

    def _asked(self, function: SignalFunction, args: tuple[object, ...]) -> object:
        try:
            return function.compute(self, *args)
        except CelError as failure:
            return failure
        except ModuleNotFoundError as missing:
            return lacks(function.name, missing)

    def table(self, name: str) -> Table:
        """A table of figures by its name, for example `contact-hours`.

        Raises:
            CelError: there is no such table.
        """
        return self.catalogue.table(name)

    def once(self, find: Callable[[View], F]) -> F:
        """What a function says of this event, worked out once for all signals that rest on it (links, parsed HTML).

        Raises:
            CelError: it cannot be known; the same error each time it is asked.
        """
        value: Any = self._once.get(find, _UNASKED)
        if value is _UNASKED:
            try:
                value = find(self)
            except CelError as failure:
                value = failure
            self._once[find] = value
        if type(value) is CelError:
            raise value
        return value  # type: ignore[no-any-return]  # what `find` gave

    def computed(self) -> dict[str, object]:
        """The signals that were asked for so far, failures included; functions as `name(arguments)`."""
        return {key if isinstance(key, str) else f"{key[0]}{key[1]}": value for key, value in self._values.items()}


def _hashable(args: tuple[object, ...]) -> tuple[object, ...]:
    """The arguments as they are, lists among them as tuples."""
    return tuple([tuple(arg) if isinstance(arg, list) else arg for arg in args])


def lacks(name: str, missing: ModuleNotFoundError) -> CelError:
    """The failure of a signal whose package is not installed."""
    return unavailable(f"`{name}` needs the package `{missing.name}`, which is not installed")
