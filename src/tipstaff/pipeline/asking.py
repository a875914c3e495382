"""How facts are asked: the little that happens at each of some fifty questions of an event.

What is known beforehand is answered here; the rest by the methods that the class above has. `native/_facts.c` is the
same in C.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from tipstaff.cel import CelError
from tipstaff.ledgers import Account
from tipstaff.ledgers.standing import Known
from tipstaff.native.kernels import kernel
from tipstaff.signals import Reader
from tipstaff.vocab.event import Event

Key = tuple[str, tuple[Any, ...]]
"""(name, arguments), the arguments as something that can be a key."""

_MISSING: Final = object()


class Asked:
    """Answers what is known.

    Args:
        event: what is asked about.
        sources: where facts come from.

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

    def get(self, name: str) -> object:
        """The value of a declared variable.

        Raises:
            CelError: it cannot be known; the same error each time it is asked.
        """
        value = self._values.get(name, _MISSING)
        if value is _MISSING:
            return self._read(name)
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
            return self._call(key, args)
        value, label, shown = found
        self._told.setdefault(label, shown)
        return value

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
