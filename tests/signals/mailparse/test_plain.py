"""Well-formed mail, read without the parser of the standard library: what that parser would read, or nothing at all."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from signalkit.pace import calmly
from signalkit.shared import mails

from tipstaff.signals.mailparse.message import _bounded, _parsed
from tipstaff.signals.mailparse.plain import Leaf, read_plainly

WHOLE = b"""From envelope Mon Aug 26 21:27:07 2002
Subject: one
\ttwo
X-Empty:
Content-Type: multipart/mixed; boundary="=_ b:1"

This is a message in parts.
--=_ b:1
Content-Type: multipart/alternative; boundary=c

--c

first
--c \t
content-type: text/html; charset="ISO-8859-1"; name="a.html"
Content-Transfer-Encoding: quoted-printable

caf=E9 =
--c--

--=_ b:1
CONTENT-TYPE: application/pdf; name=a.pdf
Content-Disposition: attachment; filename="b c.pdf"
Content-Transfer-Encoding: BASE64

JVBE
Rg==

--=_ b:1--
after all
"""


def unlike(raw: bytes) -> bool:
    """Whether something was read that the parser reads otherwise."""
    raw, faults = _bounded(raw, set()), set[str]()
    read = read_plainly(raw)
    return read is not None and (read != _parsed(raw, faults) or bool(faults))


def test_a_whole_message() -> None:
    read = read_plainly(WHOLE)

    assert read == (
        [("Subject", "one\n\ttwo"), ("X-Empty", ""), ("Content-Type", 'multipart/mixed; boundary="=_ b:1"')],
        [
            Leaf("text/plain", "utf-8", "", False, b"first"),
            Leaf("text/html", "iso-8859-1", "a.html", False, b"caf\xe9 "),
            Leaf("application/pdf", "utf-8", "b c.pdf", True, b"%PDF"),
        ],
    )
    assert read == _parsed(WHOLE, set())


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"A: b",
        b"A: b\nno colon\n\nx",
        b" A: b\n\nx",
        b"A b: c\n\nx",
        b"A: b\r\n\rx",
        b"A:\n b\n\nx",
        b"From a\n b: c\n\nx",
        b"Content-Type: text\n\nx",
        b"Content-Type: text/plain; charset*=utf-8''a\n\nx",
        b'Content-Type: text/plain; name="a\\"b"\n\nx',
        b"Content-Type: text/plain; name=<a>\n\nx",
        b"Content-Type: text/plain (words)\n\nx",
        b"Content-Type: message/rfc822\n\nA: b\n\nx",
        b"Content-Transfer-Encoding: base64\n\nQUJ",
        b"Content-Transfer-Encoding: base64\n\nQU*D",
        b"Content-Transfer-Encoding: x-uuencode\n\nbegin 644 a\n",
        b"Content-Type: multipart/mixed\n\nx",
        b"Content-Type: multipart/digest; boundary=b\n\n--b\n\nx\n--b--\n",
        b"Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: base64\n\n--b\n\nx\n--b--\n",
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n",
        b"Content-Type: multipart/mixed; boundary=b\n\n--b--\n\n--b\n\nx\n--b--\n",
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\n--b\n\nx\n--b--\n",
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\nA: b\n--b--\n",
        b"A: b\n" * 501 + b"\n",
        b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 20 + b"--b--\n",
    ],
)
def test_what_is_unusual_is_left_to_the_parser(raw: bytes) -> None:
    assert read_plainly(raw) is None


def test_a_boundary_stands_at_the_beginning_of_its_line_and_alone() -> None:
    raw = b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nsee --b\n--bc\n--b --\n --b--\nend\n--b--\n"
    read = read_plainly(raw)

    assert read is not None
    assert [leaf.content for leaf in read[1]] == [b"see --b\n--bc\n--b --\n --b--\nend"]
    assert not unlike(raw)


@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
def test_real_mail_is_read_as_the_parser_reads_it(ends: bytes) -> None:
    raws = [raw.replace(b"\n", ends) for raw in mails()[:: 2 if ends == b"\n" else 5]]

    assert not any(map(unlike, raws))
    assert sum(read_plainly(raw) is None for raw in raws) < len(raws) / 20


_BROKEN = st.sampled_from(
    [
        *(
            b"\n",
            b"\r",
            b"\r\n",
            b"--",
            b" ",
            b"\t",
            b":",
            b";",
            b'"',
            b"=",
            b"(",
            b"<",
            b"\\",
            b"'",
            b"*",
            b"\x00",
            b"\xe9",
        ),
        *(
            b"\n\n",
            b"\r\n\r\n",
            b"--c",
            b"--c--\n",
            b"boundary=",
            b"charset=x\xff",
            b"name=",
            b"Content-Type: ",
            b"\nFrom ",
        ),
        *(
            b"\nContent-Transfer-Encoding: base64",
            b"\nContent-Disposition: inline",
            b"message/",
            b"multipart/x",
            b"\x0b",
            b"\x1c",
        ),
    ]
)


@example([(412, 0, b"\x0b")], False)
@settings(calmly, max_examples=600)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE)), st.integers(0, 4), _BROKEN), max_size=4), st.booleans())
def test_broken_mail_is_read_as_the_parser_reads_it(faults: list[tuple[int, int, bytes]], wide: bool) -> None:
    raw = WHOLE.replace(b"\n", b"\r\n") if wide else WHOLE
    for at, less, more in faults:
        raw = raw[:at] + more + raw[at + less :]
    assert not unlike(raw)


@calmly
@given(st.binary(max_size=200))
def test_any_bytes_are_read_as_the_parser_reads_them(raw: bytes) -> None:
    assert not unlike(raw)
