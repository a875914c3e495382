"""Labelled messages through the real engine, and an honest count of what was stopped.

Each message is an event of an account that owns its sender id. A purpose that needs no consent leaves only what the
message says to stop it. Marketing that is honest goes to people who agreed to it, marketing that is spam to people who
did not: that is what makes it spam.

Stopped means denied or held for a person. What waits for daytime is not stopped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final, Literal

from msgspec import Struct, field

from tipstaff.api.demo.mail import mail_data
from tipstaff.app.engine import Engine
from tipstaff.cli.samples import given_for, message, recipient
from tipstaff.vocab.decision import Decision
from tipstaff.vocab.verdict import Verdict

ACCOUNT: Final = "trial"
STOPPED: Final = (Verdict.DENY, Verdict.REVIEW)


class Labelled(Struct, frozen=True):
    """One message with what it is known to be. `kind` mail: `text` is a raw RFC 5322 message."""

    text: str
    spam: bool
    purpose: str = "service"
    kind: Literal["sms", "mail"] = "sms"


class Tally(Struct):
    """What became of the messages: (spam, verdict) to count, and for each clause how many of each it stopped."""

    verdicts: Counter[tuple[bool, Verdict]] = field(default_factory=Counter)
    clauses: dict[str, Counter[bool]] = field(default_factory=dict)
    errors: int = 0

    def add(self, spam: bool, decision: Decision) -> None:
        """Count one decision."""
        self.verdicts[spam, decision.verdict] += 1
        self.errors += bool(decision.errors)
        for clause in {reason.clause for reason in decision.reasons if reason.verdict in STOPPED}:
            self.clauses.setdefault(clause, Counter())[spam] += 1

    def total(self, spam: bool) -> int:
        """How many messages of a label there were."""
        return sum(count for (label, _), count in self.verdicts.items() if label is spam)

    def stopped(self, spam: bool, verdicts: Iterable[Verdict] = STOPPED) -> int:
        """How many of them were stopped."""
        return sum(self.verdicts[spam, verdict] for verdict in verdicts)

    @property
    def precision(self) -> float:
        """Of what was stopped, the share that was spam; 1 when nothing was stopped."""
        caught, wrongly = self.stopped(True), self.stopped(False)
        return caught / (caught + wrongly) if caught + wrongly else 1.0

    @property
    def recall(self) -> float:
        """Of the spam, the share that was stopped; 0 when there was none."""
        return self.stopped(True) / self.total(True) if self.total(True) else 0.0

    def as_data(self) -> dict[str, Any]:
        """The figures as plain values."""
        return {
            "spam": self.total(True),
            "spam_denied": self.stopped(True, (Verdict.DENY,)),
            "spam_held": self.stopped(True, (Verdict.REVIEW,)),
            "honest": self.total(False),
            "honest_denied": self.stopped(False, (Verdict.DENY,)),
            "honest_held": self.stopped(False, (Verdict.REVIEW,)),
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "decisions_with_errors": self.errors,
            "stopped_by": {clause: {"spam": c[True], "honest": c[False]} for clause, c in sorted(self.clauses.items())},
        }


def attempt(engine: Engine, messages: Iterable[Labelled]) -> Iterator[tuple[Labelled, Decision]]:
    """Ask the engine about each message. Nothing is recorded and no message counts for the next one, so that the order
    and the size of a collection do not matter.
    """
    engine.give(given_for(ACCOUNT))
    for number, one in enumerate(messages):
        event = mail(one.text, one.purpose) if one.kind == "mail" else _short(one, number)
        yield one, engine.ask({**event, "id": f"trial-{number}"})


def count(engine: Engine, messages: Iterable[Labelled]) -> Tally:
    """Ask about all messages and count."""
    tally = Tally()
    for one, decision in attempt(engine, messages):
        tally.add(one.spam, decision)
    return tally


def _short(one: Labelled, number: int) -> dict[str, Any]:
    return message(ACCOUNT, recipient(number, agreed=not one.spam), one.purpose, one.text)


def mail(raw: str, purpose: str) -> dict[str, Any]:
    """A raw message as an `email.send`."""
    data = mail_data(raw, [f"{ACCOUNT}@example.org"], purpose)
    return {"specversion": "1.0", "source": "trial", "type": "email.send", "account": ACCOUNT, "data": data}
