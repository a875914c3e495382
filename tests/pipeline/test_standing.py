"""Answers that are kept from event to event are those that would be given anew, whatever is written in between."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from tipstaff.app.functions import BY_NAME
from tipstaff.app.recording.commands import KINDS
from tipstaff.app.surroundings import FromLedgers
from tipstaff.cel import CelError
from tipstaff.cel.types import BOOL, DOUBLE, INT, STRINGS
from tipstaff.ledgers import Change, Ledgers, MemoryShelf
from tipstaff.ledgers.kind import Kind
from tipstaff.ledgers.records.consents import CONSENTS, Consent
from tipstaff.ledgers.records.every import KINDS as OF_LEDGERS
from tipstaff.ledgers.records.recipients import RECIPIENTS, Recipient
from tipstaff.ledgers.standing import Answers
from tipstaff.pipeline import EventFacts, Sources
from tipstaff.signals import Reader, catalogue
from tipstaff.vocab.event import Event
from tipstaff.vocab.events import STANDARD
from tipstaff.vocab.reading.decoding import Decoder

KEY = b"a test installation's key"
DECODER = Decoder(STANDARD)
CATALOGUE = catalogue()
PERSON, OTHER = "+33612345678", "+33698765432"
DAY = datetime(2026, 11, 18, tzinfo=UTC)
MOMENTS = [DAY + timedelta(hours=hours) for hours in (-30, -1, 0, 9, 14, 23, 24, 40)]
# Years pass between the moments.
BIRTHDAYS = [date(2008, 11, day) for day in (17, 18, 19)]
# Few words, so that what is asked is often what was written.
WORDS = ["acme", "beta", PERSON, OTHER, "ACME", "sms", "marketing", "any", "", "member", "pair", "good", "FR"]
ACCOUNTS = ["acme", "beta"]
ACCOUNT_FIELDS = {"account", "owner", "parent"}
# What asks for more than entries, or for a calendar of opening hours.
PASSED_OVER = {"authorization", "account.open", "account.next_opening"}
NAMES = sorted(set(BY_NAME) - PASSED_OVER)
TOKENS = Ledgers(MemoryShelf(), KEY)


def field_of(field: Any) -> st.SearchStrategy[Any]:
    """Values of a field of a record: plausible ones, so that functions find what they look for."""
    if field.name == "recipient":
        return st.sampled_from([TOKENS.party(PERSON), TOKENS.party(OTHER)])
    if field.name == "zone":
        return st.sampled_from(["", "Europe/Paris"])
    if field.name in ACCOUNT_FIELDS:
        return st.sampled_from([*ACCOUNTS, ""] if field.name != "parent" else ACCOUNTS)
    options = get_args(field.type) if get_origin(field.type) in (Union, UnionType) else (field.type,)
    if get_origin(options[0]) is Literal:
        return st.sampled_from(get_args(options[0]))
    if datetime in options:
        return st.sampled_from([*MOMENTS, *([None] if type(None) in options else [])])
    if date in options:
        return st.sampled_from([*BIRTHDAYS, *([None] if type(None) in options else [])])
    for plain, some in ((str, st.sampled_from(WORDS)), (bool, st.booleans()), (int, st.integers(0, 3))):
        if plain in options:
            return some
    if field.default_factory is not msgspec.NODEFAULT:
        return st.builds(field.default_factory)
    return st.just((get_origin(options[0]) or options[0])() if field.default is msgspec.NODEFAULT else field.default)


def records(kind: Kind[Any]) -> st.SearchStrategy[Any]:
    return st.builds(kind.record, **{one.name: field_of(one) for one in msgspec.structs.fields(kind.record)})


READ = {*OF_LEDGERS, "actions", "restraints", "strikes", "reports"} - {"register-blocks", "register-filters"}
WRITTEN = {name: records(KINDS[name]) for name in READ}


def argument(of: Any) -> st.SearchStrategy[Any]:
    if of == INT:
        return st.sampled_from([1, 24, 31])
    if of == STRINGS:
        return st.lists(st.sampled_from(WORDS), max_size=2)
    return {BOOL: st.booleans(), DOUBLE: st.just(1.0)}.get(of, st.sampled_from(WORDS))


@st.composite
def questions(draw: st.DrawFn) -> tuple[str, tuple[Any, ...]]:
    name = draw(st.sampled_from(NAMES))
    return name, tuple(draw(argument(of)) for of in BY_NAME[name].params)


def event(account: str, at: datetime, sender: str) -> Event:
    data = {"channel": "sms", "from": sender, "to": PERSON, "text": "Soldes", "purpose": "marketing"}
    envelope = {"specversion": "1.0", "id": "e", "source": "t", "type": "message.send", "account": account}
    return DECODER.decode(json.dumps({**envelope, "time": at.isoformat(), "data": data}).encode(), at)


def sources_over(ledgers: Ledgers) -> Sources:
    surroundings = FromLedgers(ledgers)
    return Sources(
        ledgers=ledgers,
        ledger_calls={name: function.run for name, function in BY_NAME.items()},
        catalogue=CATALOGUE,
        read_window=lambda _name, _event: 0,
        make_reader=lambda one, values: Reader(one, CATALOGUE, surroundings, values),
        account=ledgers.account,
        labels={},
        holds={name: function.holds for name, function in BY_NAME.items()},
    )


def said(ask: Any) -> object:
    try:
        return ask()
    except CelError as error:
        return (error.code, error.message)


# Asked at every turn, so that answers are kept when something is written.
PLAIN: list[tuple[str, tuple[Any, ...]]] = [
    ("consent.held", (PERSON, "sms", "marketing")),
    ("consent.refused", (PERSON, "sms", "marketing")),
    ("suppression.kinds", (PERSON, "sms")),
    ("account.tree_standing", ()),
    ("recipient.country", (PERSON,)),
    ("sender.owned", ("ACME", "sms")),
]
# And written more often than others.
OFTEN = ["accounts", "consents", "recipients", "senders", "suppressions"]


class Asking(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.shelf = MemoryShelf()
        self.ledgers = Ledgers(self.shelf, KEY, kinds=KINDS)
        self.sources = sources_over(self.ledgers)
        self.questions = PLAIN

    @rule(data=st.data(), name=st.sampled_from(OFTEN) | st.sampled_from(sorted(WRITTEN)), drop=st.booleans())
    def write(self, data: st.DataObject, name: str, drop: bool) -> None:
        kind, draft = KINDS[name], self.ledgers.draft()
        record = data.draw(WRITTEN[name])
        before = draft.get(kind, *kind.parts_of(record))
        if drop and before is not None:
            draft.drop(kind, before)
        else:
            draft.put(kind, record)
        self.shelf.apply(draft.changes, DAY)
        self.ledgers.forget(draft.changes)

    @rule(
        asked=st.lists(questions(), min_size=1, max_size=8),
        events=st.lists(
            st.tuples(st.sampled_from(ACCOUNTS), st.sampled_from(MOMENTS), st.sampled_from(["ACME", "beta"])),
            min_size=2,
            max_size=4,
        ),
    )
    def ask(self, asked: list[tuple[str, tuple[Any, ...]]], events: list[tuple[str, datetime, str]]) -> None:
        for one in [event(*told) for told in events]:
            facts = EventFacts(one, self.sources)
            for name, args in [*self.questions, *asked, *asked]:
                fresh = Ledgers(self.shelf, KEY, kinds=KINDS)
                truth = said(lambda name=name, args=args, fresh=fresh, one=one: BY_NAME[name].run(fresh, one, *args))
                assert said(lambda name=name, args=args, facts=facts: facts.call(name, args)) == truth, name
                known, anew = facts.computed(), EventFacts(one, sources_over(fresh))
                said(lambda name=name, args=args, anew=anew: anew.call(name, args))
                assert {name: known[name] for name in anew.computed()} == anew.computed()


Asking.TestCase.settings = settings(max_examples=12, stateful_step_count=15, deadline=None)
TestAsking = Asking.TestCase


def test_what_stands_is_worked_out_twice_for_an_account_and_a_day() -> None:
    ledgers = Ledgers(MemoryShelf(), KEY, kinds=KINDS)
    sources = sources_over(ledgers)
    asked: list[str] = []
    calls = {name: _counted(name, function.run, asked) for name, function in BY_NAME.items()}
    sources = replace(sources, ledger_calls=calls)
    questions: list[tuple[str, tuple[Any, ...]]] = [
        ("action.suspended_under", ("m.x",)),
        ("consent.refused", (PERSON, "sms", "service")),
    ]
    questions += [("report.count", (["spam"], 24)), ("strike.points", ())]
    for hour in (9, 10, 11):
        facts = EventFacts(event("acme", DAY + timedelta(hours=hour), "ACME"), sources)
        for name, args in questions:
            facts.call(name, args)
    assert Counter(asked) == {"action.suspended_under": 2, "consent.refused": 2, "report.count": 2, "strike.points": 3}


def _counted(name: str, run: Any, asked: list[str]) -> Any:
    def counted(*args: Any) -> Any:
        asked.append(name)
        return run(*args)

    return counted


def test_another_accounts_change_leaves_an_accounts_answers() -> None:
    shelf = MemoryShelf()
    ledgers = Ledgers(shelf, KEY, kinds=KINDS)
    sources = sources_over(ledgers)
    for account in ACCOUNTS:
        EventFacts(event(account, DAY, "ACME"), sources).call("consent.refused", (PERSON, "sms", "service"))
    acme, beta = (ledgers.answers.of(account, DAY) for account in ACCOUNTS)
    draft = ledgers.draft()
    draft.put(CONSENTS, Consent("acme", ledgers.party(PERSON), "sms", "any", revoked_at=DAY))
    shelf.apply(draft.changes, DAY)
    ledgers.forget(draft.changes)
    assert ledgers.answers.of("acme", DAY) is not acme
    assert ledgers.answers.of("beta", DAY) is beta


def test_the_memory_is_bounded_in_answers_accounts_and_days() -> None:
    answers = Answers(most=100)
    for number in range(1_000):
        known = answers.of(f"a{number}", DAY)
        answers.keep(known, ("f", (number,)), (1, "f", 1))
        answers.keep(known, ("f", ("x" * 65,)), (1, "f", 1))
        assert ("f", ("x" * 65,)) not in known
        assert len(answers) <= 101
    for number in range(50):
        answers.of("acme", DAY + timedelta(days=number))
    assert len(answers._days) <= 3
    assert answers.of("a" * 65, DAY) is not answers.of("a" * 65, DAY)


def test_a_change_while_an_answer_is_worked_out_keeps_it_out() -> None:
    answers = Answers()
    known = answers.of("acme", DAY)
    answers.note(CONSENTS, ("acme", "x"), "acme")
    answers.forget([Change("consents", b"acme\0x\0", None)])
    answers.keep(known, ("consent.held", ("x",)), (True, "held", True))
    assert answers.of("acme", DAY) == {}


def test_an_answer_that_turns_during_the_day_is_asked_each_time() -> None:
    shelf = MemoryShelf()
    ledgers = Ledgers(shelf, KEY, kinds=KINDS)
    draft = ledgers.draft()
    noon = DAY + timedelta(hours=12)
    draft.put(CONSENTS, Consent("acme", ledgers.party(PERSON), "sms", "any", granted_at=MOMENTS[0], expires_at=noon))
    shelf.apply(draft.changes, DAY)
    sources = sources_over(ledgers)
    for hours, held in ((9, True), (10, True), (11, True), (12, False), (13, False), (8, True)):
        facts = EventFacts(event("acme", DAY + timedelta(hours=hours), "ACME"), sources)
        assert facts.call("consent.held", (PERSON, "sms", "marketing")) is held


def test_an_age_by_birth_is_asked_each_time() -> None:
    shelf = MemoryShelf()
    ledgers = Ledgers(shelf, KEY, kinds=KINDS)
    draft = ledgers.draft()
    draft.put(RECIPIENTS, Recipient(ledgers.party(PERSON), born=date(2008, 11, 19), zone="Europe/Paris"))
    shelf.apply(draft.changes, DAY)
    sources = sources_over(ledgers)
    for hours, years in ((9, 17), (10, 17), (11, 17), (23, 18), (12, 17)):
        facts = EventFacts(event("acme", DAY + timedelta(hours=hours), "ACME"), sources)
        assert facts.call("recipient.age", (PERSON,)) == years
