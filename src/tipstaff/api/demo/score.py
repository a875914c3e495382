"""What became of the labelled messages that the demonstration played."""

from __future__ import annotations

from msgspec import Struct

from tipstaff.vocab.verdict import Verdict


class Line(Struct):
    """One collection: how many messages of each label were decided, and how many of them denied or held."""

    collection: str
    spam: int = 0
    spam_stopped: int = 0
    honest: int = 0
    honest_stopped: int = 0


class Score:
    """Counts since the start of the process."""

    def __init__(self) -> None:
        self._lines: dict[str, Line] = {}

    def count(self, collection: str, verdict: Verdict, *, spam: bool) -> None:
        """Take one decision in."""
        line = self._lines.setdefault(collection, Line(collection))
        stopped = verdict in {Verdict.DENY, Verdict.REVIEW}
        if spam:
            line.spam += 1
            line.spam_stopped += stopped
        else:
            line.honest += 1
            line.honest_stopped += stopped

    def lines(self) -> list[Line]:
        """One for each collection that was played, by name."""
        return sorted(self._lines.values(), key=lambda line: line.collection)
