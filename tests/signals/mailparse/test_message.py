"""Any bytes are a message; what is in it is found, and no bytes take long."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from signalkit.pace import calmly, taken

from tipstaff.signals.mailparse.headers import Headers, decoded
from tipstaff.signals.mailparse.mailboxes import addresses_in, is_address, mailboxes, mailboxes_plainly
from tipstaff.signals.mailparse.message import read_message

PLAIN = b"""From: "Ada, Countess" <ada@Example.org>
To: bob@example.net, Eve <eve@example.net>
Subject: =?utf-8?q?R=C3=A9union?=
 tomorrow
Return-Path: <bounce@mail.example.org>
Received: one
Received: two
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: multipart/alternative; boundary=c

--c
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

caf=E9
--c
Content-Type: text/html; charset=nonsense

<p>caf\xc3\xa9</p>
--c--
--b
Content-Type: application/pdf; name=a.pdf
Content-Transfer-Encoding: base64

JVBERg==
--b--
"""


def test_a_whole_message() -> None:
    read = read_message(PLAIN)

    assert read.sender == ("Ada, Countess", "ada@Example.org")
    assert read.sender.domain == "example.org"
    assert read.headers.get("subject") == "Réunion tomorrow"
    assert read.headers.every("RECEIVED") == ["one", "two"]
    assert (read.text, read.html) == ("café", "<p>café</p>")
    assert [(a.name, a.mime_type, a.content) for a in read.attachments] == [("a.pdf", "application/pdf", b"%PDF")]
    assert read.faults == ()


def test_a_message_as_an_event() -> None:
    data = read_message(PLAIN).as_email("service")

    assert data["from"] == {"address": "ada@Example.org", "name": "Ada, Countess"}
    assert data["to"] == ["bob@example.net", "eve@example.net"]
    assert data["envelope_from"] == "bounce@mail.example.org"
    assert data["headers"]["received"] == "one\ntwo"
    assert Headers.of(data["headers"]).every("Received") == ["one", "two"]
    assert data["purpose"] == "service"


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (b"Content-Type: text/plain; charset=utf-8\n\ncaf\xe9", "charset"),
        (b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx", "broken"),
        (b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 300, "many-parts"),
        (b"A: b\n" * 600 + b"\n", "many-headers"),
        (b"Content-Type: message/rfc822\n\n" * 200, "nested"),
        (b"\n" + b"a" * 10_000_001, "truncated"),
    ],
)
def test_faults_are_named(raw: bytes, fault: str) -> None:
    assert fault in read_message(raw).faults


_HOSTILE = {
    "nested": b"Content-Type: multipart/mixed; boundary=b\n\n--b\n",
    "headers": b"A: b\n",
    "boundaries": b"--b\n\n",
    "parameters": b" a*0=b;",
    "encoded words": b" =?utf-8?q?a?=",
    "mailboxes": b' "a" <a@b.c>,',
    "quotes": b'\\"(<',
    "lines": b"\n",
    "bytes": b"\x00\xff\xfe",
}
_STARTS = {
    "boundaries": b"Content-Type: multipart/mixed; boundary=b\n\n",
    "parameters": b"Content-Type: text/plain;",
    "encoded words": b"Subject:",
    "mailboxes": b"From:",
    "quotes": b"From: ",
}


@pytest.mark.parametrize("name", _HOSTILE)
def test_time_grows_with_length(name: str) -> None:
    def spent(size: int) -> float:
        raw = _STARTS.get(name, b"") + _HOSTILE[name] * (size // len(_HOSTILE[name]))
        return taken(lambda raw: read_message(raw).as_email("otp"), raw)

    assert spent(400_000) < 9 * spent(100_000) + 0.05


_PIECES = [
    *(b"From: a@b.c", b"Content-Type: multipart/mixed; boundary=b", b"--b", b"--b--", b"", b"Content-Type: text/html"),
    *(b"Content-Transfer-Encoding: base64", b"\xff\xfe", b" folded", b"Subject: =?x?q?=FF?=", b"QUJD", b"begin 644 a"),
    *(
        b"Content-Disposition: attachment; filename*=utf-8''%ff",
        b"Content-Type: message/rfc822",
        b"=3D=",
        b":",
        b"\x00",
    ),
]
_LINES = st.lists(
    st.sampled_from(_PIECES),
    max_size=30,
).map(b"\n".join)


@calmly
@given(st.one_of(st.binary(max_size=300), _LINES))
def test_any_bytes_are_a_message(raw: bytes) -> None:
    read = read_message(raw)
    assert isinstance(read.as_email("otp")["subject"], str)
    assert all(isinstance(one.content, bytes) for one in read.attachments)


@pytest.mark.slow
@settings(deadline=None, max_examples=4_000)
@given(st.one_of(st.binary(max_size=2_000), st.lists(_LINES, max_size=4).map(b"\n\n".join)))
def test_any_bytes_are_a_message_at_length(raw: bytes) -> None:
    read_message(raw).as_email("otp")


@pytest.mark.parametrize(
    ("field", "boxes"),
    [
        ("ada@example.org", [("", "ada@example.org")]),
        ('"Ada, C." <ada@example.org>, bob@example.net', [("Ada, C.", "ada@example.org"), ("", "bob@example.net")]),
        ("Ada <ada@example.org", [("Ada", "ada@example.org")]),
        ("ada@example.org (Ada)", [("Ada", "ada@example.org")]),
        ("friends: ada@example.org, bob@example.net;", [("", "ada@example.org"), ("", "bob@example.net")]),
        ("=?utf-8?b?w4lsb8Ovc2U=?= <e@example.org>", [("Éloïse", "e@example.org")]),
        ('"bank@example.fr" <thief@example.com>', [("bank@example.fr", "thief@example.com")]),
        ("", []),
        (",,;", []),
        ("Ada", [("Ada", "")]),
    ],
)
def test_mailboxes(field: str, boxes: list[tuple[str, str]]) -> None:
    assert mailboxes(field) == boxes


@settings(calmly, max_examples=300)
@given(st.lists(st.sampled_from([*'a@.<>(),;:"\\ =?é\n\xa0', "Ada", "<a@b.c>", '"Bob, Inc."', "a@b", "=?utf-8?q?a?="])))
def test_most_fields_are_read_in_one_step(pieces: list[str]) -> None:
    field = "".join(pieces)
    assert mailboxes(field) == mailboxes_plainly(field)


@calmly
@given(st.text(alphabet='a@.<>(),;:"\\ =?é\n', max_size=60))
def test_any_field_has_mailboxes(field: str) -> None:
    assert all(box.name or box.address for box in mailboxes(field))
    assert isinstance(decoded(field), str)
    assert isinstance(addresses_in(field), list)


@pytest.mark.parametrize(
    "address", ["ada@example.org", "a.b+c@example.co.uk", "o'hara@example.org", '"a b"@example.org', "é@bücher.fr"]
)
def test_addresses_that_may_exist(address: str) -> None:
    assert is_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ada",
        "ada@",
        "@example.org",
        "ada@localhost",
        "a..b@example.org",
        ".a@example.org",
        "a b@example.org",
        "a@-x.fr",
    ],
)
def test_addresses_that_cannot_exist(address: str) -> None:
    assert not is_address(address)
