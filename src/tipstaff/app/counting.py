"""Windows that survive a restart: written down now and then, and caught up from the decisions recorded since."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from tipstaff.policy import Window
from tipstaff.signals.windows import Windows, WindowSpec, parse_window
from tipstaff.store import Job, Store, Transaction
from tipstaff.vocab.decoding import Decoder
from tipstaff.vocab.event import Event
from tipstaff.vocab.schema import Vocabulary

SNAPSHOT = "windows"
_ANY_TIME = datetime(1970, 1, 1, tzinfo=UTC)


class Counting:
    """The windows of a bundle.

    Args:
        windows: as the bundle declares them, by the name under which conditions read them.
        vocabulary: the event types with all their fields.
        secret: the installation's key, under which personal values are counted.
    """

    def __init__(self, windows: Mapping[str, Window], vocabulary: Vocabulary, secret: bytes) -> None:
        self._windows = Windows(_specs(windows), vocabulary, secret=secret)
        self._decoder = Decoder(vocabulary)
        self.recorded = 0

    def read(self, name: str, event: Event) -> object:
        """The value of a window, this event included."""
        return self._windows.read(name, event)

    def record(self, event: Event) -> None:
        """Let every window move on."""
        self.recorded += 1
        self._windows.record(event)

    def catch_up(self, store: Store) -> int:
        """Restore the last snapshot and replay what was recorded since; gives how many events that were.

        The same decoder and the same `record` as for live events, so the values are the same too.
        """
        replayed = 0
        for _, raw in store.reader.events_since(self._restore(store)):
            self._windows.record(self._decoder.decode(raw, _ANY_TIME))
            replayed += 1
        return replayed

    def _restore(self, store: Store) -> int:
        """Fill the windows from the last snapshot; the sequence from which to replay. All of it where none fits."""
        snapshot = store.reader.snapshot(SNAPSHOT)
        if snapshot is None:
            return 0
        try:
            self._windows.restore(snapshot.state)
        except ValueError:  # written by a release with another format
            return 0
        return snapshot.sequence

    def take_over(self, before: Counting) -> None:
        """Go on from the windows of an earlier bundle: those declared alike keep what they counted, new ones start.

        The earlier one must not be used any more.
        """
        self._windows.adopt(before._windows)

    def snapshot(self, at: datetime) -> Job[None]:
        """A job that keeps the state as of now: it is queued behind every event that was counted."""
        state = self._windows.snapshot()
        self.recorded = 0

        def job(tx: Transaction) -> None:
            tx.put_snapshot(SNAPSHOT, tx.sequence, at, state)

        return job


def _specs(windows: Mapping[str, Window]) -> dict[str, WindowSpec]:
    specs = {}
    for name, window in windows.items():
        spec, _ = parse_window(window.specification)
        assert spec is not None, window.specification  # it was checked when the pack was loaded
        specs[name] = spec
    return specs
