"""Published lists are read as they are written, into one spelling."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.pace import calmly

from tipstaff.signals.urls.feeds import FORMATS, read_feed

HOSTS = (
    "# a comment\n127.0.0.1 localhost\n0.0.0.0 evil.com ads.evil.net # a\n::1 ip6-localhost\n0.0.0.0 Bad.example.ORG\n"
)
PLAIN = "evil.com\n\n*.bad.org\n.worse.net\nhttps://www.evil.com/a/b?c=d\nhxxp://x[.]evil.com/\n; comment\n"
CSV = 'id,date,URL,status\n1,2026-01-01,"https://evil.com/a,b",online\n2,2026-01-01,http://10.0.0.1/x,online\n'
ABUSE = (
    '# id,dateadded,url,url_status\n"1","2026","http://evil.com/a","online"\n"2","2026","http://bad.org","offline"\n'
)
ADBLOCK = (
    "[Adblock Plus 2.0]\n! comment\n||evil.com^\n||bad.org^$third-party\n|https://worse.net/x|\n@@||good.com^\n"
    "a.com##.ad\n/banner/*\n"
)
MISP = json.dumps({"name": "x", "type": "hostname", "list": ["evil.com", ".bad.org", "10.0.0.0/8"]})
DNSMASQ = "address=/evil.com/0.0.0.0\nserver=/bad.org/\n"
RPZ = "; zone\nevil.com CNAME .\n*.evil.com CNAME .\n"


@pytest.mark.parametrize(
    ("text", "form", "entries"),
    [
        (HOSTS, "hosts", ["evil.com", "ads.evil.net", "bad.example.org"]),
        (PLAIN, "plain", ["evil.com", "bad.org", "worse.net", "evil.com/a/b?c=d", "x.evil.com"]),
        (CSV, "csv", ["evil.com/a,b", "10.0.0.1/x"]),
        (ABUSE, "csv", ["evil.com/a", "bad.org"]),
        (ADBLOCK, "adblock", ["evil.com", "bad.org", "worse.net/x"]),
        (MISP, "misp", ["evil.com", "bad.org"]),
        (json.dumps([{"url": "http://evil.com/x"}, "bad.org"]), "misp", ["evil.com/x", "bad.org"]),
        (DNSMASQ, "dnsmasq", ["evil.com", "bad.org"]),
        (RPZ, "dnsmasq", ["evil.com"]),
        ("", "plain", []),
    ],
)
def test_formats_are_told_apart_and_read(text: str, form: str, entries: list[str]) -> None:
    read = read_feed(text)
    assert (read.format, list(read.entries)) == (form, entries)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("com", "no host and no link"),
        ("co.uk", "a public suffix: it would match everything below"),
        ("github.io", "a public suffix: it would match everything below"),
        ("10.0.0.0/8", "a range of addresses"),
        ("localhost", "no host and no link"),
    ],
)
def test_what_would_match_too_much_is_left_out(line: str, reason: str) -> None:
    (skipped,) = read_feed(f"evil.com\n{line}\n").skipped
    assert (skipped.line, skipped.text, skipped.reason) == (2, line, reason)


@calmly
@given(st.text(max_size=200), st.sampled_from(FORMATS))
def test_any_text_is_a_list(text: str, form: str) -> None:
    read = read_feed(text, form)
    assert all("." in entry or entry.startswith("[") for entry in read.entries)


@calmly
@given(st.text(alphabet='[]{}",:\\ncomevil.list0/|^#=\n', max_size=120))
def test_any_soup_is_a_list(text: str) -> None:
    assert read_feed(text).format in FORMATS
