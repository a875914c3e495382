"""Hosts are what a browser would ask for, however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.pace import calmly

from tipstaff.signals.urls import hosts
from tipstaff.signals.urls.hosts import ascii_host, is_address, read_host, unicode_host
from tipstaff.signals.urls.plain import plain_url
from tipstaff.signals.urls.suffixes import hosted, owned, registrable, suffix


@pytest.mark.parametrize(
    ("link", "host"),
    [
        ("http://user:pw@Evil.com:80/x", "evil.com"),
        ("https://bank.fr@evil.com", "evil.com"),
        ("http://evil.com\\@bank.fr/", "evil.com"),
        ("http://[2001:db8::1]:80/", "[2001:db8::1]"),
        ("http://%65vil.com/", "evil.com"),
        ("evil.com.", "evil.com"),
        ("//two.example/a", "two.example"),
        ("http://0300.0250.0x1.1/", "192.168.1.1"),
        ("http://192.168.257/", "192.168.1.1"),
        ("http://256.256.256.256/", "256.256.256.256"),
        ("https:evil.com", "evil.com"),
        ("https:/\\evil.com", "evil.com"),
        ("http://bücher.example/", "xn--bcher-kva.example"),
        ("http://ｅｖｉｌ．ｃｏｍ/", "evil.com"),
        ("", ""),
    ],
)
def test_the_host_is_what_a_browser_would_ask(link: str, host: str) -> None:
    assert read_host(link).host == host


@calmly
@given(st.text(max_size=200))
def test_any_text_has_a_host_or_none(link: str) -> None:
    host = read_host(link).host
    assert host == host.lower()
    assert host.isascii() or any(len(label) > 63 for label in host.split("."))
    assert plain_url(link).startswith(host.removeprefix("www."))
    assert isinstance(unicode_host(host), str)


@calmly
@given(st.from_regex(r"[a-zà-ÿа-я]{1,20}", fullmatch=True))
def test_names_beyond_ascii_come_back(label: str) -> None:
    assert unicode_host(ascii_host(f"{label}.example")) == f"{label}.example".casefold()


LINK_PIECES = (
    *("http://", "https://", "ftp://", "HTTP://", "//", "www", "Evil", "a", "com", "1", "0x1", "-", "_", ".", ".", "/"),
    *("\\", "?", "#", "@", ":", ":80", "%", "é", "ſ", "x" * 70, ".c" * 600),
)


@calmly
@given(st.lists(st.sampled_from(LINK_PIECES), max_size=9).map("".join))
def test_plain_links_have_the_host_of_all_others(link: str) -> None:
    assert read_host(link) == hosts._hidden_host(link)


def test_addresses_are_told_from_names() -> None:
    assert is_address("10.0.0.1")
    assert is_address("[::1]")
    assert not is_address("10.0.0.example")


@pytest.mark.parametrize(
    ("host", "register", "own", "ending"),
    [
        ("a.b.co.uk", "b.co.uk", "b.co.uk", "co.uk"),
        ("me.github.io", "me.github.io", "github.io", "github.io"),
        ("localhost", "localhost", "localhost", "localhost"),
        ("10.0.0.1", "10.0.0.1", "10.0.0.1", ""),
    ],
)
def test_registrable_domains(host: str, register: str, own: str, ending: str) -> None:
    assert (registrable(host), owned(host), suffix(host)) == (register, own, ending)
    assert hosted(host) is (register != own)


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("https://user@WWW.Example.com:443/a/b/?c#d", "example.com/a/b?c"),
        ("example.com", "example.com"),
        ("http://example.com/?", "example.com"),
        ("http:\\\\example.com\\a", "example.com/a"),
    ],
)
def test_one_spelling_per_link(url: str, plain: str) -> None:
    assert plain_url(url) == plain
