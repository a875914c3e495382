"""Windows that survive a restart and a new bundle: written down now and then, and filled from what was recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from tipstaff.app.collector import collector_paused
from tipstaff.app.keeping.refilling import ANY_TIME, Refill, reach
from tipstaff.policy import Window
from tipstaff.signals.windows import Windows, WindowSpec, parse_window
from tipstaff.store import Job, Store, Transaction
from tipstaff.vocab.event import Event
from tipstaff.vocab.reading.decoding import ClockLimits, Decoder
from tipstaff.vocab.reading.schema import Vocabulary

SNAPSHOT = "windows"


class Counting:
    """The windows of a bundle.

    Args:
        windows: as the bundle declares them, by the name under which conditions read them.
        vocabulary: the event types with all their fields.
        secret: the installation's key, under which personal values are counted.
        limits: how far an event's time may be off; None for any.
    """

    def __init__(
        self, windows: Mapping[str, Window], vocabulary: Vocabulary, secret: bytes, limits: ClockLimits | None = None
    ) -> None:
        self._windows = Windows(_specs(windows), vocabulary, secret=secret)
        self._decoder = Decoder(vocabulary)
        self._secret = secret
        self._limits = limits
        self._follower: Refill | None = None
        self.recorded = 0

    def read(self, name: str, event: Event) -> object:
        """The value of a window, this event included."""
        return self._windows.read(name, event)

    def record(self, event: Event) -> None:
        """Let every window move on."""
        self.recorded += 1
        self._windows.record(event)
        if self._follower is not None:
            self._follower.note(event)

    def catch_up(self, store: Store, now: datetime) -> int:
        """Restore the last snapshot and replay what was recorded since; gives how many events that were.

        Windows that the snapshot does not know are filled from what was recorded before it. The same decoder and the
        same `record` as for live events, so the values are the same too.
        """
        place, lacking = self._restore(store)
        if place and lacking:
            refill = self._refill({name: self._windows.specs[name] for name in lacking}, store, now)
            refill.advance(place)
            self._windows.adopt(refill.finish())
        replayed = 0
        for _, raw in store.reader.events_since(place):
            self._windows.record(self._decoder.decode(raw, ANY_TIME))
            replayed += 1
        return replayed

    def _restore(self, store: Store) -> tuple[int, frozenset[str]]:
        """Fill the windows from the last snapshot: the sequence from which to replay, and the names of windows without
        a state. Replay all where no snapshot fits.
        """
        snapshot = store.reader.snapshot(SNAPSHOT)
        if snapshot is None:
            return 0, frozenset()
        try:
            lacking = self._windows.restore(snapshot.state)
        except ValueError:  # written by a release with another format
            return 0, frozenset()
        return snapshot.sequence, lacking

    def refill_from(self, before: Counting, store: Store, now: datetime) -> Refill | None:
        """Begin to fill the windows that `before` does not have; None when it has them all. Nothing is read yet."""
        running = {str(spec) for spec in before._windows.specs.values()}
        lacking = {name: spec for name, spec in self._windows.specs.items() if str(spec) not in running}
        return self._refill(lacking, store, now) if lacking else None

    def follow(self, refill: Refill, under_way: Sequence[Event]) -> None:
        """From now on tell a refill of every event that is counted. Call it between two events."""
        refill.follow(under_way)
        self._follower = refill

    def follow_no_more(self) -> None:
        """The refill is done or was given up."""
        self._follower = None

    def take_over(self, before: Counting, refill: Refill | None) -> None:
        """Go on from the windows of an earlier bundle: those declared alike keep what they counted, the others come
        from the refill.

        The earlier one must not be used any more.
        """
        self._windows.adopt(before._windows)
        if refill is not None:
            self._windows.adopt(refill.finish())

    def _refill(self, specs: Mapping[str, WindowSpec], store: Store, now: datetime) -> Refill:
        far = reach(specs, self._limits)
        windows = Windows(specs, self._decoder.vocabulary, secret=self._secret)
        return Refill(windows, self._decoder, store.reader, None if far is None else now - far)

    def freeze(self) -> Callable[[], bytes]:
        """The state as of now; calling what this gives compresses it, on any thread, for `keeping`."""
        self.recorded = 0
        with collector_paused():  # the copy is some objects for each key, none of them garbage
            return self._windows.freeze()

    def snapshot(self, at: datetime) -> Job[None]:
        """A job that keeps the state as of now: it is queued behind every event that was counted."""
        state = self.freeze()()

        def job(tx: Transaction) -> None:
            tx.put_snapshot(SNAPSHOT, tx.sequence, at, state)

        return job


def place(tx: Transaction) -> int:
    """A job queued behind every event that was counted: where the record ends for them."""
    return tx.sequence


def keeping(state: bytes, sequence: int, at: datetime) -> Job[None]:
    """A job that keeps a state as of a decision."""

    def job(tx: Transaction) -> None:
        tx.put_snapshot(SNAPSHOT, sequence, at, state)

    return job


def _specs(windows: Mapping[str, Window]) -> dict[str, WindowSpec]:
    specs = {}
    for name, window in windows.items():
        spec, _ = parse_window(window.specification)
        assert spec is not None, window.specification  # it was checked when the pack was loaded
        specs[name] = spec
    return specs
