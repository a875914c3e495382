from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from tipstaff.ledgers import Change, Ledgers, MemoryShelf
from tipstaff.ledgers.records.accounts import ACCOUNTS, CHILDREN, Account
from tipstaff.ledgers.records.consents import CONSENTS, Consent
from tipstaff.ledgers.records.every import KINDS
from tipstaff.ledgers.records.numbers import NUMBERS, Number
from tipstaff.ledgers.records.recipients import RECIPIENTS
from tipstaff.ledgers.records.senders import SENDERS, Sender
from tipstaff.ledgers.records.suppressions import SUPPRESSIONS, Suppression
from tipstaff.store import sqlite

NOW = datetime(2026, 11, 18, 14, tzinfo=UTC)
KEY = b"0123456789abcdef"
few = st.sampled_from(["a", "b", "c"])


def test_kinds_are_what_the_store_keeps() -> None:
    """Names and keys stand in databases that run: this list may grow, its lines may not change."""
    kept = {name: kind.key for name, kind in KINDS.items()}
    assert kept["accounts"] == ("id",)
    assert kept["consents"] == ("account", "recipient", "channel", "purpose", "sender", "opened_at", "word")
    assert kept["suppressions"] == ("account", "recipient", "channel", "kind", "reach", "sender", "ground")
    assert kept["authorizations"] == ("account", "use", "id")
    assert len(kept) == 27


def test_every_group_is_a_prefix_of_its_key() -> None:
    for kind in KINDS.values():
        assert all(0 <= group <= len(kind.key) for group in kind.groups)
        for index in kind.indexes:
            assert all(name in kind.record.__struct_fields__ for name in index.fields)


class CachedLookUps(RuleBasedStateMachine):
    """Whatever is written and forgotten, a cached look-up says what an uncached one does."""

    def __init__(self) -> None:
        super().__init__()
        self.shelf = MemoryShelf()
        self.ledgers = Ledgers(self.shelf, KEY, cache_size=4)

    def write(self, kind: Any, record: Any, *, drop: bool = False) -> None:
        draft = self.ledgers.draft()
        if drop:
            draft.drop(kind, record)
        else:
            draft.put(kind, record)
        self.shelf.apply(draft.changes, NOW)
        self.ledgers.forget(draft.changes)

    @rule(account=few, parent=few, plan=few)
    def put_account(self, account: str, parent: str, plan: str) -> None:
        self.write(ACCOUNTS, Account(account, parent=parent, plan=plan))

    @rule(account=few)
    def drop_account(self, account: str) -> None:
        found = self.ledgers.get(ACCOUNTS, account)
        if found is not None:
            self.write(ACCOUNTS, found, drop=True)

    @rule(account=few, recipient=few, channel=few, day=st.integers(1, 3))
    def consent(self, account: str, recipient: str, channel: str, day: int) -> None:
        self.write(CONSENTS, Consent(account, recipient, channel, "any", granted_at=NOW.replace(day=day)))

    @rule(number=few, account=few)
    def assign(self, number: str, account: str) -> None:
        self.write(NUMBERS, Number(number, account))

    @rule(sender=few, account=few, loud=st.booleans())
    def register(self, sender: str, account: str, loud: bool) -> None:
        self.write(SENDERS, Sender(account, sender.upper() if loud else sender))

    @rule(sender=few, spelling=st.sampled_from([str, str.upper, " {} ".format]))
    def look_under_any_spelling(self, sender: str, spelling: Callable[[str], str]) -> None:
        asked = spelling(sender)
        assert self.ledgers.group(SENDERS, asked) == Ledgers(self.shelf, KEY).group(SENDERS, asked)

    @rule(one=few, other=few)
    def look(self, one: str, other: str) -> None:
        fresh = Ledgers(self.shelf, KEY)
        assert self.ledgers.get(ACCOUNTS, one) == fresh.get(ACCOUNTS, one)
        assert self.ledgers.account(one) == fresh.account(one)
        assert self.ledgers.group(CONSENTS, one, other) == fresh.group(CONSENTS, one, other)
        for kind, index in ((ACCOUNTS, CHILDREN), (NUMBERS, NUMBERS.indexes[0])):
            truth = [record for record in fresh.group(kind) if getattr(record, index.fields[0]) == one]
            assert sorted(map(repr, self.ledgers.by(kind, index, one))) == sorted(map(repr, truth))


CachedLookUps.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestCachedLookUps = CachedLookUps.TestCase


