"""Windows over real events: read as if recorded, the same in any order, after a restart, and on replay."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from math import isnan
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.events import NOON, event, sms
from signalkit.pace import calmly

from tipstaff.cel import CelError
from tipstaff.cel.types import DOUBLE
from tipstaff.signals.windows import Limits, Windows, WindowSpec, parse_window
from tipstaff.vocab.event import Event
from tipstaff.vocab.events import STANDARD

HOUR = 3600
TEXTS = {
    "sends": "count of message.send by account over 1h",
    "marketing": "count of message.send by account over 1h where event.purpose == 'marketing'",
    "reached": "distinct to of message.send by account over 1h",
    "spent": "sum quantity of usage.recorded by account, meter over 1h",
    "failing": "ratio of message.failed to message.send by account over 1h min 3",
    "alarm": "ratio of message.failed to message.send by account over 1h min 3 enter 0.5 leave 0.2",
    "seen": "last of message.send by recipient",
    "north": "last latitude of user.sign_in by account, user where event.outcome == 'success'",
    "to_recipient": "count of message.send, message.failed by recipient over 10m",
    "nets": "count of user.sign_in by subnet(address) over 10m",
    "templates": "distinct account of message.send by template(text) over 24h",
    "mails": "count of email.send by to over 1h",
    "people": "distinct to of email.send by account over 1h",
}


def windows(*names: str, texts: dict[str, str] = TEXTS, **given: Any) -> Windows:
    return Windows({name: spec(texts[name]) for name in names or texts}, STANDARD, **given)


def spec(text: str) -> WindowSpec:
    parsed, found = parse_window(text)
    assert parsed is not None, found
    return parsed


def failed(at: float = 0, account: str = "acme", to: str = "+33612345678") -> Event:
    return event("message.failed", at, account, message="m", channel="sms", to=to)


def mail(*to: str, at: float = 0) -> Event:
    return event("email.send", at, from_={"address": "a@b.fr"}, to=list(to), subject="s", purpose="marketing")


def used(quantity: float, at: float = 0, meter: str = "messages") -> Event:
    return event("usage.recorded", at, meter=meter, quantity=quantity)


def value(of: Windows, name: str, asked: Event) -> object:
    """A value that compares: failures by their code, NaN as a word."""
    try:
        found = of.read(name, asked)
    except CelError as error:
        return error.code
    return "nan" if isinstance(found, float) and isnan(found) else found


def test_a_read_includes_the_event_and_changes_nothing() -> None:
    of = windows()
    assert [of.read("sends", sms()) for _ in range(3)] == [1, 1, 1]
    of.record(sms())
    assert (of.read("sends", sms()), of.read("sends", failed())) == (2, 1)


def test_the_window_is_its_buckets_up_to_the_event() -> None:
    of = windows("sends")
    of.record(sms(at=0))
    of.record(sms(at=59.999))
    inside = [of.read("sends", sms(at=at)) for at in (60, 59 * 60, 60 * 60 - 0.001)]
    assert inside == [3, 3, 3]
    assert of.read("sends", sms(at=60 * 60)) == 1
    assert of.read("sends", sms(at=-1)) == 1  # what is later does not count


def test_conditions_choose_events() -> None:
    of = windows("marketing")
    for purpose in ("marketing", "service", "otp", "marketing"):
        of.record(sms(purpose=purpose))
    assert (of.read("marketing", sms()), of.read("marketing", sms(purpose="service"))) == (3, 2)


def test_an_event_for_which_the_condition_has_no_value_is_not_taken() -> None:
    of = windows("w", texts={"w": "count of app.observed by account over 1h where event.cpu > 0.9"})
    of.record(event("app.observed", app="a"))
    of.record(event("app.observed", app="a", cpu=0.95))
    assert of.read("w", event("app.observed", app="a")) == 1


def test_sums_are_exact_whatever_the_order() -> None:
    of = windows("spent")
    for quantity in (0.1, 0.2, 0.3, -0.5, 1e30, -1e30):
        of.record(used(quantity))
    assert of.read("spent", used(0.1)) == 0.2
    assert of.read("spent", used(0.57, meter="other")) == 0.57


def test_a_ratio_needs_its_volume() -> None:
    of = windows("failing", "alarm")
    for told in (sms(), sms(), failed(), failed()):
        of.record(told)
    assert (value(of, "failing", failed()), value(of, "failing", sms())) == ("nan", 2 / 3)
    assert (of.read("alarm", failed()), of.read("alarm", sms())) == (False, True)


def test_last_is_the_time_before() -> None:
    of = windows("seen")
    assert of.read("seen", sms()).year == 1970
    of.record(sms(at=5))
    of.record(sms(at=3))
    assert of.read("seen", sms(at=9)) == NOON + timedelta(seconds=5)


def sign_in(latitude: float | None, at: float = 0, outcome: str = "success", user: str = "u") -> Event:
    where = {} if latitude is None else {"latitude": latitude}
    return event("user.sign_in", at, user=user, outcome=outcome, client={"address": "192.0.2.1"}, **where)


def test_last_of_a_field_is_its_number_in_the_newest_event_that_has_it() -> None:
    of = windows("north")
    assert isnan(of.read("north", sign_in(1.0)))
    for told in (
        sign_in(48.8, 10),
        sign_in(-33.9, 5),
        sign_in(None, 20),
        sign_in(52.5, 30, "failure"),
        sign_in(9.0, 8),
    ):
        of.record(told)
    assert of.read("north", sign_in(1.0, 40)) == 48.8
    assert isnan(of.read("north", sign_in(1.0, 40, user="another")))
    of.record(sign_in(40.7, 10))
    assert of.read("north", sign_in(1.0, 40)) == 40.7  # of two at one time, the later to arrive
    assert of.specs["north"].type == DOUBLE
    again = windows("north")
    assert again.restore(of.snapshot()) == frozenset()
    again.record(sign_in(41.0, 7))
    assert again.read("north", sign_in(1.0, 40)) == 40.7


@calmly
@given(
    st.lists(st.tuples(st.integers(0, 30), st.sampled_from(["u", "v"]), st.none() | st.floats(-90, 90)), max_size=20)
)
def test_last_of_a_field_is_what_a_walk_over_the_record_finds(told: list[tuple[int, str, float | None]]) -> None:
    of = windows("north")
    for at, user, latitude in told:
        of.record(sign_in(latitude, at, user=user))
    for user in ("u", "v"):
        known = [
            (at, number, latitude)
            for number, (at, who, latitude) in enumerate(told)
            if who == user and latitude is not None
        ]
        found = of.read("north", sign_in(0.0, 99, user=user))
        assert found == max(known)[2] if known else isnan(found)


def test_roles_name_what_types_call_differently() -> None:
    of = windows("to_recipient")
    of.record(sms(to="+33600000001"))
    of.record(failed(to="+33600000001"))
    received = event("message.received", channel="sms", from_="+33600000001", to="ACME", text="hi")
    assert (of.read("to_recipient", received), of.read("to_recipient", sms(to="+33600000002"))) == (2, 1)


def test_subnets_gather_addresses() -> None:
    def sign_in(address: str) -> Event:
        return event("user.sign_in", user="u", outcome="failure", client={"address": address})

    of = windows("nets")
    for address in ("192.0.2.1", "192.0.2.200", "::ffff:192.0.2.9", "192.0.3.1", "2001:db8::1", "2001:db8::ffff:1"):
        of.record(sign_in(address))
    assert [of.read("nets", sign_in(address)) for address in ("192.0.2.77", "2001:db8::2", "2001:db8:0:1::2")] == [
        4,
        3,
        1,
    ]


def test_templates_gather_texts_that_differ_in_what_is_filled_in() -> None:
    of = windows("templates")
    for account, text in (
        ("a", "Hello Anna, your parcel 17 waits: https://p.example/17"),
        ("b", "HELLO Paul, your parcel 99 waits: https://q.example/99"),
        ("c", "Hello Zoe, your pаrcel 3 waits: https://p.example/3"),  # a Cyrillic letter
        ("d", "Hello Zoe, your invoice 3 waits: https://p.example/3"),
        ("e", "ok"),
        ("f", "OK!"),
    ):
        of.record(sms(text, account=account))
    asked = ("Hi Noah, your parcel", "Hello Noah, your parcel 5 waits: https://x.example", "ok", "Hello there")
    assert [of.read("templates", sms(text, account="z")) for text in asked] == [1, 4, 2, 1]


def test_lists_count_under_each_element_and_read_the_greatest() -> None:
    of = windows("mails", "people")
    of.record(mail("a@x.fr", "b@x.fr"))
    of.record(mail("b@x.fr", "b@x.fr"))
    assert of.read("mails", mail("a@x.fr", "b@x.fr", "c@x.fr")) == 3
    assert of.read("people", mail("b@x.fr", "c@x.fr", "d@x.fr")) == 4


def test_of_a_list_the_share_that_reaches_a_number_can_be_asked() -> None:
    of = windows(
        "part",
        "whole",
        texts={
            "part": "distinct account of list.import by addresses over 30d part 3",
            "whole": "distinct account of list.import by addresses over 30d",
        },
    )

    def listed(account: str, *addresses: str) -> Event:
        return event("list.import", 0, account, list="l", source="import", count=1, addresses=list(addresses))

    of.record(listed("a", "x@a.fr", "y@a.fr", "z@a.fr"))
    of.record(listed("b", "x@a.fr", "y@a.fr"))
    asked = listed("c", "x@a.fr", "y@a.fr", "z@a.fr", "new@a.fr")
    assert (of.read("part", asked), of.read("whole", asked)) == (0.5, 3)
    assert of.read("part", listed("c", "x@a.fr")) == 1.0
    assert (of.specs["part"].type, len(of._storage)) == (DOUBLE, 1)
    with pytest.raises(CelError, match="to count by"):
        of.read("part", listed("c"))


def test_an_event_without_the_key_has_no_value_and_is_not_recorded() -> None:
    of = windows("w", texts={"w": "count of message.send by account, campaign over 1h"})
    of.record(sms())
    assert value(of, "w", sms()) == "signal-unavailable"
    assert of.sizes()["w"]["keys"] == 0
    with pytest.raises(CelError, match="to count by"):
        windows("spent").read("spent", sms())


def test_personal_values_stand_nowhere_in_the_clear() -> None:
    of = windows(secret=b"s")
    for told in (sms(to="+33698765432"), failed(to="+33698765432"), mail("someone@example.org", "x@y.fr")):
        of.record(told)
    state = repr([(s.directory.keys, getattr(s, "sets", [])) for s in of._storage.values()]).encode() + of.snapshot()
    assert b"698765432" not in state
    assert b"someone" not in state


def test_two_names_for_one_window_share_its_state() -> None:
    of = windows("a", "b", texts={"a": TEXTS["sends"], "b": "count of message.send by account over 60m every 1m"})
    of.record(sms())
    assert (of.read("a", sms()), of.read("b", sms()), len(of._storage)) == (2, 2, 1)


def test_limits_bound_the_keys() -> None:
    of = windows("sends", limits=Limits(keys=10))
    for number in range(100):
        of.record(sms(account=f"a{number}"))
    assert of.sizes()["sends"] == {"keys": 10, "evicted": 90, "values": 0}


TOLD = st.lists(
    st.tuples(
        st.sampled_from([sms, failed]),
        st.integers(0, 12 * 60).map(lambda seconds: seconds * 1.0),
        st.sampled_from(["acme", "other"]),
        st.sampled_from(["+33600000001", "+33600000002", "+33600000003"]),
    ),
    max_size=40,
)


def made(told: list[tuple[Callable[..., Event], float, str, str]]) -> list[Event]:
    return [make(at=at, account=account, to=to) for make, at, account, to in told]


ASKED = [sms(at=13 * 60, account=account, to="+33600000002") for account in ("acme", "other")]


@calmly
@given(st.integers(0, 2**32), st.integers(0, 80))
def test_every_value_is_what_counting_again_gives(seed: int, size: int) -> None:
    rng, of, now = random.Random(seed), windows("sends", "reached", "to_recipient"), 0.0
    recorded: list[tuple[str, str, int, int, bool]] = []
    for _ in range(size):
        now += rng.choice([0.0, 0.2, 20.0, 61.0, 500.0, 1_900.0, 4_000.0]) * rng.random()
        heard = rng.choice([sms, sms, failed])(at=now, account=rng.choice("ab"), to=f"+3360000000{rng.randint(0, 5)}")
        minute, ten = int(heard.time.timestamp()) // 60, int(heard.time.timestamp()) // 10
        is_send = heard.type == "message.send"
        row = (heard.account, heard.data.to, minute, ten, is_send)
        lately = [r for r in [*recorded, row] if r[0] == heard.account and r[4] and minute - 60 < r[2] <= minute]
        same_to = [r for r in [*recorded, row] if r[1] == heard.data.to and ten - 60 < r[3] <= ten]
        assert of.read("sends", heard) == len(lately)
        assert of.read("reached", heard) == len({r[1] for r in lately})
        assert of.read("to_recipient", heard) == len(same_to)
        of.record(heard)
        recorded.append(row)


@calmly
@given(TOLD, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(told: list[Any], rng: random.Random) -> None:
    events = made(told)
    one, other = windows(), windows()
    for heard in events:
        one.record(heard)
    rng.shuffle(events)
    for heard in events:
        other.record(heard)
    names = ("sends", "marketing", "reached", "failing", "alarm", "seen", "to_recipient")
    for asked in ASKED:
        assert [value(one, name, asked) for name in names] == [value(other, name, asked) for name in names]


@calmly
@given(TOLD, st.integers(0, 40))
def test_a_restart_from_a_snapshot_changes_no_value(told: list[Any], cut: int) -> None:
    events = made(told)
    steady, before = windows(secret=b"s"), windows(secret=b"s")
    for heard in events[:cut]:
        steady.record(heard)
        before.record(heard)
    after = windows(secret=b"s")
    assert after.restore(before.snapshot()) == frozenset()
    for heard in [*events[cut:], *ASKED]:
        for name in ("sends", "reached", "failing", "alarm", "seen", "to_recipient", "people"):
            assert value(after, name, heard) == value(steady, name, heard)
        steady.record(heard)
        after.record(heard)
    assert after.snapshot() == steady.snapshot()


@calmly
@given(st.lists(st.integers(0, 9), max_size=80), st.integers(0, 80))
def test_a_restart_does_not_change_who_gives_way(accounts: list[int], cut: int) -> None:
    events = [sms(at=at, account=f"a{account}") for at, account in enumerate(accounts)]
    steady, before = (windows("sends", limits=Limits(keys=4)) for _ in range(2))
    for heard in events[:cut]:
        steady.record(heard)
        before.record(heard)
    after = windows("sends", limits=Limits(keys=4))
    after.restore(before.snapshot())
    for heard in events[cut:]:
        steady.record(heard)
        after.record(heard)
    assert after.snapshot() == steady.snapshot()


@calmly
@given(TOLD)
def test_a_replay_gives_the_values_of_then(told: list[Any]) -> None:
    def run() -> list[object]:
        of, values = windows(), []
        for heard in made(told):
            values.append([value(of, name, heard) for name in ("sends", "reached", "failing", "alarm", "seen")])
            of.record(heard)
        return values

    assert run() == run()


def test_a_changed_window_starts_empty_and_says_so() -> None:
    before = windows("sends", "reached")
    before.record(sms())
    changed = {"sends": TEXTS["sends"], "reached": "distinct to of message.send by account over 2h"}
    restored, adopted = windows(texts=changed), windows(texts=changed)
    assert restored.restore(before.snapshot()) == adopted.adopt(before) == frozenset({"reached"})
    for after in (restored, adopted):
        assert (after.read("sends", sms()), after.read("reached", sms(to="+33600000009"))) == (2, 1)


@pytest.mark.parametrize("data", [b"", b"nonsense", b"\x92\x63\x90"])
def test_what_is_no_snapshot_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="snapshot"):
        windows("sends").restore(data)


def test_an_event_far_behind_is_recorded_and_has_no_value_itself() -> None:
    of = windows("sends")
    of.record(sms(at=HOUR))
    late = sms(at=HOUR - 16 * 60)
    assert value(of, "sends", late) == "signal-too-late"
    assert value(of, "sends", sms(at=HOUR - 15 * 60)) == 1
    of.record(late)
    assert of.read("sends", sms(at=HOUR)) == 3
