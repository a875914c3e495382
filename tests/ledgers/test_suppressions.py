from __future__ import annotations

from datetime import timedelta

import pytest

from tipstaff.ledgers.records.suppressions import SUPPRESSIONS
from tipstaff.ledgers.states import state_of
from tipstaff.vocab.errors import Invalid, NotFound

JEAN = "+33612345678"


def active(world, channel: str = "sms", **event) -> bool:
    return world.ask("suppression.active", JEAN, channel, event=world.event(**event))


def test_global_and_own_suppressions_by_channel(world) -> None:
    world.do("suppression.add", account="acme", recipient=JEAN, channel="sms", kind="unsubscribe")
    assert active(world)
    assert not active(world, channel="email")
    assert not active(world, account="other")
    world.do("suppression.add", recipient=JEAN, kind="trap")
    assert active(world, channel="email", account="other")
    assert world.ask("suppression.kinds", JEAN, "sms") == ["trap", "unsubscribe"]


@pytest.mark.parametrize(
    ("reach", "extra", "reached", "spared"),
    [
        ("pair", {"sender": "ACME"}, {}, {"from": "OTHER"}),
        ("sender", {"sender": "acme"}, {}, {"from": "OTHER"}),
        ("brand", {"brand": "shoes"}, {}, {"from": "OTHER"}),
        ("account", {}, {"from": "OTHER"}, {"account": "other"}),
    ],
)
def test_how_far_an_opt_out_reaches_is_said_when_it_is_recorded(world, reach, extra, reached, spared) -> None:
    world.give(
        senders=[
            {"account": "acme", "sender": "ACME", "brand": "Shoes"},
            {"account": "acme", "sender": "OTHER", "brand": "Hats"},
        ]
    )
    world.do("suppression.add", account="acme", recipient=JEAN, channel="sms", kind="keyword", reach=reach, **extra)
    assert active(world, **reached)
    assert not active(world, **spared)


def test_a_sender_is_kept_off_every_channel_a_pair_off_its_own(world) -> None:
    world.do(
        "suppression.add", account="acme", recipient=JEAN, channel="sms", kind="keyword", reach="sender", sender="ACME"
    )
    assert active(world, channel="voice")
    world.do("suppression.remove", account="acme", recipient=JEAN)
    world.now += timedelta(seconds=1)
    world.do(
        "suppression.add", account="acme", recipient=JEAN, channel="sms", kind="keyword", reach="pair", sender="ACME"
    )
    assert not active(world, channel="voice")


def test_a_reach_names_what_it_needs(world) -> None:
    with pytest.raises(Invalid) as raised:
        world.do("suppression.add", recipient=JEAN, kind="keyword", reach="pair")
    assert [fault.path for fault in raised.value.faults] == ["account", "sender"]


def test_it_holds_from_its_moment_until_it_is_lifted_and_that_stays_known(world) -> None:
    start = world.now
    world.do("suppression.add", account="acme", recipient=JEAN, kind="manual", until="2026-11-20T14:00:00Z")
    assert world.do("suppression.add", account="acme", recipient=JEAN, kind="manual")["added"] is False
    world.now += timedelta(days=1)
    assert world.ask("suppression.since", JEAN, "sms") == start
    assert world.do("suppression.remove", account="acme", recipient=JEAN)["removed"] == 1
    for hours, expected in ((-1, False), (0, True), (23, True), (24, False), (100, False)):
        world.now = start + timedelta(hours=hours)
        assert active(world) is expected, hours
    world.now = start + timedelta(days=9)
    with pytest.raises(NotFound):
        world.do("suppression.remove", account="acme", recipient=JEAN)
    assert world.do("suppression.add", account="acme", recipient=JEAN, kind="manual")["added"] is True
    one = world.ledgers.group(SUPPRESSIONS, "acme", world.ledgers.party(JEAN))[0]
    assert len(world.ledgers.history(SUPPRESSIONS, one, world.shelf)) == 3


def test_the_state_of_a_suppression_can_be_asked_without_its_account(world) -> None:
    ask = {"recipient": JEAN, "channel": "sms"}
    assert state_of("suppressed", ask, world.ledgers, world.now) == {"is": False, "kinds": []}
    world.do("suppression.add", account="acme", recipient=JEAN, channel="sms", kind="keyword")
    assert state_of("suppressed", ask, world.ledgers, world.now)["is"] is True
    assert state_of("suppressed", {**ask, "channel": "email"}, world.ledgers, world.now)["is"] is False
    assert state_of("suppressed", {**ask, "account": "other"}, world.ledgers, world.now)["is"] is False


