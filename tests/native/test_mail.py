"""The kernel that reads bodies of mail sees what the expressions see."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from signalkit.natively import HOSTILE, needs, short, texts
from signalkit.pace import calmly, linear
from signalkit.shared import mails

from tipstaff.native.kernels import found
from tipstaff.signals.mailparse.message import read_message
from tipstaff.signals.mailparse.seen import seen, seen_plainly
from tipstaff.signals.text.visible import visible_plainly, visible_text

pytestmark = needs("mail")

PIECES = (
    *(
        "<",
        "a",
        "A",
        "ABCD",
        "EFG",
        "!",
        "!!",
        "$ 5",
        "$",
        "€1",
        "£",
        "http://",
        "hTTpſ://x",
        "HTTPS://a.b/c?d",
        "https",
    ),
    *(
        '"',
        "'",
        ")",
        " ",
        "\n",
        "\t",
        "\x1c",
        "\x85",
        "\u2003",
        "-- ",
        "--",
        ">",
        "|",
        "<img",
        "<a ",
        "<b1>",
        "src",
        "=",
    ),
    *("color", "COLOR:", 'color = "', "#fff", "red", "ſK", "İ", "ı", "<!--", "-->", "-", "</", "script", "<style", "é"),
    *("</style>", "<head>", "</HEAD", "<ſcript", "<titleſ", "<title>", "&amp;", "&#9;", "&nbsp;", "_", "٣", "\ud800"),
    *(
        "http",
        "s",
        "://",
        "x" * 25,
        "\r",
        "\f",
        "\v",
        "<!",
        " x=1",
        "12345678901234",
        "tr\x00",
        "<  script",
        "\nhref =",
    ),
)
bodies = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)
PACES = (
    "<", "<a", "<a ", "<!--", "<script", "</script", " a", "a ", " a=", "color", "color ", "color:", "http://", "!",
    "$ ", "A", "\n", "-- \n", "&amp;", " ", "< ", "<a href=x>", "<é>", "http://a.example/?h",
)  # fmt: skip


def agree(text: str, markup: str) -> None:
    assert seen(text, markup) == seen_plainly(text, markup)
    assert visible_text(markup) == visible_plainly(markup)


@settings(calmly, max_examples=300)
@given(bodies | texts, bodies | texts)
def test_the_same_is_seen(text: str, markup: str) -> None:
    agree(text, markup)


@pytest.mark.parametrize("text", HOSTILE, ids=short)
def test_the_same_is_seen_in_hostile_texts(text: str) -> None:
    agree(text[:10_000], text[:10_000])
    agree("", text[:2_000] + "</script>" * 900)


def test_the_same_is_seen_in_real_mail() -> None:
    for message in map(read_message, mails()[::6]):
        agree(message.text, message.html[:20_000])
        agree(message.html, message.text)


def test_what_is_no_text_is_refused() -> None:
    module = found("mail").module
    for call in (
        lambda: module.seen("a"),
        lambda: module.seen("a", b"b", 1),
        lambda: module.shown(b""),
        lambda: module.evened(1),
    ):
        with pytest.raises(TypeError):
            call()


def test_no_more_links_than_asked_for_and_each_once() -> None:
    text = " ".join(f"http://a.example/{number % 60}" for number in range(200))
    assert seen(text, text).links == [f"http://a.example/{number}" for number in range(40)]


@pytest.mark.parametrize("piece", PACES)
def test_it_takes_linear_time(piece: str) -> None:
    module = found("mail").module
    assert linear(lambda text: module.seen(text, text, 40), piece, 40_000)
    assert linear(lambda text: module.evened(module.shown(text) or ""), piece, 40_000)
