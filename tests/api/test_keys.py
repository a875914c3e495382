from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipstaff.api.keys import ApiKey, KeyRing, NewKey, Scope
from tipstaff.api.keys.key import digest, key_id, mint
from tipstaff.api.keys.ring import KIND, RECHECK
from tipstaff.store import Store, sqlite
from tipstaff.vocab.errors import NotAllowed, NotFound, Unauthenticated

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


def counting_bytes() -> Callable[[int], bytes]:
    """Different bytes on each call, the same in each test."""
    calls = 0

    def give(size: int) -> bytes:
        nonlocal calls
        calls += 1
        return bytes((index * 7 + calls) % 256 for index in range(size))

    return give


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store() -> Store:
    return sqlite.open(":memory:")


@pytest.fixture
def ring(store: Store, clock: Clock) -> KeyRing:
    return KeyRing(store, clock, counting_bytes())


@given(st.binary(min_size=38, max_size=38))
def test_a_token_names_its_key_and_survives_the_checksum(entropy: bytes) -> None:
    name, token = mint(entropy)

    assert key_id(token) == name


@given(st.binary(min_size=38, max_size=38), st.data())
def test_a_token_with_one_character_changed_is_noise(entropy: bytes, data: st.DataObject) -> None:
    _, token = mint(entropy)
    place = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.characters(codec="ascii").filter(lambda sign: sign != token[place]))

    assert key_id(token[:place] + other + token[place + 1 :]) is None


@given(st.text(max_size=200))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    assert key_id(text) is None or text.startswith("tsk_")


def test_only_the_hash_is_stored(ring: KeyRing, store: Store) -> None:
    key, token = ring.create(NewKey("till", (Scope.DECIDE,)), by="alice")

    stored = [value for _, value in store.reader.scan(KIND)]
    assert len(stored) == 1
    assert token.encode() not in stored[0]
    assert token.rpartition("_")[2].encode() not in stored[0]
    assert digest(token) == key.digest
    assert [row.kind for row in store.reader.audit()].count("key.create") == 1


def test_the_holder_is_found_by_the_token_alone(ring: KeyRing) -> None:
    key, token = ring.create(NewKey("till", (Scope.DECIDE,)), by="alice")
    ring.create(NewKey("other", (Scope.READ,)), by="alice")

    assert ring.holder(token) == key


def test_a_key_with_the_right_id_and_another_secret_is_refused(ring: KeyRing) -> None:
    key, _ = ring.create(NewKey("till", (Scope.DECIDE,)), by="alice")
    _, forged = mint(b"\x01" * 38)
    stem = f"tsk_{key.id}_{forged.split('_', 2)[2][:-8]}"
    forged = next(f"{stem}{sum_:08x}" for sum_ in [__import__("zlib").crc32(stem.encode())])

    assert key_id(forged) == key.id
    with pytest.raises(Unauthenticated):
        ring.holder(forged)


def test_a_revoked_key_ends_at_once_here_and_soon_elsewhere(store: Store, clock: Clock) -> None:
    here = KeyRing(store, clock, counting_bytes())
    elsewhere = KeyRing(store, clock, counting_bytes())
    key, token = here.create(NewKey("till", (Scope.DECIDE,)), by="alice")
    elsewhere.holder(token)

    here.revoke(key.id, by="alice")

    with pytest.raises(Unauthenticated):
        here.holder(token)
    clock.now += RECHECK
    with pytest.raises(Unauthenticated):
        elsewhere.holder(token)


def test_a_key_ends_when_it_expires(ring: KeyRing, clock: Clock) -> None:
    _, token = ring.create(NewKey("till", (Scope.ASK,), expires_at=NOON + timedelta(hours=1)), by="alice")

    clock.now = NOON + timedelta(minutes=59)
    ring.holder(token)
    clock.now = NOON + timedelta(hours=1)
    with pytest.raises(Unauthenticated):
        ring.holder(token)


def test_revoking_what_is_not_there_says_so(ring: KeyRing) -> None:
    with pytest.raises(NotFound):
        ring.revoke("nobody", by="alice")


@pytest.mark.parametrize(
    ("held", "covered"),
    [
        (Scope.ADMIN, set(Scope)),
        (Scope.DECIDE, {Scope.DECIDE, Scope.ASK}),
        (Scope.ASK, {Scope.ASK}),
        (Scope.READ, {Scope.READ}),
        (Scope.COMMAND, {Scope.COMMAND}),
    ],
)
def test_what_each_scope_covers(held: Scope, covered: set[Scope]) -> None:
    key = ApiKey("k", "till", "", (held,), NOON, "alice")

    assert {scope for scope in Scope if key.allows(scope)} == covered


def test_a_key_acts_for_its_person_or_for_itself() -> None:
    assert ApiKey("k", "till", "", (), NOON, "alice", person="bob").actor == "bob"
    assert ApiKey("k", "till", "", (), NOON, "alice").actor == "key:k"


def test_the_console_takes_only_keys_that_may_read(ring: KeyRing) -> None:
    reading, read_token = ring.create(NewKey("desk", (Scope.READ,)), by="alice")
    deciding, decide_token = ring.create(NewKey("till", (Scope.DECIDE,)), by="alice")

    assert ring.reader_of(read_token) == reading
    with pytest.raises(NotAllowed):
        ring.reader_of(decide_token)
    assert ring.still_reads(reading.id) == reading
    assert ring.still_reads(deciding.id) is None
    ring.revoke(reading.id, by="alice")
    assert ring.still_reads(reading.id) is None
