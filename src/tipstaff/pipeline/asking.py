"""How facts are asked: the little that happens at each of some fifty questions of an event.

What is known beforehand is answered here, and what a prepared way leads to; the rest by the methods that the class
above has. `native/_facts.c` is the same in C.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tipstaff.cel import CelError
from tipstaff.ledgers import Account
from tipstaff.ledgers.standing import Known
from tipstaff.native.kernels import kernel
from tipstaff.pipeline.showing import as_shown
from tipstaff.signals import Reader
from tipstaff.signals.reader import lacks
from tipstaff.vocab.event import Event

Key = tuple[str, tuple[Any, ...]]
"""(name, arguments), the arguments as something that can be a key."""

_MISSING: Final = object()


class Way(NamedTuple):
    """How a fact is found out that no other event can have answered.

    Attributes:
        label: what people call it; of a function its name, to which arguments belong.
        idle: tells at a glance that there is nothing to look at, so that the value is an empty list; or None.
        find: `find(reader)`, and the arguments of a function: a signal.
        of_event: what `find` gets instead of the reader, before the event and the arguments: for a window its name, for
            a function of the ledgers these; None for a signal.
    """

    label: str
    idle: Callable[[Event], bool] | None
    find: Callable[..., object]
    of_event: object = None


class Ways(NamedTuple):
    """Those that are prepared.

    Attributes:
        variables, functions: by name.
        names: what calls are called that were shown lately.
    """

    variables: dict[str, Way]
    functions: dict[str, Way]
    names: dict[Any, str]


class Asked:
    """Answers what is known.

    Args:
        event: what is asked about.
        sources: where facts come from; `ways` of it are those that are prepared.

    Attributes:
        _known: calls that stand for many events: (value, name, the value as it is shown); None before the first call.
        _values: what was found of this event, by name or call; failures like values.
        _told: everything that was found, by the name that people read, as it is shown.
    """

    __slots__ = (
        "_account",
        "_authorizations",
        "_glances",
        "_known",
        "_reader",
        "_sources",
        "_told",
        "_values",
        "_ways",
        "event",
    )

    def __init__(self, event: Event, sources: Any) -> None:
        self.event = event
        self._sources = sources
        self._account: Account | None = None
        self._reader: Reader | None = None
        self._known: Known | None = None
        self._values: dict[Any, object] = {}
        self._told: dict[str, Any] = {}
        self._authorizations: list[tuple[str, str]] = []
        self._glances: dict[Callable[[Event], bool], bool] | None = None
        self._ways: Ways = sources.ways

    def get(self, name: str) -> object:
        """The value of a declared variable.

        Raises:
            CelError: it cannot be known; the same error each time it is asked.
        """
        value = self._values.get(name, _MISSING)
        if value is _MISSING:
            way = self._ways.variables.get(name)
            if way is None:
                return self._read(name)
            value = self._variable(name, way)
        return self._fail(value) if isinstance(value, CelError) else value

    def call(self, name: str, args: tuple[object, ...]) -> object:
        """The value of a function that depends on the event: of the ledgers, or of a signal.

        Raises:
            CelError: it cannot be known.
        """
        known = self._known
        if known is None:
            known = self._open()
        key: Key = (name, args)
        try:
            found = known.get(key)
        except TypeError:
            key = self._frozen(name, args)
            found = known.get(key)
        if found is None:
            way = self._ways.functions.get(name)
            return self._call(key, args) if way is None else self._function(key, way, args)
        value, label, shown = found
        self._told.setdefault(label, shown)
        return value

    def _variable(self, name: str, way: Way) -> object:
        """What a way leads to, or its failure as a value; kept and told."""
        values = self._values
        before = len(values)
        value = values[name] = self._found(way, ())
        if len(values) == before + 1:
            # Nothing else was found on the way, so what there was before need not be gone through.
            self._told.setdefault(way.label, as_shown(value))
        else:
            self._tell(before)
        return value

    def _function(self, key: Key, way: Way, args: tuple[object, ...]) -> object:
        """The value of a call that a way leads to, kept and told; raises as `call`."""
        values = self._values
        value = values.get(key, _MISSING)
        if value is _MISSING:
            before = len(values)
            value = self._found(way, args)
            if len(values) > before:
                self._tell(before)
            values[key] = value
            self._told.setdefault(self._ways.names.get(key) or self._named(key), as_shown(value))
        return self._fail(value) if isinstance(value, CelError) else value

    def _found(self, way: Way, args: tuple[object, ...]) -> object:
        """What a way leads to now, or its failure as a value."""
        if way.idle is not None and self._is_idle(way.idle):
            return []
        try:
            if way.of_event is not None:
                return way.find(way.of_event, self.event, *args)
            return way.find(self._reader or self._signals(), *args)
        except (CelError, ModuleNotFoundError) as failure:
            return self._failure(way, failure)

    def _is_idle(self, idle: Callable[[Event], bool]) -> bool:
        """Whether a glance at the event says that there is nothing to look at."""
        glances = self._glances
        if glances is None:
            glances = self._glances = {}
        said = glances.get(idle)
        if said is None:
            said = glances[idle] = idle(self.event)
        return said

    def _failure(self, way: Way, failure: BaseException) -> CelError:
        """What keeps a way from leading anywhere, as a value; what is no such failure is raised again."""
        if isinstance(failure, ModuleNotFoundError):
            return lacks(way.label, failure)
        if not isinstance(failure, CelError):
            raise failure
        return failure

    def _open(self) -> Known:
        """Fetch the calls that stand."""
        raise NotImplementedError

    def _frozen(self, name: str, args: tuple[object, ...]) -> Key:
        """The key of a call with a list or a map among its arguments."""
        return name, frozen(args)

    def _call(self, key: Key, args: tuple[object, ...]) -> object:
        """The value of a call that does not stand; raises as `call`."""
        raise NotImplementedError

    def _read(self, name: str) -> object:
        """The value of a variable that was not asked for yet; raises as `get`."""
        raise NotImplementedError

    def _signals(self) -> Reader:
        """Begin to read the event's signals."""
        raise NotImplementedError

    def _tell(self, before: int) -> None:
        """Tell what was found since there were so many values."""
        raise NotImplementedError

    def _named(self, key: Key) -> str:
        """What a call is called that was not shown lately."""
        raise NotImplementedError

    def _fail(self, failure: CelError) -> object:
        """Raise what was kept."""
        raise failure


def frozen(value: Any) -> Any:
    """Lists and maps as something that can be a key."""
    if isinstance(value, list | tuple):
        return tuple([frozen(item) for item in value])
    if isinstance(value, Mapping):
        return tuple([(key, frozen(item)) for key, item in value.items()])
    return value


_KERNEL: Final = kernel("facts")

if TYPE_CHECKING or _KERNEL is None:
    Quick = Asked
else:

    class Quick(_KERNEL.Facts):
        """Answers what is known, in C."""

        __slots__ = ()
        _frozen = Asked._frozen
        _fail = Asked._fail
        _failure = Asked._failure
        _shown = staticmethod(as_shown)
