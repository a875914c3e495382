from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipstaff.ledgers.commands.authorizations import within
from tipstaff.ledgers.functions.authorization import covering
from tipstaff.ledgers.states import state_of
from tipstaff.vocab.errors import (
    BadTransition,
    Conflict,
    ConflictOfInterest,
    Incomplete,
    Invalid,
    NotAllowed,
    NotFound,
    OutOfScope,
    SamePerson,
    SecondPersonRequired,
)
from tipstaff.vocab.permitting import UseTerms
from tipstaff.vocab.times.durations import parse_duration

USE = "security-test"
TEST = {"kind": "security", "target": "app.example.org", "client": {"address": "192.0.2.7"}}


def allowed(world, **data) -> bool:
    return world.ask("authorization", USE, event=world.event("test.start", **{**TEST, **data}))


@pytest.fixture
def people(world):
    world.give(
        people=[
            {"id": "lea", "role": "lead"},
            {"id": "max", "role": "lead"},
            {"id": "ana", "role": "analyst"},
            {"id": "cus", "role": "customer", "account": "acme"},
            {"id": "eve", "role": "lead", "account": "acme"},
        ]
    )
    return world


@pytest.mark.parametrize(
    ("scope", "covered"),
    [
        ({}, True),
        ({"target": "app.example.org"}, True),
        ({"target": ["other", "app.example.org"]}, True),
        ({"target": "other"}, False),
        ({"client.address": "192.0.2.7"}, True),
        ({"client.address": "192.0.2.0/24"}, True),
        ({"client.address": ["198.51.100.0/24", "2001:db8::/32"]}, False),
        ({"target": "app.example.org", "kind": "load"}, False),
        ({"type": "test.start"}, True),
        ({"tool": "nmap"}, False),  # the event has no tool
        ({"nonsense": True}, False),
        ({"__class__": "x"}, False),
    ],
)
def test_a_scope_covers_the_events_whose_fields_it_lists(world, scope, covered) -> None:
    world.give(authorizations=[{"account": "acme", "use": USE, "scope": scope}])
    assert allowed(world) is covered
    assert world.ask("authorization.held", USE)


def test_of_a_list_every_item_must_be_in_scope(world) -> None:
    world.give(authorizations=[{"account": "acme", "use": "vpn-proxy", "scope": {"ports": [1194, 443]}}])
    for ports, covered in (([1194], True), ([443, 1194], True), ([1194, 22], False), ([], False)):
        event = world.event("app.deploy", app="a", ports=ports)
        assert world.ask("authorization", "vpn-proxy", event=event) is covered, ports


def test_fields_that_nobody_declared_can_be_in_scope(world) -> None:
    world.give(authorizations=[{"account": "acme", "use": USE, "scope": {"region": "eu"}}])
    assert allowed(world, region="eu")
    assert not allowed(world, region="us")


def test_it_holds_inside_its_window_for_its_account_and_use_only(world) -> None:
    start = world.now
    window = {"from": "2026-11-18T14:00:00Z", "until": "2026-11-19T14:00:00Z"}
    world.give(authorizations=[{"id": "az", "account": "acme", "use": USE, **window}])
    for seconds, expected in ((-1, False), (0, True), (86_399, True), (86_400, False)):
        world.now = start + timedelta(seconds=seconds)
        assert allowed(world) is expected, seconds
    assert state_of("authorization", {"id": "az"}, world.ledgers, world.now)["state"] == "expired"
    world.now = start
    assert not world.ask("authorization", "load-test")
    assert not world.ask("authorization", USE, event=world.event("test.start", "other", **TEST))


def test_request_grant_revoke(people) -> None:
    world = people
    world.do(
        "authorization.request", "cus", id="az", account="acme", use=USE, scope={"target": ["app.example.org", "b"]}
    )
    assert not allowed(world)
    answer = world.do("authorization.grant", "lea", id="az", scope={"target": "app.example.org"}, conditions="by night")
    assert answer["state"] == "granted"
    assert allowed(world)
    assert world.ask("authorization.conditions", USE, event=world.event("test.start", **TEST)) == ["by night"]
    world.now += timedelta(hours=1)
    world.do("authorization.revoke", "max", id="az", reason="no longer needed")
    assert not allowed(world)
    world.now -= timedelta(minutes=30)
    assert allowed(world), "what was allowed at the time stays allowed"


def test_a_grant_reaches_no_further_than_the_request(people) -> None:
    world = people
    world.do(
        "authorization.request",
        "cus",
        id="az",
        account="acme",
        use=USE,
        scope={"target": "a"},
        until="2026-12-01T00:00:00Z",
    )
    for wider in ({"scope": {}}, {"scope": {"target": ["a", "b"]}}, {"until": "2026-12-02T00:00:00Z"}):
        with pytest.raises(OutOfScope):
            world.do("authorization.grant", "lea", id="az", **wider)
    world.do("authorization.grant", "lea", id="az", scope={"target": "a", "kind": "load"})


