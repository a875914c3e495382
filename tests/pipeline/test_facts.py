"""Facts: computed when asked, once, failures kept, and never a personal value where people read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipstaff.cel import CelError
from tipstaff.ledgers import Ledgers, MemoryShelf
from tipstaff.pipeline import EventFacts, Sources
from tipstaff.pipeline.showing import Names, as_shown
from tipstaff.signals import Reader, catalogue
from tipstaff.vocab.events import STANDARD
from tipstaff.vocab.reading.decoding import Decoder

NOW = datetime(2026, 11, 20, 14, tzinfo=UTC)
RAW = (
    b'{"specversion":"1.0","id":"e1","source":"t","type":"message.send","account":"acme","data":{"channel":"sms",'
    b'"from":"ACME","to":"+33612345678","text":"Meet Anna at 5","purpose":"service","tier":3}}'
)


def facts_with(**calls: Any) -> tuple[EventFacts, list[str]]:
    asked: list[str] = []

    def recorded(name: str, value: Any) -> Any:
        def call(_ledgers: Ledgers, _event: object, *_args: object) -> object:
            asked.append(name)
            if isinstance(value, CelError):
                raise value
            return value

        return call

    known = catalogue()
    sources = Sources(
        ledgers=Ledgers(MemoryShelf(), b"k" * 16),
        ledger_calls={name.replace("_", "."): recorded(name, value) for name, value in calls.items()},
        catalogue=known,
        read_window=lambda name, _event: asked.append(name) or 7,  # type: ignore[func-returns-value]
        make_reader=lambda event, values: Reader(event, known, values=values),
        account=Ledgers(MemoryShelf(), b"k" * 16).account,
        labels={"window.w_1": "count of message.send by account over 1h"},
    )
    return EventFacts(Decoder(STANDARD).decode(RAW, NOW), sources), asked


def test_everything_is_asked_once() -> None:
    facts, asked = facts_with(consent_held=True)
    for _ in range(3):
        assert facts.call("consent.held", ("+33612345678", "sms", "service")) is True
        assert facts.get("window.w_1") == 7
        assert facts.call("consent.held", (["+33612345678"], "sms", "service")) is True
    assert asked == ["consent_held", "window.w_1", "consent_held"]


def test_a_failure_is_kept_like_a_value() -> None:
    facts, asked = facts_with(consent_held=CelError("gone", "the ledger is gone"))
    for _ in range(2):
        with pytest.raises(CelError, match="gone"):
            facts.call("consent.held", ("a", "b", "c"))
    assert asked == ["consent_held"]
    assert facts.computed() == {"consent.held(a, b, c)": {"error": "gone", "message": "the ledger is gone"}}


def test_what_people_read_holds_no_address_and_no_text() -> None:
    facts, _ = facts_with(consent_held=True)
    facts.call("consent.held", ("+33612345678", "anna@example.org", ["+33612345678"]))
    facts.call("number.country", ("+33612345678",))
    facts.call("optout.keyword", ("Meet Anna at 5",))
    facts.get("window.w_1")
    read = str(facts.computed())
    for secret in ("+33612345678", "anna@example.org", "Anna"):
        assert secret not in read
    assert "number.country(+33…678)" in facts.computed()
    assert facts.computed()["count of message.send by account over 1h"] == 7


def test_the_envelope_and_undeclared_fields_can_be_read() -> None:
    facts, _ = facts_with()
    assert [facts.get(f"event.{name}") for name in ("id", "type", "account", "time")] == [
        "e1", "message.send", "acme", NOW,
    ]  # fmt: skip
    assert facts.get("extra") == {"tier": 3}
    assert facts.account.id == "acme"
    assert facts.computed() == {}


ADDRESSES = st.from_regex(r"\+[1-9][0-9]{6,12}", fullmatch=True) | st.from_regex(
    r"[a-z]{8,9}@[a-z]{3}\.fr", fullmatch=True
)
ARGUMENTS = ADDRESSES | st.text(max_size=80) | st.integers() | st.tuples(ADDRESSES) | st.just(())


@given(st.lists(st.tuples(ARGUMENTS, ARGUMENTS), max_size=6), ADDRESSES)
def test_names_of_calls_are_the_same_when_they_are_said_again(calls: list[tuple[object, ...]], address: str) -> None:
    keys = [("consent.held", (address, *arguments)) for arguments in calls]
    names = Names({})
    first = [names.of(key) for key in keys]
    assert [names.of(key) for key in keys] == [Names({}).of(key) for key in keys] == first
    assert address not in str((first, as_shown(address), as_shown([address])))
    assert all(name.startswith("consent.held(") for name in first)


def test_what_is_long_is_not_remembered() -> None:
    names = Names({})
    for number in range(50):
        names.of(("optout.keyword", (f"{number}" * 100,)))
        names.of(("hours.open", ("a", (f"{number}" * 99,))))
    assert not names.known