def test_a_register_lists_whom_its_last_load_listed(world) -> None:
    world.do("register.load", name="bloctel", country="FR", entries=[JEAN, "+33600000001"])
    assert world.ask("register.listed", "+33 6 12 34 56 78") == ["bloctel"]
    world.now += timedelta(days=30)
    world.do("register.load", name="bloctel", country="FR", entries=[JEAN, "+33600000002"])
    assert world.ask("register.listed", JEAN) == ["bloctel"]
    assert world.ask("register.listed", "+33600000001") == []
    assert world.ask("register.listed", "+33600000002") == ["bloctel"]
    # A message of last week: one had been listed since the first load, the other only now.
    world.now -= timedelta(days=7)
    assert world.ask("register.listed", JEAN) == ["bloctel"]
    assert world.ask("register.listed", "+33600000002") == []


def test_who_comes_back_to_a_register_is_on_it_since_then(world) -> None:
    start = world.now
    for days, entries in ((0, [JEAN]), (30, []), (60, [JEAN])):
        world.now = start + timedelta(days=days)
        world.do("register.load", name="bloctel", country="FR", entries=entries)
    assert world.ask("register.listed", JEAN) == ["bloctel"]
    world.now = start + timedelta(days=45)
    assert world.ask("register.listed", JEAN) == []


def test_nobody_drops_off_a_register_while_its_next_load_is_under_way(world) -> None:
    world.do("register.load", name="bloctel", country="FR", entries=[JEAN, "+33600000001"])
    answer = world.do("register.load", name="bloctel", country="FR", entries=["+33600000002"], final=False)
    assert answer["loaded"] is False
    for one in (JEAN, "+33600000001", "+33600000002"):
        assert world.ask("register.listed", one) == ["bloctel"]
    assert world.do("register.load", name="bloctel", country="FR", entries=[JEAN])["entries"] == 2
    assert [bool(world.ask("register.listed", one)) for one in (JEAN, "+33600000001", "+33600000002")] == [
        True,
        False,
        True,
    ]


def test_a_register_grows_stale_for_the_recipients_of_its_country(world) -> None:
    world.do("register.load", name="bloctel", country="FR", entries=[])
    assert world.ask("register.stale", JEAN, 30) == []
    world.now += timedelta(days=31)
    assert world.ask("register.stale", JEAN, 30) == ["bloctel"]
    assert world.ask("register.stale", "+14155550100", 30) == []
    assert world.ask("register.stale", "someone@example.org", 30) == []
    world.do("recipient.put", recipient="someone@example.org", country="FR")
    assert world.ask("register.stale", "someone@example.org", 30) == ["bloctel"]


def test_given_registers_without_a_date_are_fresh_and_have_always_listed(world) -> None:
    world.give(registers=[{"name": "bloctel", "country": "FR", "entries": [JEAN]}])
    assert world.ask("register.stale", JEAN, 1) == []
    world.now -= timedelta(days=400)
    assert world.ask("register.listed", JEAN) == ["bloctel"]


def test_one_purpose_is_refused_and_the_others_go_on(world) -> None:
    world.do("suppression.add", account="acme", recipient=JEAN, channel="sms", kind="unsubscribe", purpose="marketing")
    assert active(world)
    for purpose in ("otp", "service", "transactional"):
        assert not active(world, purpose=purpose), purpose
    # An answer about one event is none about the next: asked in turn, each is answered for itself.
    for _ in range(3):
        assert active(world)
        assert not active(world, purpose="otp")
    ask = {"recipient": JEAN, "channel": "sms"}
    assert state_of("suppressed", ask | {"purpose": "marketing"}, world.ledgers, world.now)["is"] is True
    assert state_of("suppressed", ask | {"purpose": "otp"}, world.ledgers, world.now)["is"] is False


def test_a_refusal_of_one_purpose_stands_beside_one_of_all_and_nobody_refuses_emergencies_alone(world) -> None:
    told = {"account": "acme", "recipient": JEAN, "channel": "sms", "kind": "unsubscribe"}
    assert world.do("suppression.add", **told, purpose="marketing")["added"] is True
    assert world.do("suppression.add", **told, purpose="marketing")["added"] is False
    assert world.do("suppression.add", **told)["added"] is True
    assert active(world, purpose="otp")
    with pytest.raises(Invalid):
        world.do("suppression.add", **told, purpose="emergency")


def test_the_key_of_a_refusal_of_everything_is_what_it_always_was(world) -> None:
    world.do("suppression.add", account="acme", recipient=JEAN, channel="sms", kind="keyword")
    one = world.ledgers.group(SUPPRESSIONS, "acme", world.ledgers.party(JEAN))[0]
    assert (
        SUPPRESSIONS.key_of(one) == "\0".join(["acme", one.recipient, "sms", "keyword", "account", "", "", ""]).encode()
    )