def test_who_may_decide(people) -> None:
    world = people
    world.do("authorization.request", "lea", id="az", account="acme", use=USE)
    with pytest.raises(SamePerson):
        world.do("authorization.grant", "lea", id="az")
    with pytest.raises(ConflictOfInterest):
        world.do("authorization.grant", "eve", id="az")
    for actor in ("ana", "cus", "stranger"):
        with pytest.raises(NotAllowed):
            world.do("authorization.grant", actor, id="az")
    with pytest.raises(NotAllowed):
        world.do("authorization.request", "cus", account="other", use=USE)
    world.do("authorization.grant", "max", id="az")


def test_two_people_where_the_policy_wants_them(people) -> None:
    world = people
    world.uses[USE] = UseTerms(two_person=True)
    world.do("authorization.request", "cus", id="az", account="acme", use=USE)
    with pytest.raises(SecondPersonRequired):
        world.do("authorization.grant", id="az")
    assert world.do("authorization.grant", "lea", id="az")["state"] == "pending-approval"
    assert not allowed(world)
    with pytest.raises(SamePerson):
        world.do("authorization.grant", "lea", id="az")
    assert world.do("authorization.grant", "max", id="az")["state"] == "granted"
    assert allowed(world)


def test_what_the_policy_asks_of_scope_and_length_holds_for_every_grant(people) -> None:
    world = people
    world.uses[USE] = UseTerms(longest=(parse_duration("2mo"), parse_duration("90d")), scope=("target",))
    with pytest.raises(Incomplete, match="target"):
        world.do("authorization.grant", "lea", account="acme", use=USE, until=world.now + timedelta(days=1))
    given = {"account": "acme", "use": USE, "scope": {"target": "app.example.org"}}
    for until in (None, world.now + timedelta(days=62)):
        with pytest.raises(OutOfScope, match="2mo"):
            world.do("authorization.grant", "lea", **given, until=until)
    later = world.now + timedelta(days=30)
    with pytest.raises(OutOfScope):
        world.do("authorization.grant", "lea", **given, until=later + timedelta(days=91), **{"from": later})

    assert world.do("authorization.grant", "lea", **given, until=world.now + timedelta(days=61))["state"] == "granted"
    assert allowed(world)
    assert world.do("authorization.grant", "lea", account="acme", use="other")["state"] == "granted"


def test_policies_of_a_stack_ask_for_all_that_each_asks_for() -> None:
    day, week = parse_duration("1d"), parse_duration("7d")
    one, other = UseTerms(True, (week,), ("target",)), UseTerms(False, (day, week), ("client.address",))

    both = UseTerms(True, (week, day), ("target", "client.address"))
    assert one.and_also(other) == both
    assert both.and_also(UseTerms()) == both


def test_states_are_left_one_way_only(people) -> None:
    world = people
    world.do("authorization.request", id="az", account="acme", use=USE)
    with pytest.raises(Conflict):
        world.do("authorization.request", id="az", account="acme", use=USE)
    with pytest.raises(BadTransition):
        world.do("authorization.revoke", id="az")
    world.do("authorization.refuse", "lea", id="az", reason="no")
    for verb in ("grant", "refuse", "revoke"):
        with pytest.raises(BadTransition):
            world.do(f"authorization.{verb}", "max", id="az")
    with pytest.raises(NotFound):
        world.do("authorization.grant", id="nobody")


def test_a_grant_without_a_request_names_account_and_use(world) -> None:
    assert world.do("authorization.grant", account="acme", use=USE, id="new")["id"] == "new"
    assert allowed(world)
    with pytest.raises(Invalid) as raised:
        world.do("authorization.grant", account="acme")
    assert [fault.path for fault in raised.value.faults] == ["use"]
    with pytest.raises(Invalid, match="ends before it begins"):
        world.do(
            "authorization.grant", account="acme", use=USE, from_="2026-12-01T00:00:00Z", until="2026-11-01T00:00:00Z"
        )


def test_the_tightest_that_covers_is_the_one_that_is_named(world) -> None:
    rows = [{"id": "b", "account": "acme", "use": USE}, {"id": "a", "account": "acme", "use": USE}]
    world.give(authorizations=[*rows, {"id": "z", "account": "acme", "use": USE, "scope": {"kind": "security"}}])
    from_function = world.event("test.start", **TEST)
    assert covering(world.ledgers, from_function, USE).id == "z"


scopes = st.dictionaries(
    st.sampled_from(["target", "kind", "tool"]),
    st.sampled_from(["a", "b"]) | st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=3),
)


@given(scopes, scopes, st.fixed_dictionaries({name: st.sampled_from("abc") for name in ("target", "kind", "tool")}))
def test_a_scope_within_another_covers_nothing_more(one, other, event) -> None:
    def covers(scope) -> bool:
        return all(event[name] in (value if isinstance(value, list) else [value]) for name, value in scope.items())

    if within(one, other) and covers(one):
        assert covers(other)
