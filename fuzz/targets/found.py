"""What customers send and publish: mail, pages, links, numbers, texts, files."""

from __future__ import annotations

import base64
import gzip
import io
import json
import tarfile
import zipfile
from datetime import UTC, datetime
from typing import Any

from fuzz.targets.target import Target, text_of
from tipstaff.cel.failure import CelError
from tipstaff.signals import Reader, catalogue
from tipstaff.signals.mailparse.mailboxes import mailboxes, mailboxes_plainly
from tipstaff.signals.mailparse.message import _bounded, _parsed, read_message
from tipstaff.signals.mailparse.plain import read_plainly
from tipstaff.signals.mailparse.results import read_results
from tipstaff.signals.mailparse.seen import seen, seen_plainly
from tipstaff.signals.markup.reading import read_page
from tipstaff.signals.numbering import number
from tipstaff.signals.text.visible import visible_plainly, visible_text
from tipstaff.signals.urls.feeds import read_feed
from tipstaff.signals.urls.finding import links_in
from tipstaff.signals.urls.hosts import read_host
from tipstaff.vocab.events import STANDARD
from tipstaff.vocab.reading.decoding import Decoder

_NOW = datetime(2026, 11, 18, 14, tzinfo=UTC)
_CATALOGUE = catalogue()
_DECODER = Decoder(STANDARD)
_SMS = {"channel": "sms", "from": "ACME", "to": "+33612345678", "purpose": "marketing"}
_MAIL = {"from": {"address": "a@example.org"}, "to": ["b@example.org"], "purpose": "marketing", "subject": "s"}
_SOME = 20_000  # characters that both ways are compared on
# What asks the operator's own service, or loads a neural model: another test's matter.
_ELSEWHERE = ("clamav", "accurate")


def _all_signals(kind: str, data: dict[str, Any]) -> None:
    """Every signal of one event: a value, or a failure that is one."""
    envelope = {"specversion": "1.0", "id": "1", "source": "fuzz", "type": kind, "account": "a", "data": data}
    reader = Reader(_DECODER.decode(json.dumps(envelope).encode(), _NOW), _CATALOGUE)
    for name, signal in _CATALOGUE.signals.items():
        if any(part in name for part in _ELSEWHERE):
            continue
        reader.known(name)
        if signal.explain is not None and not isinstance(reader.known(name), CelError):
            signal.explain(reader)


def _text(data: bytes) -> None:
    _all_signals("message.send", {**_SMS, "text": text_of(data)})


def _email(data: bytes) -> None:
    """Lines of headers, then the text, then the page, parted by empty lines."""
    head, _, rest = text_of(data).replace("\r\n", "\n").partition("\n\n")
    text, _, page = rest.partition("\n\n")
    headers = dict(line.partition(":")[::2] for line in head.split("\n"))
    _all_signals("email.send", {**_MAIL, "headers": headers, "subject": head[:200], "text": text, "html": page})


def _archive(data: bytes) -> None:
    content = base64.b64encode(data).decode()
    _all_signals("file.upload", {"name": "a.bin", "size": len(data), "content": content})


def _message(data: bytes) -> None:
    """Read; what is read without the parser is what the parser reads, and kernels see what the expressions see."""
    message = read_message(data)
    read_results(text_of(data[:500]))
    raw, faults = _bounded(data, set()), set[str]()
    plainly = read_plainly(raw)
    _alike(plainly is None or (plainly == _parsed(raw, faults) and not faults))
    text, html = message.text[:_SOME], message.html[:_SOME]
    _alike(seen(text, html) == seen_plainly(text, html))
    _alike(visible_text(html) == visible_plainly(html))
    sender = message.headers.get("from")
    _alike(mailboxes(sender) == mailboxes_plainly(sender))


def _alike(same: bool) -> None:
    if not same:
        raise AssertionError("read in two ways that differ")


def _links(data: bytes) -> None:
    text = text_of(data)
    for link in links_in(text):
        read_host(link.url)
    read_host(text)


_LETTER = (
    b"From: =?utf-8?B?QQ==?= <a@example.org>\r\nTo: b@example.org\r\nSubject: Re: =?iso-8859-1?Q?h=E9?=\r\n"
    b"Authentication-Results: mx.example; dkim=pass header.d=a.example; spf=fail\r\n"
    b"List-Unsubscribe: <mailto:u@a.example>\r\n"
    b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n'
    b"--x\r\nContent-Type: text/html; charset=utf-8\r\n"
    b'Content-Transfer-Encoding: quoted-printable\r\n\r\n<p style=3D"display:none">hi</p>\r\n--x\r\n'
    b'Content-Disposition: attachment; filename="a.zip"\r\n'
    b"Content-Transfer-Encoding: base64\r\n\r\nUEsDBAo=\r\n--x--\r\n"
)
_PAGE = (
    b'<html><head><meta http-equiv="refresh" content="0;url=//a.example"><style>.h{display:none}</style></head>'
    b'<body class=h><a href="https://a.example">b.example</a><img src=x width=1 height=1><form action=http://c>'
    b"<!-- c --><![CDATA[x]]><script>var a='</p>'</script></form></body></html>"
)
_SENTENCES = (
    "Win a free prize now!! call 09061701461 http://bit.ly/x?a=1 – hxxps://paypa1[.]com/login".encode(),
    "Votre colis attend, réglez 1,99 € : https://xn--pypal-4ve.com IBAN FR76 3000 6000 0112 3456 7890 189".encode(),
    "Н\u200bе\u200bllo ﬁ 𝓯𝓻𝓮𝓮 4111 1111 1111 1111 ssn 078-05-1120 AKIAIOSFODNN7EXAMPLE".encode(),
)


def _archives() -> list[bytes]:
    """One small archive of each kind that is made easily, the one in the other too."""
    zipped, tarred = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a/b.txt", "hello" * 20)
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with tarfile.open(fileobj=tarred, mode="w:gz") as tar:
        info = tarfile.TarInfo("../c.zip")
        info.size = len(zipped.getvalue())
        tar.addfile(info, io.BytesIO(zipped.getvalue()))
    plain = (b"MZ" + bytes(70) + b"PE\0\0", b"\x7fELF\x02\x01\x01", b"%PDF-1.4\n/JavaScript", b"7z\xbc\xaf\x27\x1c\0\4")
    return [zipped.getvalue(), tarred.getvalue(), gzip.compress(b"a" * 500), *plain]


TARGETS = {
    "message": Target(_message, [_LETTER], longest=8192),
    "page": Target(lambda data: read_page(text_of(data)), [_PAGE]),
    "links": Target(_links, _SENTENCES),
    "feed": Target(
        lambda data: read_feed(text_of(data)),
        [b"# hosts\n127.0.0.1 a.example\n", b"||a.example^\n", b"http://a.example/x\n", b"url,host\nhttp://b,b\n"],
    ),
    "number": Target(
        lambda data: number.read(text_of(data)), [b"+33612345678", b"tel:+1-800-FLOWERS;ext=5"], longest=64
    ),
    "text": Target(_text, _SENTENCES),
    "email": Target(_email, [_LETTER, b"text\n\n" + _PAGE], longest=8192),
    "archive": Target(_archive, _archives(), longest=16384),
}
