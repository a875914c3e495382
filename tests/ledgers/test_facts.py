"""Recipients, senders, numbers, licences, meters, terms, channels, programmes, lists: what their functions say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tipstaff.cel.values import CelError
from tipstaff.vocab.errors import BadTransition, Invalid, NotFound

JEAN = "+33612345678"


@pytest.mark.parametrize(
    ("row", "at", "age"),
    [
        ({}, "2026-11-18", 0),
        ({"age_assured": 18}, "2026-11-18", 18),
        ({"born": "2008-11-18"}, "2026-11-18", 18),
        ({"born": "2008-11-19"}, "2026-11-18", 17),
        ({"born": "2008-11-19", "age_assured": 16}, "2026-11-18", 17),
        ({"born": "2008-11-19", "age_assured": 18}, "2026-11-18", 17),  # both cannot be true: the lower counts
        ({"born": "2008-02-29"}, "2026-02-28", 17),
        ({"born": "2008-02-29"}, "2026-03-01", 18),
        ({"born": "2008-02-29"}, "2028-02-29", 20),
    ],
)
def test_the_least_age_that_is_certain(world, row, at, age) -> None:
    world.give(recipients=[{"recipient": JEAN, **row}])
    world.now = datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert world.ask("recipient.age", JEAN) == age


def test_what_is_known_of_a_recipient(world) -> None:
    assert world.ask("recipient.zones", JEAN) == []
    assert not world.ask("recipient.known", JEAN)
    with pytest.raises(CelError):
        world.ask("recipient.eea", JEAN)
    world.do("recipient.put", recipient=JEAN, country="FR", zone="Europe/Paris", region="IDF", language="fr")
    world.do("recipient.put", recipient="+33 6 12 34 56 78", age_assured=18)
    assert world.ask("recipient.country", JEAN) == "FR"
    assert world.ask("recipient.zones", JEAN) == ["Europe/Paris"]
    assert world.ask("recipient.age", JEAN) == 18
    assert world.ask("recipient.eea", JEAN)
    world.do("recipient.put", recipient=JEAN, eea=False)
    assert world.ask("recipient.eea", JEAN), "whoever lives there is there"
    world.do("recipient.put", recipient=JEAN, country="US")
    assert not world.ask("recipient.eea", JEAN)
    with pytest.raises(Invalid, match="not a time zone"):
        world.do("recipient.put", recipient=JEAN, zone="Paris")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"born": "2010-01-01", "age_assured": 18}, "an age of 18 is assured and the day of birth makes it 16"),
        ({"country": "FR", "eea": False}, "in FR and flagged as outside"),
        ({"born": "1990-01-01", "age_assured": 18, "country": "FR", "eea": True}, ""),
        ({"country": "US", "eea": True}, ""),
        ({}, ""),
    ],
)
def test_what_cannot_be_true_together_is_an_error_of_the_facts(world, row, said) -> None:
    world.give(recipients=[{"recipient": JEAN, **row}])
    if not said:
        assert world.ask("recipient.disputed", JEAN) is False
        return
    with pytest.raises(CelError, match=said) as raised:
        world.ask("recipient.disputed", JEAN)
    assert raised.value.code == "contradictory"


def test_a_sender_is_owned_when_registered_a_number_in_service_or_at_a_verified_domain(world) -> None:
    world.give(
        senders=[{"account": "acme", "sender": "ACME", "channel": "sms"}, {"account": "other", "sender": "Other"}],
        numbers=[{"number": "+33187654321", "account": "acme"}, {"number": "+33187654322", "account": "other"}],
        domains=[
            {"domain": "acme.example", "account": "acme", "verified_at": "2026-01-01T00:00:00Z"},
            {"domain": "unproven.example", "account": "acme"},
        ],
        addresses=[{"address": "2001:DB8::1", "account": "acme"}],
    )
    owned = {
        ("ACME", "sms"): True, ("acme", "sms"): True, ("ACME", "voice"): False, ("OTHER", "sms"): False,
        ("+33 1 87 65 43 21", "voice"): True, ("+33187654322", "voice"): False,
        ("news@mail.acme.example", "email"): True, ("a@unproven.example", "email"): False,
        ("a@example", "email"): False,
    }  # fmt: skip
    for (sender, channel), expected in owned.items():
        assert world.ask("sender.owned", sender, channel) is expected, sender
    assert world.ask("sender.taken", "other")
    assert not world.ask("sender.taken", "acme")
    assert not world.ask("sender.taken", "nobody")
    assert world.ask("domain.owned", "Mail.ACME.example.")
    assert not world.ask("domain.verified", "unproven.example")
    assert world.ask("address.owned", "2001:db8:0::1")
    world.do("number.put", number="+33187654321", state="disconnected")
    assert not world.ask("sender.owned", "+33187654321", "voice")


def test_protected_names_but_the_accounts_own(world) -> None:
    world.give(protected_names=[{"name": "Bird", "kind": "operator"}, {"name": "Acme", "owner": "acme"}])
    assert world.ask("protected.names") == ["Bird"]
    assert world.ask("protected.kind", "BIRD") == "operator"
    assert world.ask("protected.kind", "x") == ""
    world.do("protected-name.remove", name="bird")
    assert world.ask("protected.names") == []


def test_numbers(world) -> None:
    row = {"number": "+33187654321", "account": "acme", "assigned_at": "2026-01-01T00:00:00Z"}
    world.give(numbers=[row])
    assert world.ask("number.state", "0033187654321") == "active"
    assert not world.ask("number.declared", "+33187654321")
    assert world.ask("number.last_used", "+33187654321") == datetime(2026, 1, 1, tzinfo=UTC)
    world.do("number.put", number="+33187654321", use="support", end_user={"name": "Bob"}, forward_to="+33112345678")
    assert world.ask("number.declared", "+33187654321")
    assert world.ask("number.end_user", "+33187654321") == "Bob"
    assert world.ask("number.forward_to", "+33187654321") == "+33112345678"
    stranger = world.event(account="other")
    assert world.ask("number.use", "+33187654321", event=stranger) == ""
    assert world.ask("number.state", "+33100000000") == ""
    with pytest.raises(CelError):
        world.ask("number.last_used", "+33187654321", event=stranger)
    with pytest.raises(Invalid) as raised:
        world.do("number.put", number="+33187654399")
    assert raised.value.faults[0].path == "account"


def test_licences(world) -> None:
    world.give(
        licences=[
            {"id": "L1", "account": "acme", "product": "mta", "kind": "server", "servers": 2},
            {
                "id": "L2",
                "account": "acme",
                "product": "mta",
                "kind": "volume",
                "volume": 1e6,
                "until": "2026-01-01T00:00:00Z",
            },
            {"id": "L3", "account": "acme", "product": "panel", "kind": "seats", "seats": 5},
            {
                "id": "L4",
                "account": "acme",
                "product": "panel",
                "kind": "seats",
                "seats": 2,
                "from": "2027-01-01T00:00:00Z",
            },
        ]
    )
    assert world.ask("licence.owned", "L1")
    assert world.ask("licence.in_force", "L1")
    assert world.ask("licence.ended", "L2")
    assert not world.ask("licence.in_force", "L2")
    assert world.ask("licence.servers", "L1") == 2
    assert world.ask("licence.servers", "L2") == 1
    assert world.ask("licence.volume", "L2") == 1e6
    assert world.ask("licence.seats", "panel") == 5
    assert world.ask("licence.copies", "mta") == 2
    assert world.ask("licence.kind", "L1") == "server"
    assert not world.ask("licence.owned", "L1", event=world.event(account="other"))
    for name in ("licence.kind", "licence.product", "licence.volume"):
        with pytest.raises(CelError):
            world.ask(name, "L9")
    with pytest.raises(BadTransition):
        world.do("deletion.certify", account="acme", licence="L1")
    assert world.do("deletion.certify", account="acme", licence="L2")["licence"] == "L2"


def test_meters_begin_anew_with_each_period(world) -> None:
    world.give(meters=[{"account": "acme", "meter": "messages", "limit": 100, "used": 80, "period": "day"}])
    assert world.ask("meter.ratio", "messages") == 0.8
    assert world.do("meter.add", account="acme", meter="messages", quantity=20)["used"] == 100
    assert world.ask("meter.exhausted", "messages")
    world.do("meter.plan", account="acme", meter="messages", paid=True, cap=150)
    assert not world.ask("meter.exhausted", "messages")
    assert world.ask("meter.ceiling", "messages") == 150
    world.do("meter.put", account="acme", meter="messages", hard=True)
    assert world.ask("meter.ceiling", "messages") == 100
    world.now += timedelta(days=1)
    assert world.ask("meter.used", "messages") == 0
    assert world.do("meter.add", account="acme", meter="messages", quantity=5)["used"] == 5
    with pytest.raises(Invalid):
        world.do("meter.add", account="acme", meter="messages", quantity=-5)
    with pytest.raises(NotFound):
        world.do("meter.add", account="acme", meter="nothing", quantity=1)
    with pytest.raises(CelError):
        world.ask("meter.limit", "nothing")
    assert not world.ask("meter.known", "nothing")


def test_terms_count_while_they_are_the_current_ones(world) -> None:
    assert not world.ask("terms.accepted", "whatsapp")
    world.do("terms.accept", account="acme", terms="whatsapp")
    assert world.ask("terms.accepted", "whatsapp")
    world.now += timedelta(days=1)
    world.do("terms.publish", terms="whatsapp", version=2)
    assert not world.ask("terms.accepted", "whatsapp")
    world.now += timedelta(days=1)
    world.do("terms.accept", account="acme", terms="WhatsApp")
    assert world.ask("terms.accepted", "whatsapp")
    assert world.ask("terms.version", "whatsapp") == "2"
    assert not world.ask("terms.accepted", "whatsapp", event=world.event(account="other"))
    with pytest.raises(Invalid):
        world.do("terms.publish", terms="whatsapp", version="2")


def test_acceptances_and_notifications(world) -> None:
    world.give(
        acceptances=[
            {
                "account": "acme",
                "policy": "bird",
                "version": "1",
                "accepted_at": "2025-01-01T00:00:00Z",
                "language": "fr",
            }
        ],
        notified=[{"account": "acme", "policy": "bird", "version": "2", "at": "2026-11-18T14:00:00Z"}],
    )
    assert world.ask("acceptance.recorded", "bird")
    assert world.ask("acceptance.version", "bird") == "1"
    assert world.ask("acceptance.language", "bird") == "fr"
    assert not world.ask("acceptance.recorded", "other")
    assert world.ask("notified.told", "bird", "2")
    assert not world.ask("notified.objected", "bird", "2")
    world.do("acceptance.record", account="acme", policy="bird", version="2", language="en")
    assert world.ask("acceptance.version", "bird") == "2"
    world.do("notification.record", account="acme", policy="bird", version="2", objected_at="2026-11-18T14:00:00Z")
    assert world.ask("notified.objected", "bird", "2")


def test_channels_features_programmes(world) -> None:
    world.give(
        channels=[
            {"account": "acme", "channel": "viber", "handle": "@Acme", "verified": True, "owner": "third"},
            {"account": "acme", "channel": "instagram", "handle": "acme", "approved": True, "active": False},
        ],
        features=[{"account": "acme", "feature": "recording", "enabled": True}],
        programmes=[
            {
                "account": "acme",
                "programme": "trusted-sender",
                "subject": "192.0.2.1",
                "volume": 1000,
                "standards": {"x": 1},
            },
            {"account": "acme", "programme": "whole"},
        ],
    )
    assert world.ask("channel.linked", "viber")
    assert not world.ask("channel.owned", "viber", "acme")
    assert world.ask("channel.owner", "viber", "acme") == "third"
    assert world.ask("channel.owned", "instagram", "")
    assert not world.ask("channel.owned", "instagram", "someone-else")
    assert world.ask("channel.verified", "viber", "acme")
    assert world.ask("channel.approved", "instagram")
    assert not world.ask("channel.active", "instagram")
    assert not world.ask("channel.active", "whatsapp")
    assert world.ask("feature.enabled", "Recording")
    assert not world.ask("feature.enabled", "transcription")
    assert world.ask("programme.member", "trusted-sender", "192.0.2.1")
    assert world.ask("programme.member", "whole", "acme")
    assert not world.ask("programme.member", "trusted-sender", "192.0.2.2")
    assert world.ask("programme.volume", "trusted-sender", "") == 1000
    assert world.ask("programme.standards", "trusted-sender", "192.0.2.1") == {"x": 1}
    with pytest.raises(CelError):
        world.ask("programme.volume", "whole", "")


def test_lists_and_people(world) -> None:
    world.give(
        lists={
            "sanctioned_countries": ["KP"],
            "terrorist_names": ["Some Name"],
            "hashes": [{"sha256": "AB", "kind": "csam"}, {"pdq": "cd", "kind": "terror"}],
            "canaries": ["trap@example.org"],
        },
        people=[{"id": "lea", "role": "lead"}],
    )
    assert world.ask("list.has", "sanctioned_countries", "KP")
    assert not world.ask("list.has", "sanctioned_countries", "FR")
    assert world.ask("list.kind", "hashes", "ab") == "csam"
    assert world.ask("list.kind", "hashes", "cd") == "terror"
    assert world.ask("list.has", "canaries", "Trap@Example.org")
    assert world.ask("list.values", "terrorist_names") == ["Some Name"]
    assert "trap" not in world.ask("list.values", "canaries")[0]
    assert world.ask("person.role", "lea") == "lead"
    assert world.do("list.remove", list="hashes", values=["AB", "zz"])["removed"] == 1
    assert world.ask("list.kind", "hashes", "ab") == ""


def test_the_end_user_of_a_number_may_be_a_name(world) -> None:
    world.do("number.put", number="+33187654321", account="acme", use="support", end_user="Bob")

    assert world.ask("number.end_user", "+33187654321") == "Bob"
    assert world.ask("number.declared", "+33187654321") is True


def test_what_was_allowed_counts_until_it_is_told_as_used(world) -> None:
    world.give(meters=[{"account": "acme", "meter": "messages", "limit": 100, "used": 80, "period": "day"}])
    world.do("meter.add", account="acme", meter="messages", quantity=15, asked=True)
    assert (world.ask("meter.used", "messages"), world.ask("meter.asked", "messages")) == (80, 15)
    world.do("meter.add", account="acme", meter="messages", quantity=10)
    assert (world.ask("meter.used", "messages"), world.ask("meter.asked", "messages")) == (90, 5)
    world.do("meter.add", account="acme", meter="messages", quantity=10)  # deliveries may be more than was asked
    assert (world.ask("meter.used", "messages"), world.ask("meter.asked", "messages")) == (100, 0)
    world.do("meter.add", account="acme", meter="messages", quantity=7, asked=True)
    world.do("meter.put", account="acme", meter="messages", used=50)
    assert world.ask("meter.asked", "messages") == 0, "a count put by hand starts afresh"
    world.do("meter.add", account="acme", meter="messages", quantity=7, asked=True)
    world.now += timedelta(days=1)
    assert (world.ask("meter.used", "messages"), world.ask("meter.asked", "messages")) == (0, 0)


def test_a_seat_belongs_to_the_licence_period_in_which_it_was_taken(world) -> None:
    begun = (world.now - timedelta(days=30)).isoformat()
    world.give(licences=[{"id": "L", "account": "acme", "product": "p", "kind": "seats", "seats": 2, "from": begun}])
    world.do("seat.put", account="acme", product="p", user="ann")
    world.do("seat.put", account="acme", product="p", user="bob", taken_at=world.now - timedelta(days=31))
    world.do("seat.put", account="other", product="p", user="eve")
    assert [world.ask("seat.held", "p", user) for user in ("ann", "bob", "eve")] == [True, False, False]
    assert world.ask("seat.taken", "p") == 1
    world.do("seat.remove", account="acme", product="p", user="ann")
    assert world.ask("seat.taken", "p") == 0


def test_a_count_put_by_hand_starts_afresh_also_when_it_is_the_same(world) -> None:
    world.give(meters=[{"account": "acme", "meter": "messages", "limit": 100, "used": 10}])
    world.do("meter.add", account="acme", meter="messages", quantity=50, asked=True)
    world.do("meter.put", account="acme", meter="messages", limit=200)
    assert world.ask("meter.asked", "messages") == 50, "a new limit says nothing about use"
    world.do("meter.put", account="acme", meter="messages", used=10)
    assert (world.ask("meter.used", "messages"), world.ask("meter.asked", "messages")) == (10, 0)


def test_a_count_put_by_hand_is_of_the_present_period(world) -> None:
    world.give(meters=[{"account": "acme", "meter": "messages", "limit": 100, "used": 80, "period": "day"}])
    world.now += timedelta(days=1)
    world.do("meter.put", account="acme", meter="messages", used=7)
    assert world.ask("meter.used", "messages") == 7


def test_what_was_allowed_lapses_when_its_use_is_never_told(world) -> None:
    world.now = world.now.replace(minute=30)
    world.give(meters=[{"account": "acme", "meter": "messages", "limit": 100}])
    for hour in range(2):
        for _ in range(3):
            end = world.now + timedelta(hours=24 + hour)
            world.do("meter.add", account="acme", meter="messages", quantity=5, asked=True, until=end)
    world.do("meter.add", account="acme", meter="messages", quantity=1, asked=True)
    assert world.ask("meter.asked", "messages") == 31
    world.do("meter.add", account="acme", meter="messages", quantity=5)
    begun = world.now.replace(minute=0, second=0, microsecond=0)
    world.now = begun + timedelta(hours=25)
    assert world.ask("meter.asked", "messages") == 16, "what lapses first was settled first"
    world.now = begun + timedelta(hours=26)
    assert world.ask("meter.asked", "messages") == 1, "what has no end stays until it is told"


def test_what_was_allowed_counts_on_all_names_and_is_settled_under_any(world) -> None:
    world.give(meters=[{"account": "acme", "meter": name, "limit": 100, "period": "day"} for name in ("a", "b")])
    world.do("meter.add", account="acme", meter="a", quantity=8, asked=True, also=["a", "b", "c"])
    assert [world.ask("meter.asked", name) for name in ("a", "b")] == [8, 8]
    world.do("meter.add", account="acme", meter="b", quantity=5, also=["a", "b"])
    assert [world.ask("meter.asked", name) for name in ("a", "b")] == [3, 3]
    assert [world.ask("meter.used", name) for name in ("a", "b")] == [0, 5]


def test_a_seat_put_again_is_taken_again(world) -> None:
    long_ago = (world.now - timedelta(days=400)).isoformat()
    world.give(
        licences=[
            {
                "id": "L",
                "account": "acme",
                "product": "p",
                "kind": "seats",
                "seats": 2,
                "from": (world.now - timedelta(days=1)).isoformat(),
            }
        ]
    )
    world.do("seat.put", account="acme", product="p", user="ann", taken_at=long_ago)
    assert not world.ask("seat.held", "p", "ann")
    world.do("seat.put", account="acme", product="p", user="ann")
    assert (world.ask("seat.held", "p", "ann"), world.ask("seat.taken", "p")) == (True, 1)


def test_a_membership_without_a_volume_has_no_end(world) -> None:
    world.give(programmes=[{"account": "acme", "programme": "trusted-sender", "subject": "acme.example"}])
    assert world.ask("programme.limited", "trusted-sender", "") is False
    world.do("programme.put", account="acme", programme="trusted-sender", subject="acme.example", volume=10)
    assert world.ask("programme.limited", "trusted-sender", "") is True
