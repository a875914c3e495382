"""The kernel that reads bodies of mail sees what the expressions see."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from signalkit.natively import HOSTILE, needs, short, texts
from signalkit.pace import calmly, linear
from signalkit.shared import mails

from tipstaff.native.kernels import found
from tipstaff.signals.mailparse.headers import Headers, indexed_plainly
from tipstaff.signals.mailparse.looks import shape_of, shape_plainly
from tipstaff.signals.mailparse.message import joined_plainly, read_message
from tipstaff.signals.mailparse.plain import MOST_HEADERS, fields_plainly
from tipstaff.signals.mailparse.seen import seen, seen_plainly
from tipstaff.signals.model.stacked import weighed_plainly
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
LINES = st.lists(
    st.sampled_from(
        [
            *(
                b"Subject: a",
                b"Subject:  b \r",
                b"X: \xe9",
                b" more",
                b"\tmore",
                b" ",
                b"X-Empty:",
                b"X-Space: ",
                b": x",
            ),
            *(
                b"From: a",
                b"From a",
                b"From ",
                b"no colon",
                b"A b: c",
                b"A:\r",
                b"Received: one",
                b"A: b:c",
                b"",
                b"\xe9: x",
            ),
        ]
    )
    | st.binary(max_size=8),
    max_size=8,
).map(lambda lines: b"".join(line + b"\n" for line in lines))
TEXTS = st.text(st.sampled_from("aB1 \t\n\r\x0b\x1c\xa0é=-İ") | st.characters(exclude_categories=["Cs"]), max_size=30)
FIELDS = st.lists(
    st.tuples(st.sampled_from(["From", "to", " To ", "É", "x" * 70, "\xa0a\x1c", ""]) | TEXTS, TEXTS), max_size=8
)
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


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("seen", ("a",)),
        ("seen", ("a", b"b", 1)),
        ("shown", (b"",)),
        ("evened", (1,)),
        ("fields", ("a", 1)),
        ("indexed", ([("a", 1)], 1)),
        ("indexed", ([("a",)], 1)),
        ("indexed", ((), 1)),
        ("joined", ([1],)),
        ("shape", (1, 1)),
        ("weighed", ([1], bytes(65536))),
        ("weighed", (1, bytes(65536))),
    ],
)
def test_what_is_something_else_is_refused(name: str, args: tuple[object, ...]) -> None:
    with pytest.raises(TypeError):
        getattr(found("mail").module, name)(*args)


def test_a_table_of_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match="65,536"):
        found("mail").module.weighed(["a"], b"")


@settings(calmly, max_examples=400)
@given(LINES)
def test_the_same_fields_are_read(head: bytes) -> None:
    assert found("mail").module.fields(head, MOST_HEADERS) == fields_plainly(head)


def test_no_more_fields_than_there_may_be() -> None:
    read = found("mail").module.fields
    assert len(read(b"A: b\n" * MOST_HEADERS, MOST_HEADERS)) == MOST_HEADERS
    assert read(b"A: b\n" * (MOST_HEADERS + 1), MOST_HEADERS) is None
    assert read(b"A: b", MOST_HEADERS) is None
    assert read(b"From a", MOST_HEADERS) == []


@settings(calmly, max_examples=400)
@given(FIELDS, st.integers(0, 40))
def test_the_same_values_are_found_by_name(fields: list[tuple[str, str]], longest: int) -> None:
    module = found("mail").module
    cut = [(name, value[:longest]) for name, value in fields]
    assert module.indexed(fields, longest) == indexed_plainly(cut)
    assert module.joined(fields) == joined_plainly(fields)
    assert list(module.joined(fields)) == list(joined_plainly(fields))
    assert list(Headers(fields)) == indexed_plainly(fields)[0]


@settings(calmly, max_examples=200)
@given(st.text(st.sampled_from("aZ09-_.éÉ٣") | st.characters(), max_size=80), st.integers(0, 90))
def test_the_same_shapes(name: str, most: int) -> None:
    assert shape_of(name, most) == shape_plainly(name, most)
    assert shape_of(name * 9, most) == shape_plainly(name * 9, most)


@calmly
@given(st.lists(TEXTS), st.integers(0, 999))
def test_the_same_is_weighed(tokens: list[str], seed: int) -> None:
    weights = Random(seed).randbytes(65536)
    assert found("mail").module.weighed(tokens, weights) == weighed_plainly(tokens, weights)
    assert found("mail").module.weighed(set(tokens), weights) == weighed_plainly(tokens, weights)


def test_no_more_links_than_asked_for_and_each_once() -> None:
    text = " ".join(f"http://a.example/{number % 60}" for number in range(200))
    assert seen(text, text).links == [f"http://a.example/{number}" for number in range(40)]


@pytest.mark.parametrize("piece", PACES)
def test_it_takes_linear_time(piece: str) -> None:
    module = found("mail").module
    assert linear(lambda text: module.seen(text, text, 40), piece, 40_000)
    assert linear(lambda text: module.evened(module.shown(text) or ""), piece, 40_000)