def test_a_draft_sees_its_own_change_of_an_account_that_was_looked_up_before() -> None:
    ledgers = Ledgers(MemoryShelf(), KEY)
    assert ledgers.account("acme").plan == ""
    draft = ledgers.draft()
    draft.put(ACCOUNTS, Account("acme", plan="paid"))

    assert (draft.account("acme").plan, ledgers.account("acme").plan) == ("paid", "")


@given(st.text(max_size=8), st.text(max_size=8))
def test_records_come_back_as_they_went_in(name: str, fact: str) -> None:
    account = Account(
        "acme",
        name=name.encode("utf-8", "replace").decode(),
        facts={"fact": [fact.encode("utf-8", "replace").decode(), 1.5, None, {"x": True}]},
    )
    assert ACCOUNTS.decode(ACCOUNTS.encode(account)) == account


def test_ledgers_over_the_database(tmp_path) -> None:
    store = sqlite.open(str(tmp_path / "t.db"))
    try:
        ledgers = Ledgers(store.reader, KEY)
        assert ledgers.account("acme").plan == ""

        def job(tx: Any) -> Any:
            draft = ledgers.draft(tx)
            draft.put(ACCOUNTS, Account("acme", plan="paid", parent="group"))
            for change in draft.changes:
                tx.put_entry(change.kind, change.key, change.value, NOW, "me", "account.put")
            return draft.changes

        changes = store.run(job)
        ledgers.forget(changes)
        assert ledgers.account("acme").plan == "paid"
        assert [one.id for one in ledgers.by(ACCOUNTS, CHILDREN, "group")] == ["acme"]
        (past,) = ledgers.history(ACCOUNTS, ledgers.account("acme"), store.reader)
        assert (past.at, past.by, past.command, past.record.plan) == (NOW, "me", "account.put", "paid")
    finally:
        store.close()


def test_no_thread_reads_an_old_value_after_its_change_was_acknowledged(tmp_path) -> None:
    store = sqlite.open(str(tmp_path / "t.db"))
    ledgers = Ledgers(store.reader, KEY)
    acknowledged, wrong, done = [0], [], threading.Event()

    def read() -> None:
        while not done.wait(0.0001):
            least = acknowledged[0]
            found = int(ledgers.account("acme").plan or 0)
            if found < least:
                wrong.append((found, least))

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    try:
        for number in range(1, 101):
            change = Change("accounts", b"acme\0", ACCOUNTS.encode(Account("acme", plan=str(number))))
            store.run(lambda tx, c=change: tx.put_entry(c.kind, c.key, c.value, NOW, "me", "account.put"))
            ledgers.forget([change])
            acknowledged[0] = number
    finally:
        done.set()
        for reader in readers:
            reader.join()
        store.close()
    assert wrong == []


def test_all_that_is_on_file_of_a_recipient_is_read_with_one_query() -> None:
    class Wide(MemoryShelf):
        reads = 0

        def entry(self, kind: str, key: bytes) -> bytes | None:
            self.reads += 1
            return super().entry(kind, key)

        def scan(self, kind: str, prefix: bytes) -> Iterator[tuple[bytes, bytes]]:
            self.reads += 1
            return super().scan(kind, prefix)

        def several(self, asked: Sequence[tuple[str, bytes, bool]]) -> list[list[tuple[bytes, bytes]]]:
            before, self.reads = self.reads, self.reads + 1
            found = [list(self.scan(kind, prefix)) for kind, prefix, _ in asked]
            self.reads = before + 1
            return found

    shelf = Wide()
    ledgers = Ledgers(shelf, KEY)
    token, consent = ledgers.party("+33612345678"), None
    for account in ("acme", "beta"):
        draft = ledgers.draft()
        consent = draft.put(CONSENTS, Consent(account, token, "sms", "any", granted_at=NOW))
        draft.put(SUPPRESSIONS, Suppression(token, "manual", NOW))
        shelf.apply(draft.changes, NOW)
        ledgers.forget(draft.changes)
        shelf.reads = 0
        assert ledgers.group(SUPPRESSIONS, account, token) == ()
        assert len(ledgers.group(SUPPRESSIONS, "", token)) == 1
        assert ledgers.group(CONSENTS, account, token) == (consent,)
        assert ledgers.get(RECIPIENTS, token) is None
        assert shelf.reads == 1
    draft = ledgers.draft()
    draft.drop(CONSENTS, Consent("beta", token, "sms", "any", granted_at=NOW))
    shelf.apply(draft.changes, NOW)
    ledgers.forget(draft.changes)
    assert ledgers.group(CONSENTS, "beta", token) == ()
    assert len(ledgers.group(CONSENTS, "acme", token)) == 1
