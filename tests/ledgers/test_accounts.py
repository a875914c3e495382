from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from tipstaff.cel.values import CelError
from tipstaff.ledgers.functions import ACCOUNT_TYPE
from tipstaff.ledgers.records.accounts import ACCOUNTS, Account, severest
from tipstaff.vocab.errors import BadTransition, Invalid, NotFound


def test_an_account_nobody_put_is_in_good_standing(world) -> None:
    account = world.ledgers.account("new")
    assert (account.id, account.standing, account.country, account.locale) == ("new", "good", "FR", "en")


def test_a_put_changes_what_is_given_and_keeps_the_rest(world) -> None:
    world.do("account.put", id="acme", plan="free", facts={"a": 1, "b": 2}, channels={"sms": "limited"})
    world.do("account.put", id="acme", plan="paid", facts={"b": 3})
    account = world.ledgers.account("acme")
    assert account.plan == "paid"
    assert account.facts == {"a": 1, "b": 3}
    assert account.channels == {"sms": "limited"}
    told = [memory.record.plan for memory in world.ledgers.history(ACCOUNTS, account, world.shelf)]
    assert told == ["free", "paid"]


def test_below_a_suspended_reseller_nobody_is_in_good_standing(world) -> None:
    world.give(
        accounts=[
            {"id": "acme", "parent": "reseller"},
            {"id": "reseller", "parent": "group"},
            {"id": "group"},
        ]
    )
    assert world.ask("account.ancestors") == ["reseller", "group"]
    assert world.ask("account.within", "group")
    assert not world.ask("account.within", "other")
    assert world.ask("account.tree_standing") == "good"
    world.do("account.put", id="group", standing="suspended")
    assert world.ask("account.tree_standing") == "suspended"
    assert world.ledgers.account("acme").standing == "good"


def test_the_standing_on_a_channel_is_the_severest_that_counts(world) -> None:
    world.give(accounts=[{"id": "acme", "channels": {"sms": "suspended"}}])
    assert world.ask("account.standing_on", "sms") == "suspended"
    assert world.ask("account.standing_on", "voice") == "good"
    world.do("account.put", id="acme", standing="terminated")
    assert world.ask("account.standing_on", "voice") == "terminated"
    assert severest() == "good"


def test_a_tree_has_no_loop(world) -> None:
    world.give(accounts=[{"id": "a", "parent": "b"}, {"id": "b", "parent": "c"}])
    for account, parent in (("a", "a"), ("b", "a"), ("c", "a")):
        with pytest.raises(Invalid) as raised:
            world.do("account.put", id=account, parent=parent)
        assert raised.value.faults[0].path == "parent"


def test_facts(world) -> None:
    world.give(accounts=[{"id": "acme", "facts": {"seats": 3, "deep": {"a": [1]}}}])
    assert world.ask("account.fact", "seats") == 3
    assert world.ask("account.fact", "deep") == {"a": [1]}
    assert world.ask("account.has_fact", "seats")
    with pytest.raises(CelError, match="no fact"):
        world.ask("account.fact", "gone")


def test_service_hours_and_holidays(world) -> None:
    hours = {"days": "mon-fri", "from": "09:00", "to": "18:00", "zone": "Europe/Paris"}
    world.give(accounts=[{"id": "acme", "hours": hours, "holidays": "FR"}])
    assert world.ask("account.open")  # Wednesday, 15:00 in Paris
    world.now = datetime(2026, 11, 11, 14, tzinfo=UTC)  # Armistice Day
    assert not world.ask("account.open")
    assert world.ask("account.next_opening") == datetime(2026, 11, 12, 8, tzinfo=UTC)
    assert not world.ask("account.has_hours", event=world.event(account="other"))
    with pytest.raises(CelError, match="no service hours"):
        world.ask("account.open", event=world.event(account="other"))


def test_hours_and_holidays_that_cannot_be_read_are_refused(world) -> None:
    with pytest.raises(Invalid) as raised:
        world.give(accounts=[{"id": "a", "holidays": "XX", "hours": {"from": "9", "to": "18:00", "zone": "Mars"}}])
    assert [fault.path for fault in raised.value.faults] == [
        "given.accounts[0].holidays",
        "given.accounts[0].hours.from",
        "given.accounts[0].hours.zone",
    ]


def test_closing_is_final(world) -> None:
    world.give(accounts=[{"id": "acme"}])
    world.do("account.close", id="acme")
    assert world.ledgers.account("acme").standing == "terminated"
    with pytest.raises(BadTransition):
        world.do("account.close", id="acme")
    with pytest.raises(NotFound):
        world.do("account.close", id="nobody")


def test_every_member_that_conditions_may_read_is_there() -> None:
    account = Account("acme", created_at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta())
    for member in ACCOUNT_TYPE.members.values():
        assert hasattr(account, member.attribute)


def test_a_country_that_is_no_code_is_refused_and_one_that_nobody_has_is_kept(world) -> None:
    for country, hint in (("France", "ISO 3166-1"), ("fr", "`FR`")):
        with pytest.raises(Invalid) as raised:
            world.do("account.put", id="a", country=country)
        assert [(fault.path, hint in fault.hint) for fault in raised.value.faults] == [("country", True)]
        with pytest.raises(Invalid):
            world.do("recipient.put", recipient="+33612345678", country=country)
    world.do("account.put", id="a", country="ZZ")
    world.do("recipient.put", recipient="+33612345678", country="ZZ")


@pytest.mark.parametrize("odd", ["x@[1", "a\nb@acme.example", "Abuse <abuse@acme.example>", "abuse"])
def test_only_what_a_notice_can_be_sent_to_is_a_mail_address_of_an_account(world, odd: str) -> None:
    with pytest.raises(Invalid) as refused:
        world.do("account.put", id="acme", emails=["abuse@acme.example", odd])
    (fault,) = refused.value.faults
    assert fault.path == "emails[1]"
    assert "abuse@example.org" in fault.expected
    assert fault.hint


def test_an_odd_mail_address_of_old_holds_up_no_other_change(world) -> None:
    world.do("account.put", id="acme", emails=["abuse@acme.example"])
    draft = world.ledgers.draft()
    draft.put(ACCOUNTS, replace(world.ledgers.account("acme"), emails=("x@[1",)))
    world.shelf.apply(draft.changes, world.now, command="account.put")
    world.ledgers.forget(draft.changes)
    world.do("account.put", id="acme", plan="paid")
    assert world.ledgers.account("acme").emails == ("x@[1",)
