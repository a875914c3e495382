"""What a mail looks like: tokens say shapes and never names, and take time that grows with the length."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from signalkit.pace import calmly, taken

from tipstaff.signals.mailparse.headers import Headers
from tipstaff.signals.mailparse.looks import is_whole, looks_of, shape_of

LETTER = Headers(
    [
        ("From", '"Ada Lovelace" <ada.lovelace1815@secret-house.example>'),
        ("To", "<bob@private-place.example>"),
        ("Message-ID", "<20261122.AB12cd@secret-house.example>"),
        ("X-Mailer", "Wonder Mailer 5.2"),
        ("Content-Type", 'multipart/alternative; boundary="----=_Part_0042_ABCD"'),
        ("X-Priority", "1 (Highest)"),
    ]
)


def test_a_header_says_what_made_it() -> None:
    told = looks_of(LETTER, "WIN 100% NOW!!", "Hello\n-- \nAda", "")
    assert {"has x-mailer", "lacks reply-to", "program wonder", "type multipart/alternative"} <= set(told)
    assert {"from local a.a0", "x-priority 1 (highest)", "subject shouted", "subject %", "signed"} <= set(told)
    assert "number own True" in told


def test_no_name_of_a_person_or_host_is_told() -> None:
    told = " ".join(looks_of(LETTER, "hi", "see http://my-own-site.example/x", "")).lower()
    assert not any(name in told for name in ("ada", "lovelace", "bob", "secret", "private", "my-own"))


def test_markup_and_links_are_told_by_shape() -> None:
    markup = '<html><body bgcolor="#FF0000"><font color=red>x</font><img src="http://10.1.2.3:8080/a.gif?u=1"></body>'
    told = set(looks_of(Headers(()), "", "", markup))
    assert {"whole page", "tag font", "colour #ff0000", "colour red", "picture alone"} <= told
    assert {"site address", "site port", "link ending gif"} <= told


def test_only_a_whole_message_is_read_for_its_header() -> None:
    own = Headers([("X-Mailer", "Wonder"), ("X-Campaign", "7")])
    assert not is_whole(own)
    assert looks_of(own, "a", "b", "c") == looks_of(Headers(()), "a", "b", "c")


def test_shapes() -> None:
    assert shape_of("AB12cd-EF", 20) == "A0a-A"
    assert shape_of("a1" * 50, 6) == "a0a0a0"


@settings(calmly, max_examples=30)
@given(st.dictionaries(st.sampled_from(["from", "to", "message-id", "content-type", "subject"]), st.text()), st.text())
def test_any_text_has_looks(fields: dict[str, str], text: str) -> None:
    told = looks_of(Headers.of(fields), text, text, text)
    assert told == looks_of(Headers.of(fields), text, text, text)
    assert all(len(token) < 80 for token in told)


@pytest.mark.parametrize("piece", ["<a href='http://a.b/c'>", "<font color=", "http://", "AAAA!! $1 ", "-- \n", "<a "])
def test_time_grows_with_the_length_and_no_faster(piece: str) -> None:
    def spent(size: int) -> float:
        return taken(lambda body: looks_of(LETTER, body, body, body), piece * (size // len(piece)))

    assert spent(400_000) < 9 * spent(100_000) + 0.05
