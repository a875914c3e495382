"""Windows are read as declared; what is wrong is said with its place, all of it that can be told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.pace import calmly

from tipstaff.cel.types import BOOL, DOUBLE, TIMESTAMP
from tipstaff.signals.windows import parse_window, read_window
from tipstaff.signals.windows.declaring.spec import KeyPart, Level, Selection, WindowSpec, width_for
from tipstaff.vocab.diagnostics import Place, render
from tipstaff.vocab.events import STANDARD

GOLDEN = Path(__file__).parent / "golden" / "windows.txt"
MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000

WRONG = [
    "counts of message.send by account over 1h",
    "count message.send by account over 1h",
    "count of by account over 1h",
    "count of message by account over 1h",
    "count of message.send over 1h",
    "count of message.send by account",
    "count of message.send by account over 1 hour",
    "count of message.send by account over 3mo",
    "count of message.send by account over 1h every 7m",
    "count of message.send by account over 1h min 5",
    "count of message.send by account over 1h enter 5 leave 3",
    "count of message.send by account over 1h over 2h",
    "count of message.send by account over 1h frobnicate 3",
    "count of message.send by account over 1h where",
    "count of message.send by subnet(ip, 40) over 1h",
    "count of message.send by sub(ip) over 1h",
    "distinct of message.send by account over 1h",
    "sum of usage.recorded by account over 1h",
    "ratio of message.send by account over 1h",
    "ratio of message.failed to message.send by account over 1h enter 0.5",
    "ratio of message.failed to message.send by account over 1h min none",
    "last of message.send by account over 1h",
    "distinct to of message.send by account over 1h up to many",
    "",
    "sum quantity of usage.recorded by account over 1h part 3",
    # baselines
    "usual of message.send by account over 1h across 28d",
    "usual count of message.send by account over 1h",
    "usual count of message.send by account across 28d",
    "usual count of message.send by account over 1h across 90m",
    "usual count of message.send by account over 1m across 28d",
    "usual count of message.send by account over 1h across 28d each 90m",
    "usual count of message.send by account over 1h across 28d each 7d after 5",
    "usual count of message.send by account over 1h across 28d min 5",
    "surge count of message.send by account over 1h across 28d every 1m",
    "surge count of message.send by account over 1h across 28d enter 5",
    "surge count of message.send by account over 1h across 28d enter 4 leave 10",
    "fleet count of message.send by account over 1h",
    "fleet 1.5 count of message.send by account over 1h",
    "fleet 0.9 count of message.send by account over 1h across 28d",
    "count of message.send by account over 1h across 28d",
    # against the vocabulary
    "spread sum to of message.send by account over 1h across 28d",
    "count of mesage.send by account over 1h",
    "count of message.send by colour over 1h",
    "sum to of message.send by account over 1h",
    "sum price of message.send by account over 1h",
    "count of message.send by account over 1h where event.purpos == 'otp'",
    "count of message.send by account over 1h where event.purpose",
]


def spec(text: str) -> WindowSpec:
    parsed, found = parse_window(text)
    assert parsed is not None, found
    return parsed


def test_a_count() -> None:
    expected = WindowSpec("count", Selection(("message.send",)), (KeyPart("account"),), HOUR, MINUTE)
    assert spec("count of message.send by account over 1h") == expected


def test_fields_may_be_called_like_words_of_the_language() -> None:
    window = spec("distinct to of message.send by from, to, by over 24h up to 20000")
    assert (window.field, window.by, window.values) == ("to", (KeyPart("from"), KeyPart("to"), KeyPart("by")), 20_000)
    assert spec("sum of of usage.recorded by of over 1h").field == "of"


def test_baselines() -> None:
    sends = (Selection(("message.send",)), (KeyPart("account"),))
    usual = spec("usual count of message.send by account over 1h across 28d")
    assert usual == WindowSpec("usual", *sends, 28 * DAY, HOUR, after=10)
    weekly = spec("surge sum quantity of usage.recorded by account over 1d across 28d each 7d min 50 enter 10 leave 4")
    assert (weekly.field, weekly.step, weekly.after, weekly.least) == ("quantity", 7, 4, 50)
    assert (weekly.level, weekly.type) == (Level(10.0, 4.0), BOOL)
    fleet = spec("fleet 0.99 count of message.send by account over 1h min 20 where event.purpose == 'otp'")
    assert fleet == WindowSpec(
        "fleet", Selection(("message.send",), "event.purpose == 'otp'"), sends[1], HOUR, HOUR, least=20, share=0.99
    )
    assert {usual.type, fleet.type} == {DOUBLE}


def test_baselines_of_one_past_share_what_is_kept() -> None:
    rest = "count of message.send by account over 1h across 28d after 24"
    kept = {spec(f"{measure} {rest}").kept for measure in ("usual", "spread", "surge")}
    assert len({*kept, spec(f"surge {rest} min 500").kept}) == 1
    assert spec(f"surge {rest} enter 9 leave 3").kept not in kept
    fleets = {spec(f"fleet {share} count of message.send by account over 1h").kept for share in ("0.5", "0.99")}
    assert len(fleets) == 1


def test_a_ratio_with_a_condition_on_each_side_and_one_for_both() -> None:
    window = spec(
        "ratio of email.bounced where event.kind in ['hard', 'trap'] to email.delivered, email.send by account "
        "over 1d where event.domain != 'to by over' min 100 enter 0.05 leave 0.03"
    )
    assert window.of.where == "(event.kind in ['hard', 'trap']) && (event.domain != 'to by over')"
    assert window.below == Selection(("email.delivered", "email.send"), "event.domain != 'to by over'")
    assert (window.least, window.level, window.over) == (100, Level(0.05, 0.03), DAY)


def test_subnets_take_their_lengths() -> None:
    window = spec("count of user.sign_in by subnet(client.address), subnet(ip, 20, 48) over 10m")
    assert window.by == (KeyPart("client.address", (24, 64)), KeyPart("ip", (20, 48)))


def test_last_takes_a_number_field_or_none() -> None:
    window = spec("last latitude of user.sign_in by account")
    assert (window.measure, window.field, window.type, str(window)) == (
        "last",
        "latitude",
        DOUBLE,
        "last latitude of user.sign_in by account",
    )
    assert (spec("last of user.sign_in by account").field, spec("last of user.sign_in by account").type) == (
        "",
        TIMESTAMP,
    )
    for text, says in (
        ("last user of user.sign_in by account", "`user` of `user.sign_in` is no number"),
        ("last height of user.sign_in by account", "has no field `height`"),
        ("last latitude of user.sign_in by account over 1h", "reaches back as far as is known"),
    ):
        _, found = read_window(text, Place("f", 1), STANDARD)
        assert [says in fault.message for fault in found] == [True], text


def test_templates_are_parts_of_a_key() -> None:
    window = spec("distinct account of message.send by template( text ), account over 24h")
    assert window.by == (KeyPart("text", template=True), KeyPart("account"))
    assert str(window.by[0]) == "template(text)"
    _, found = read_window("count of app.deploy by template(ports) over 1h", Place("f", 1), STANDARD)
    assert ["is no text to take the template of" in fault.message for fault in found] == [True]


@pytest.mark.parametrize(
    ("over", "buckets"),
    [(1_000, 50), (10_000, 50), (MINUTE, 60), (HOUR, 60), (DAY, 48), (7 * DAY, 56), (30 * DAY, 60), (365 * DAY, 365)],
)
def test_windows_are_cut_into_buckets_that_people_know(over: int, buckets: int) -> None:
    width = width_for(over)
    assert width is not None
    assert (over % width, over // width) == (0, buckets)


def test_the_same_window_has_one_spelling() -> None:
    long = "distinct to of message.send by account over 60m every 60s up to 4096"
    assert str(spec(long)) == str(spec("distinct   to of message.send by account\n over 1h"))


def test_what_is_wrong_is_said_with_its_place() -> None:
    said = []
    for text in WRONG:
        _, found = read_window(text, Place("control.yaml", 7, 13), STANDARD)
        assert found, text
        said.append("\n".join([f"## {text}", *map(render, found)]))
    assert "\n\n".join(said) + "\n" == GOLDEN.read_text(encoding="utf-8")


@calmly
@given(st.text("count distinctsumratiolast of to by over where message.send,()'1h 5min\"[]{}", max_size=120))
def test_any_text_gives_a_window_or_says_what_is_wrong(text: str) -> None:
    parsed, found = parse_window(text)
    assert (parsed is None) == bool(found)
    if parsed is not None:
        again, _ = parse_window(str(parsed))
        assert again == parsed
