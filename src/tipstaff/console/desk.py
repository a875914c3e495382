"""What the console needs of the house, given to it by whoever starts the server."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from msgspec import Struct

from tipstaff.ledgers import Ledgers
from tipstaff.store import DecisionRow, Store
from tipstaff.vocab.decision import Decision
from tipstaff.vocab.reading.schema import Vocabulary


class Holder(Protocol):
    """Who holds an API key."""

    @property
    def id(self) -> str:
        """The key's id."""

    @property
    def name(self) -> str:
        """What people call the key."""

    @property
    def actor(self) -> str:
        """Who a command through this key is recorded as."""

    @property
    def may_command(self) -> bool:
        """Whether commands may be given with it."""


class Keys(Protocol):
    """Checks API keys."""

    def reader_of(self, token: str) -> Holder:
        """The holder of a key that may read.

        Raises:
            Unauthenticated: the key is not valid.
            NotAllowed: the key is valid but may not read.
        """

    def still_reads(self, key_id: str) -> Holder | None:
        """The holder of a key by its id, when it is in force and may read."""

    def called(self, name: str) -> str | None:
        """What people call the key of this id, in force or not; None when there never was one."""


class Played(Protocol):
    """One collection of labelled messages that a demonstration played, and how many of each label were stopped."""

    @property
    def collection(self) -> str:
        """Which one."""

    @property
    def spam(self) -> int:
        """Spam messages decided."""

    @property
    def spam_stopped(self) -> int:
        """Of them denied or held for a person."""

    @property
    def honest(self) -> int:
        """Honest messages decided."""

    @property
    def honest_stopped(self) -> int:
        """Of them denied or held for a person."""


class Desk(Struct):
    """Everything the pages use.

    Attributes:
        store: where decisions and sessions are.
        keys: checks API keys.
        explain: a recorded decision with, for each reason, `clause_text` by language, `ref` and `condition`.
        retell: what each reason of a decision says in a language.
        title: a policy's title by language.
        action: what a policy calls a kind of action of its own, by language.
        ledgers: cases, actions, notices and what else is kept.
        clause: `ref` and `text` by language of a clause in a version of a policy; both empty when it is not known.
        command: carries out `noun.verb` with its arguments, as somebody.
        bundle: the hash of the bundle in force.
        vocabulary: the event types, so that personal fields are masked.
        clock: the time now, UTC.
        entropy: that many random bytes.
        open: anyone on this machine may read without signing in.
        demo: the events are examples.
        played: what a demonstration played so far.
        closing: is the server about to stop? Live lists then end, so that it can.
    """

    store: Store
    keys: Keys
    explain: Callable[[str], Mapping[str, Any]]
    retell: Callable[[DecisionRow, Decision, str], Sequence[str]]
    title: Callable[[str], Mapping[str, str]]
    action: Callable[[str], Mapping[str, str]]
    ledgers: Ledgers
    clause: Callable[[str, str, str], Mapping[str, Any]]
    command: Callable[[str, Mapping[str, Any], str], Awaitable[Mapping[str, Any]]]
    bundle: Callable[[], str]
    vocabulary: Vocabulary
    clock: Callable[[], datetime]
    entropy: Callable[[int], bytes]
    open: bool = False
    demo: bool = False
    played: Callable[[], Sequence[Played]] = tuple
    closing: Callable[[], bool] = bool
