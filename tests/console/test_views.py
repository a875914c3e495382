"""What the pages show, made from records."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import cast
from urllib.parse import parse_qsl

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tipstaff.console.desk import Desk
from tipstaff.console.texts import LANGUAGES, texts
from tipstaff.console.views.event import plain, shown_event
from tipstaff.console.views.filters import Filter, read_filter
from tipstaff.console.views.overview import LATEST, overview
from tipstaff.console.views.rows import rows
from tipstaff.console.views.spoken import spoken
from tipstaff.ledgers import Ledgers, MemoryShelf
from tipstaff.store import DecisionRow
from tipstaff.vocab.decision import Decision
from tipstaff.vocab.events import STANDARD
from tipstaff.vocab.languages import accepted
from tipstaff.vocab.masking import mask_within
from tipstaff.vocab.verdict import Verdict

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
DECISION = Decision("1", "e", "acme", Verdict.DENY, None, [], [], [], [], [], None, "sha256:0", NOON)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), max_size=12)


def row(seconds: float, verdict: Verdict, *clauses: str, number: int = 1) -> DecisionRow:
    at = NOON - timedelta(seconds=seconds)
    return DecisionRow(str(number), "s", "e", "message.send", "acme", at, verdict, b"", b"{}", b"{}", clauses, number)


@given(
    st.builds(
        Filter,
        verdict=st.sampled_from(["", *(verdict.value for verdict in Verdict)]),
        type=WORDS,
        account=WORDS,
        clause=WORDS,
        before=st.none() | st.integers(1, 2**62),
    )
)
def test_a_filter_survives_its_own_link(wanted: Filter) -> None:
    assert read_filter(dict(parse_qsl(wanted.query().removeprefix("?")))) == wanted


@given(st.dictionaries(st.sampled_from(["verdict", "before", "account", "type", "clause", "x"]), st.text()))
def test_no_hand_typed_address_breaks_the_filter(query: dict[str, str]) -> None:
    read_filter(query).where()


def test_the_overview_counts_what_is_there() -> None:
    rows = [row(1, Verdict.DENY, "a", "b"), row(2, Verdict.DENY, "a"), row(59, Verdict.ALLOW), row(90, Verdict.ALLOW)]

    seen = overview(rows, NOON)

    assert seen.total == 4
    assert seen.verdicts == {"allow": 2, "defer": 0, "review": 0, "deny": 2}
    assert [(one.clause, one.count, one.share) for one in seen.clauses] == [("a", 2, 1.0), ("b", 1, 0.5)]
    assert seen.rate == pytest.approx(3 / 60)
    assert sum(seen.history) == 3
    assert (seen.history[0], seen.history[-1]) == (1, 1)


def test_a_busy_record_is_measured_over_the_time_it_covers() -> None:
    rows = [row(number / 100, Verdict.ALLOW, number=number) for number in range(LATEST)]

    seen = overview(rows, NOON)

    assert seen.window == timedelta(seconds=9.99)
    assert seen.rate == pytest.approx(100, rel=0.01)


def test_an_empty_record_is_no_error() -> None:
    seen = overview([], NOON)

    assert (seen.total, seen.rate, seen.clauses) == (0, 0, [])


def event(**data: object) -> bytes:
    return msgspec.json.encode({"id": "e", "type": "email.send", "account": "acme", "data": data})


def test_personal_fields_are_masked_by_the_vocabulary() -> None:
    shown = shown_event(
        event(
            to=["marie@example.org", "+33612345678"],
            subject="Bonjour marie@example.org, appelez le +33612345678",
            sending_ip="203.0.113.77",
            **{"from": {"address": "shop@example.org", "name": "Shop"}},
            unknown={"deep": ["+33612345678"]},
        ),
        STANDARD,
    )

    everything = shown.json + str(shown.fields)
    for secret in ("marie@example.org", "+33612345678", "203.0.113.77"):
        assert secret not in everything
    assert ("to", "m…@example.org, +33…678") in shown.fields
    assert ("from.name", "Shop") in shown.fields
    assert ("unknown.deep", "+33…678") in shown.fields


@given(
    st.recursive(
        WORDS | st.integers() | st.none(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    )
)
def test_no_event_breaks_the_page(data: object) -> None:
    raw = msgspec.json.encode({"type": "message.send", "data": data})

    assert shown_event(raw, STANDARD).json


@example("", "+00000000", "£")
@given(st.text(max_size=40), st.from_regex(r"\+\d{8,14}", fullmatch=True), st.text(max_size=40))
def test_a_number_in_a_text_is_never_shown_whole(before: str, number: str, after: str) -> None:
    assert f" {number} " not in mask_within(f"{before} {number} {after}")


def test_values_are_said_plainly() -> None:
    assert plain(NOON) == "2026-11-20T12:00:00Z"
    assert plain(["a", "b"]) == "a, b"
    assert plain({"a": True}) == '{"a":true}'
    assert plain(None) == "null"


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        (0.1677, "0.1677", "0,1677"),
        (0.0, "0.0", "0,0"),
        (1234.5, "1,234.5", "1\u202f234,5"),
        (1e-9, "1e-9", "1e-9"),
        (12345, "12345", "12345"),
        (False, "no", "non"),
        (True, "yes", "oui"),
        ("2026-11-23T07:00:00Z", "23 November 2026, 07:00:00 UTC", "23 novembre 2026 à 07:00:00 UTC"),
        ("2026-13-23T07:00:00Z", "2026-13-23T07:00:00Z", "2026-13-23T07:00:00Z"),
        ("0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00+14:00"),
        (["a", "b"], "a, b", "a, b"),
        (None, "null", "null"),
    ],
)
def test_recorded_values_are_said_in_the_readers_language(value: object, english: str, french: str) -> None:
    assert (spoken(value, texts("en")), spoken(value, texts("fr"))) == (english, french)


@pytest.mark.parametrize(
    ("header", "language"),
    [("", "en"), ("fr", "fr"), ("fr-CH, en;q=0.9", "fr"), ("de, en;q=0.5, fr;q=0.6", "fr"), ("fr;q=0, en", "en"),
     ("de", "en"), ("en;q=x, fr", "fr"), ("*", "en")],
)  # fmt: skip
def test_the_browsers_language_is_heeded(header: str, language: str) -> None:
    assert accepted(header, LANGUAGES) == language


def test_a_record_with_a_number_that_nothing_holds_is_shown_all_the_same() -> None:
    raw = b'{"type":"message.send","data":{"text":"Bonjour","n":1e400}}'

    assert ("text", "Bonjour") in shown_event(raw, STANDARD).fields
    told = msgspec.structs.replace(row(1, Verdict.DENY), event=raw, decision=msgspec.json.encode(DECISION))
    desk = cast(Desk, SimpleNamespace(ledgers=Ledgers(MemoryShelf(), bytes(16)), retell=as_recorded))
    assert [(line.gist, line.why) for line in rows([told], desk, "fr")] == [("Bonjour", "")]


def as_recorded(_row: DecisionRow, decision: Decision, _language: str) -> list[str]:
    return [reason.explain for reason in decision.reasons]


def test_what_is_found_for_each_recipient_is_said_once() -> None:
    assert plain([["law A", "law B"], ["law A"]]) == "law A; law B"
    assert plain([[1], ["x"]]) == '[[1],["x"]]'


def test_a_field_of_any_length_gives_a_page_that_can_be_read() -> None:
    shown = dict(shown_event(event(text="mot " * 100_000 + "+33612345678"), STANDARD).fields)["text"]

    assert len(shown) < 5_000
    assert shown.endswith("…")
