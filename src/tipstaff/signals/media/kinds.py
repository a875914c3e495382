"""The type of a file by its content, never by its name.

Types are facts of a table (`signals/data/files/types.yaml`): bytes and where they stand. Containers that many formats
share (ZIP, OLE) are looked into for the names that tell them apart; text is told by how it begins.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

from tipstaff.signals.lazily import Library
from tipstaff.signals.shipped import DATA

yaml = Library("yaml")


class Kind(NamedTuple):
    """A type and its family: executable, script, archive, document, office, image, audio, video, font, data, text."""

    type: str
    family: str


class _Entry(NamedTuple):
    kind: Kind
    at: int
    magic: tuple[bytes, ...]
    least: int
    within: int
    names: tuple[str, ...]


EMPTY, TEXT, BINARY = Kind("empty", "data"), Kind("text", "text"), Kind("binary", "data")
_LOOKED_AT = 8192

# Names inside a ZIP that say what it is, in the order they are looked for.
_IN_ZIP = (
    (b"AndroidManifest.xml", Kind("apk", "executable")),
    (b"word/", Kind("docx", "office")),
    (b"xl/", Kind("xlsx", "office")),
    (b"ppt/", Kind("pptx", "office")),
    (b"visio/", Kind("vsdx", "office")),
    (b"mimetypeapplication/vnd.oasis.opendocument", Kind("opendocument", "office")),
    (b"mimetypeapplication/epub+zip", Kind("epub", "document")),
    (b"META-INF/MANIFEST.MF", Kind("jar", "executable")),
    (b"AppxManifest.xml", Kind("appx", "executable")),
    (b"Payload/", Kind("ipa", "executable")),
)
# Streams inside an OLE container, as they are written there.
_IN_OLE = tuple(
    (name.encode("utf-16-le"), Kind(kind, family))
    for name, kind, family in (
        ("WordDocument", "doc", "office"),
        ("Workbook", "xls", "office"),
        ("Book", "xls", "office"),
        ("PowerPoint Document", "ppt", "office"),
        ("__nameid_version", "msg", "office"),
        ("VisioDocument", "vsd", "office"),
        ("EncryptedPackage", "office-encrypted", "office"),
    )
)
_MSI = b"\x84\x10\x0c\x00\x00\x00\x00\x00\xc0\x00\x00\x00\x00\x00\x00\x46"
_SCRIPTS = tuple(
    (re.compile(pattern, re.IGNORECASE), Kind(kind, "script"))
    for pattern, kind in (
        (rb"\A#![ \t]*/\S*?(?:/|env[ \t]+)(?:ba|da|z|k|c|fi)?sh\b", "shell"),
        (rb"\A#![ \t]*/\S*?(?:/|env[ \t]+)python", "python"),
        (rb"\A#![ \t]*/\S*?(?:/|env[ \t]+)perl", "perl"),
        (rb"\A#![ \t]*/", "script"),
        (rb"<\?php\b|<\?=", "php"),
        (rb"<%@|<%\s*(?:eval|execute|response\.|request\.)", "asp"),
        (rb"\A\s*@echo off\b|\A\s*(?:rem |::).{0,200}\r?\n", "batch"),
        (rb"<(?:hta:application|job\b|package>\s*<job)", "hta"),
        (rb"\A\s*(?:param\s*\(|\[cmdletbinding|function [a-z]+-[a-z]+|import-module )", "powershell"),
        (rb"\A\s*(?:\$erroractionpreference|powershell(?:\.exe)? )", "powershell"),
        (
            rb"\b(?:createobject|wscript\.createobject)\s*\(\s*\"|\bon error resume next\b|\Adim [a-z_]+\s*(?:,|\r?\n)",
            "vbscript",
        ),
        (rb"new activexobject\s*\(|wscript\.shell", "javascript-windows"),
    )
)
_MARKUP = tuple(
    (re.compile(pattern, re.IGNORECASE), Kind(kind, "text"))
    for pattern, kind in (
        (rb"\A\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->)[\s\S]){0,500}-->\s*)*+(?:<!doctype svg[^>]*>\s*)?<svg\b", "svg"),
        (rb"\A\s*(?:<!doctype html|<html|<head|<body|<script|<iframe|<table)\b", "html"),
        (rb"\A\s*<\?xml\b", "xml"),
        (rb"\A-----BEGIN ", "pem"),
        (rb"\A(?:Return-Path|Received|From|Delivered-To|MIME-Version|Message-ID|Subject): ", "mail"),
        (rb"\ABEGIN:VCARD", "vcard"),
        (rb"\ABEGIN:VCALENDAR", "calendar"),
        (rb"\A\[InternetShortcut\]", "url-shortcut"),
    )
)


def kind_of(data: bytes) -> Kind:
    """The type of a content. Looks at the beginning, at a few fixed places, and at the end of containers."""
    if not data:
        return EMPTY
    for entry in _table():
        if len(data) >= entry.least and _fits(entry, data):
            return _nearer(entry.kind, data)
    return _of_text(data[:_LOOKED_AT])


def extensions(kind: Kind) -> tuple[str, ...]:
    """The extensions a type of the table goes by; none for others."""
    return _extensions().get(kind.type, ())


def _fits(entry: _Entry, data: bytes) -> bool:
    if entry.within:
        return any(magic in data[: entry.within] for magic in entry.magic)
    at = entry.at if entry.at >= 0 else max(0, len(data) + entry.at)
    return data.startswith(entry.magic, at)


def _nearer(kind: Kind, data: bytes) -> Kind:
    """What a container holds."""
    if kind.type == "zip":
        return _first(_IN_ZIP, data[: 2 * _LOOKED_AT] + data[-4 * _LOOKED_AT :], kind)
    if kind.type == "ole":
        if _MSI in data[:4096]:
            return Kind("msi", "executable")
        return _first(_IN_OLE, data, kind)
    if kind.type == "java-class" and int.from_bytes(data[4:8], "big") < 20:
        return Kind("macho", "executable")  # a fat binary: the number of its parts stands where a class has its version
    if kind.type == "pe":
        at = int.from_bytes(data[60:64], "little")
        return kind if data[at : at + 4] == b"PE\0\0" else _dos(data)
    return kind


def _dos(data: bytes) -> Kind:
    """An old executable, or a text that begins with the same two letters."""
    return TEXT if _printable(data[:512]) else Kind("dos", "executable")


def _first(names: tuple[tuple[bytes, Kind], ...], data: bytes, other: Kind) -> Kind:
    return next((kind for name, kind in names if name in data), other)


def _of_text(start: bytes) -> Kind:
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        start = start.decode("utf-16", "ignore").encode()
    start = start.removeprefix(b"\xef\xbb\xbf")
    for pattern, kind in (*_MARKUP[:2], *_SCRIPTS, *_MARKUP[2:]):
        if pattern.search(start):
            return kind
    return TEXT if _printable(start) else BINARY


def _printable(start: bytes) -> bool:
    """Whether bytes are text: no zero byte and next to no control characters."""
    controls = len(start) - len(start.translate(None, bytes(set(range(32)) - {9, 10, 12, 13, 27})))
    return b"\0" not in start and controls * 50 <= len(start)


@lru_cache(maxsize=1)
def _table() -> tuple[_Entry, ...]:
    given: list[dict[str, Any]] = yaml.safe_load((DATA / "files" / "types.yaml").read_text(encoding="utf-8"))
    return tuple(map(_entry, given))


def _entry(given: dict[str, Any]) -> _Entry:
    return _Entry(
        kind=Kind(given["type"], given["family"]),
        at=given.get("at", 0),
        magic=tuple(magic.encode("latin-1") for magic in given["magic"]),
        least=given.get("least", 0),
        within=given.get("within", 0),
        names=tuple(given["names"]),
    )


@lru_cache(maxsize=1)
def _extensions() -> dict[str, tuple[str, ...]]:
    return {entry.kind.type: entry.names for entry in _table()}
