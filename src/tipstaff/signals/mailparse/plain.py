"""Mail that is well formed, read without the parser of the standard library: the same fields and parts in a quarter of
its time.

Whatever is unusual is left to that parser, which is the definition (`message.py`): fields or parts without their
blank line, boundaries left open, lone carriage returns, messages inside messages, parameters that are encoded or
hold quotes, base64 that does not come out even. `tests/signals/mailparse/test_plain.py` holds the two equal.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from typing import Any, Final, NamedTuple

from tipstaff.native.kernels import kernel
from tipstaff.signals.mailparse.headers import Fields

_KERNEL = kernel("mail")
MOST_HEADERS: Final = 500
_MOST_LEAVES, _DEEPEST = 16, 8
_LONGEST_VALUE = 1_000
# A field with its continuations; what is before the colon may not hold spaces.
_FIELD = re.compile(r"^([!-9;-~]+):[ \t]*([^\n]*(?:\n[ \t][^\n]*)*)\n", re.MULTILINE)
_KIND = r"[\w.+-]+/[\w.+-]+"
# Parameters without comments, escapes, angles or semicolons inside their values, each of which has rules of its own.
# Of white space only what fields are folded with: the parser ends lines at a vertical tab too.
_SPACE = r"[ \t\r\n]*"
_PARAMETERS = rf"(?:{_SPACE};{_SPACE}[\w-]+=(?:\"[ !#-:=?-\[\]-~]*\"|[!#-&*-:=?-\[\]-~]+))*{_SPACE};?{_SPACE}\Z"
_TYPE = re.compile(rf"{_SPACE}({_KIND}){_PARAMETERS}", re.ASCII)
_DISPOSITION = re.compile(rf"{_SPACE}([\w-]+){_PARAMETERS}", re.ASCII)
_PARAMETER = re.compile(r";\s*([\w-]+)=(?:\"([^\"]*)\"|([^\s;]+))", re.ASCII)
_AS_IT_IS: Final = ("7bit", "8bit", "binary", "")


class Leaf(NamedTuple):
    """A part without parts: its type, its charset ("utf-8" when it says none that can be one), its name, whether it
    says that it is an attachment, and its decoded content."""

    kind: str
    charset: str
    name: str
    attached: bool
    content: bytes


class _Unusual(Exception):
    """Only the parser of the standard library knows what to make of it."""


def read_plainly(raw: bytes) -> tuple[Fields, list[Leaf]] | None:
    """The fields and the leaves of a message; None when something about it is unusual."""
    if raw.count(b"\r") != raw.count(b"\r\n"):
        return None
    try:
        fields, body = _apart(raw)
        leaves: list[Leaf] = []
        _collect(fields, body, leaves, 0)
    except _Unusual:
        return None
    return fields, leaves


def _apart(raw: bytes) -> tuple[Fields, bytes]:
    """Fields, and what comes after the first empty line."""
    if raw[:1] == b"\n" or raw[:2] == b"\r\n":
        return [], raw[1 if raw[:1] == b"\n" else 2 :]
    end = raw.find(b"\n\n")
    earlier = raw.find(b"\n\r\n", 0, end) if end >= 0 else raw.find(b"\n\r\n")
    if earlier < 0 and end < 0:
        raise _Unusual
    head, body = (raw[: earlier + 1], raw[earlier + 3 :]) if earlier >= 0 else (raw[: end + 1], raw[end + 2 :])
    return _fields(head), body


def _fields(head: bytes) -> Fields:
    found: Any = fields_plainly(head) if _KERNEL is None else _KERNEL.fields(head, MOST_HEADERS)
    if found is None:
        raise _Unusual
    fields: Fields = found
    return fields


def fields_plainly(head: bytes) -> Fields | None:
    """Names and values of whole lines that are nothing but fields, without the kernel; None when they are not."""
    text = head.decode("ascii", "replace")
    if text.startswith("From "):
        text = text[text.index("\n") + 1 :]
    found = _FIELD.findall(text)
    lines = text.count("\n") - text.count("\n ") - text.count("\n\t")
    if len(found) != lines or lines > MOST_HEADERS:
        return None
    if "\r" in text:
        found = [(name, value.rstrip("\r\n")) for name, value in found]
    # Versions of the parser read a field whose first line is empty in different ways.
    return None if any(value[:1] in "\r\n" and value for _, value in found) else found


def _collect(fields: Fields, body: bytes, leaves: list[Leaf], depth: int) -> None:
    """Add the leaves of one part, in their order."""
    said = {name.lower(): value for name, value in reversed(fields) if name[:1] in "Cc"}  # the first of each name
    kind, told = _read(_TYPE, said["content-type"]) if "content-type" in said else ("text/plain", {})
    encoding = said.get("content-transfer-encoding", "").lower()
    if not kind.startswith("multipart/"):
        leaves.append(_leaf(kind, told, said.get("content-disposition"), _content(body, encoding)))
        return
    boundary = told.get("boundary", "").rstrip()
    if not boundary or depth >= _DEEPEST or kind == "multipart/digest" or encoding not in _AS_IT_IS:
        raise _Unusual
    for part in _parts(body, b"--" + boundary.encode("ascii")):
        if len(leaves) >= _MOST_LEAVES:
            raise _Unusual
        inner, content = _apart(part)
        _collect(inner, content, leaves, depth + 1)


def _read(pattern: re.Pattern[str], value: str) -> tuple[str, dict[str, str]]:
    """What a field says, in lower case, and its parameters, the first of each name."""
    match = pattern.match(value) if len(value) <= _LONGEST_VALUE else None
    if not match:
        raise _Unusual
    told: dict[str, str] = {}
    for name, quoted, plain in _PARAMETER.findall(value):
        told.setdefault(name.lower(), quoted or plain)
    return match[1].lower(), told


def _leaf(kind: str, told: dict[str, str], disposition: str | None, content: bytes) -> Leaf:
    if kind.startswith("message/"):
        raise _Unusual
    name, attached = told.get("name", ""), False
    if disposition is not None:
        way, more = _read(_DISPOSITION, disposition)
        name, attached = more.get("filename", name), way.startswith("attachment")
    return Leaf(kind, told.get("charset", "").lower() or "utf-8", name.strip()[:255], attached, content)


def _content(body: bytes, encoding: str) -> bytes:
    if encoding in _AS_IT_IS:
        return body
    if encoding == "quoted-printable":
        return binascii.a2b_qp(body)
    letters = b"".join(body.splitlines())
    if encoding != "base64" or len(letters) % 4:
        raise _Unusual
    try:
        return b64decode(letters, validate=True)
    except binascii.Error:
        raise _Unusual from None


def _parts(body: bytes, mark: bytes) -> list[bytes]:
    """What stands between boundaries, without the line end before each; the last one has to be there."""
    parts: list[bytes] = []
    begun, line = -1, b""
    at = body.find(mark)
    while at >= 0:
        end = body.find(b"\n", at)
        line = body[at + len(mark) : end if end >= 0 else len(body)].rstrip(b" \t\r")
        if line in (b"", b"--") and (at == 0 or body[at - 1] == 10):
            if begun >= 0:
                parts.append(_without_end(body[begun:at]))
            if line or end < 0:
                break
            begun = end + 1
        at = body.find(mark, at + len(mark))
    if at < 0 or not line or not parts:
        raise _Unusual
    return parts


def _without_end(part: bytes) -> bytes:
    if not part:
        raise _Unusual
    return part[:-2] if part.endswith(b"\r\n") else part[:-1]
