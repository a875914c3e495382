"""Whatever actions come and go, in whatever order: once they are gone, everything is as it was."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from tipstaff.enforce.records import KINDS
from tipstaff.enforce.records.action import Action
from tipstaff.enforce.records.restraint import RESTRAINTS
from tipstaff.enforce.restraints import ORDER, release, restrain
from tipstaff.ledgers import Ledgers, MemoryShelf
from tipstaff.ledgers.commands import CommandContext
from tipstaff.ledgers.given import give
from tipstaff.ledgers.ledgers import Draft
from tipstaff.ledgers.records.accounts import ACCOUNTS
from tipstaff.ledgers.records.channels import PROGRAMMES
from tipstaff.ledgers.records.numbers import NUMBERS

NOW = datetime(2026, 11, 20, 14, tzinfo=UTC)
PLACES = (
    ("account", ""), ("channel", "sms"), ("channel", "whatsapp"), ("number", "+33187650001"), ("app", "shop"),
    ("domain", "acme.example"), ("ip", "192.0.2.1"), ("content", "post-1"),
)  # fmt: skip
EFFECTS = ("", "limited", "quarantined", "suspended", "removed", "excluded", "disconnected", "reclaimed", "terminated")
STANDINGS = st.sampled_from(("good", "limited", "suspended"))


def world(standing: str, channels: dict[str, str]) -> Ledgers:
    shelf = MemoryShelf()
    ledgers = Ledgers(shelf, b"a test installation's key")
    draft = ledgers.draft()
    rows = {
        "accounts": [{"id": "acme", "standing": standing, "channels": channels, "facts": {"a": 1}}],
        "numbers": [
            {"number": "+33187650001", "account": "acme"},
            {"number": "+33187650002", "account": "acme", "state": "noticed"},
            {"number": "+33187650003", "account": "acme", "state": "transferred"},
            {"number": "+33187650004", "account": "other"},
        ],
        "programmes": [{"account": "acme", "programme": "trusted-sender", "subject": "acme.example"}],
    }
    give(draft, rows, CommandContext(NOW, "", lambda: "id"))
    shelf.apply(draft.changes, NOW)
    return ledgers


def picture(draft: Draft) -> object:
    return (draft.account("acme"), draft.group(ACCOUNTS), draft.group(NUMBERS), draft.group(PROGRAMMES))


actions = st.lists(
    st.tuples(st.sampled_from(PLACES), st.sampled_from(EFFECTS)).map(
        lambda one: Action("", "acme", "any", "active", scope=one[0][0], subject=one[0][1], effect=one[1])
    ),
    max_size=8,
)


@settings(max_examples=150, deadline=None)
@given(
    actions=actions,
    order=st.randoms(use_true_random=False),
    standing=STANDINGS,
    channels=st.dictionaries(st.sampled_from(("sms", "whatsapp", "voice")), STANDINGS),
)
def test_apply_then_revert_is_nothing(
    actions: list[Action], order: object, standing: str, channels: dict[str, str]
) -> None:
    draft = world(standing, channels).draft()
    before = picture(draft)
    todo = [(msgspec.structs.replace(one, id=f"a{number}"), True) for number, one in enumerate(actions)]
    live: list[Action] = []
    while todo or live:
        if todo and (not live or order.random() < 0.6):
            action, _ = todo.pop(0)
            restrain(draft, action)
            live.append(action)
        else:
            release(draft, live.pop(order.randrange(len(live))))

    assert picture(draft) == before
    assert draft.group(RESTRAINTS) == ()


@settings(max_examples=60, deadline=None)
@given(
    effects=st.lists(st.sampled_from(("limited", "suspended", "terminated")), min_size=1, max_size=5), data=st.data()
)
def test_of_several_the_severest_shows(effects: list[str], data: st.DataObject) -> None:
    draft = world("good", {}).draft()
    live = [Action(f"a{n}", "acme", "any", "active", effect=effect) for n, effect in enumerate(effects)]
    for action in live:
        restrain(draft, action)
    while live:
        assert draft.account("acme").standing == max((one.effect for one in live), key=ORDER.index)
        release(draft, live.pop(data.draw(st.integers(0, len(live) - 1))))
    assert draft.account("acme").standing == "good"


def test_what_the_platform_sets_meanwhile_is_what_comes_back() -> None:
    draft = world("good", {}).draft()
    action = Action("a", "acme", "suspend", "active", effect="suspended")
    restrain(draft, action)
    draft.put(ACCOUNTS, msgspec.structs.replace(draft.account("acme"), standing="limited"))
    release(draft, action)
    assert draft.account("acme").standing == "limited"


def test_cutting_off_an_account_cuts_off_what_serves_and_gives_exactly_that_back() -> None:
    draft = world("good", {}).draft()
    action = Action("a", "acme", "disconnect", "active", effect="disconnected")
    restrain(draft, action)
    states = {one.number[-1]: one.state for one in draft.group(NUMBERS)}
    assert states == {"1": "disconnected", "2": "disconnected", "3": "transferred", "4": "active"}
    release(draft, action)
    states = {one.number[-1]: one.state for one in draft.group(NUMBERS)}
    assert states == {"1": "active", "2": "noticed", "3": "transferred", "4": "active"}


def test_everything_the_room_keeps_is_known_by_its_name() -> None:
    assert set(KINDS) == {"actions", "disclosures", "restraints", "strikes"}
