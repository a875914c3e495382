"""Fields with a grammar of their own: results, ways out, marks of subjects, alignment."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.pace import calmly

from tipstaff.signals.mailparse.alignment import alignment, closest
from tipstaff.signals.mailparse.headers import Headers
from tipstaff.signals.mailparse.leaving import one_click_faults, ways
from tipstaff.signals.mailparse.results import read_results
from tipstaff.signals.mailparse.subjects import mark_of

TOLD = (
    'mx.example.net 1; (a; comment) dkim=pass reason="good; key" header.d=News.Example.org header.s=k1; '
    "spf = softfail smtp.mailfrom=bounce@mail.example.org; dmarc/1=fail (p=none) header.from=example.org; junk"
)


def test_results_of_a_server() -> None:
    read = read_results(TOLD)

    assert read.server == "mx.example.net"
    assert [(one.method, one.result, one.domain) for one in read.results] == [
        ("dkim", "pass", "news.example.org"),
        ("spf", "softfail", "mail.example.org"),
        ("dmarc", "fail", "example.org"),
    ]
    assert read.results[0].reason == "good; key"


@pytest.mark.parametrize("value", ["", ";", "mx.example.net; none", "(((", '"'])
def test_results_of_nothing(value: str) -> None:
    assert read_results(value).results == ()


@calmly
@given(st.text(alphabet='abc =;."()/\\', max_size=80))
def test_any_header_is_read(value: str) -> None:
    assert all(one.method and one.result for one in read_results(value).results)


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("a.example.org", "a.example.org", "strict"),
        ("a.example.org", "b.example.org", "relaxed"),
        ("example.co.uk", "other.co.uk", "none"),
        ("me.github.io", "you.github.io", "none"),
        ("", "example.org", ""),
    ],
)
def test_alignment(one: str, other: str, how: str) -> None:
    assert alignment(one, other) == how
    assert alignment(other, one) == how


def test_the_closest_alignment_counts() -> None:
    assert closest("none", "relaxed", "strict") == "strict"
    assert closest("", "none") == "none"
    assert closest() == ""


BOTH = {
    "List-Unsubscribe": "<https://a.example/u?x=1>, <mailto:out@a.example>",
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
}


def test_ways_out() -> None:
    offered = ways(Headers.of(BOTH))
    assert (offered.https, offered.mailto, offered.any) == (
        ("https://a.example/u?x=1",),
        ("mailto:out@a.example",),
        True,
    )
    assert not ways(Headers.of({})).any
    assert not ways(Headers.of({"List-Unsubscribe": "https://no.brackets.example"})).any


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        ({}, []),
        ({"List-Unsubscribe-Post": " list-unsubscribe=one-click "}, []),
        ({"List-Unsubscribe-Post": ""}, ["no-post"]),
        ({"List-Unsubscribe-Post": "Yes"}, ["post-value"]),
        ({"List-Unsubscribe": "<mailto:a@b.fr>"}, ["no-https"]),
        ({"List-Unsubscribe": "<http://a.example>"}, ["no-https"]),
        ({"List-Unsubscribe": "<https://a.example>, <https://b.example>"}, ["several-https"]),
        ({"List-Unsubscribe": "<https://a.example>\n<mailto:a@b.fr>"}, ["repeated"]),
        ({"List-Unsubscribe": "", "List-Unsubscribe-Post": ""}, ["no-header", "no-post"]),
    ],
)
def test_one_click(change: dict[str, str], faults: list[str]) -> None:
    assert one_click_faults(Headers.of({**BOTH, **change})) == faults


def test_one_click_has_to_be_signed_where_that_is_known() -> None:
    assert one_click_faults(Headers.of(BOTH), ("from", "list-unsubscribe")) == ["not-signed"]
    assert one_click_faults(Headers.of(BOTH), ("list-unsubscribe", "list-unsubscribe-post")) == []


@pytest.mark.parametrize(
    ("subject", "mark"),
    [
        ("Re: hello", "reply"),
        ("RE : bonjour", "reply"),
        ("AW: Hallo", "reply"),
        ("Re[2]: hello", "reply"),
        ("[list] Re: hello", "reply"),
        ("TR: bonjour", "forward"),
        ("Fwd: hello", "forward"),
        ("回复：你好", "reply"),
        ("Reminder: pay", ""),
        ("Recipe: cake", ""),
        ("hello", ""),
        ("Re hello", ""),
        ("", ""),
    ],
)
def test_marks(subject: str, mark: str) -> None:
    assert mark_of(subject) == mark
