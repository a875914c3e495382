"""Types by content: names never matter, and nothing crashes on any bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.files import PROGRAM, compound, gzip, office, tarred, upload, zipped
from signalkit.pace import calmly

from tipstaff.signals.media.kinds import kind_of


@pytest.mark.parametrize(
    ("data", "kind", "family"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "png", "image"),
        (b"\xff\xd8\xff\xe0" + bytes(20), "jpeg", "image"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "webp", "image"),
        (b"\0\0\0\x18ftypmp42" + bytes(9), "mp4", "video"),
        (b"ID3\x04" + bytes(9), "mp3", "audio"),
        (b"%PDF-1.7\n", "pdf", "document"),
        (b"junk before\n%PDF-1.7\n", "pdf", "document"),
        (b"{\\rtf1 hello}", "rtf", "office"),
        (PROGRAM, "pe", "executable"),
        (b"MZ is how this note begins, and a note it is", "text", "text"),
        (b"\x7fELF\x02\x01" + bytes(20), "elf", "executable"),
        (b"\xca\xfe\xba\xbe\0\0\0\x34", "java-class", "executable"),
        (b"\xca\xfe\xba\xbe\0\0\0\x02", "macho", "executable"),
        (zipped({"a.txt": b"x"}), "zip", "archive"),
        (office({}), "docx", "office"),
        (office({}, "xl"), "xlsx", "office"),
        (zipped({"META-INF/MANIFEST.MF": b"", "A.class": b""}), "jar", "executable"),
        (zipped({"AndroidManifest.xml": b"", "classes.dex": b""}), "apk", "executable"),
        (gzip.compress(b"x", mtime=0), "gzip", "archive"),
        (tarred({"a": b"x"}), "tar", "archive"),
        (compound({"WordDocument": b"x"}), "doc", "office"),
        (compound({"Workbook": b"x"}), "xls", "office"),
        (compound({"EncryptedPackage": b"x"}), "office-encrypted", "office"),
        (b"#!/bin/bash\necho", "shell", "script"),
        (b"#!/usr/bin/env python3\n", "python", "script"),
        (b"<?php echo 1;", "php", "script"),
        (b"@echo off\r\ndir", "batch", "script"),
        (b'Set x = CreateObject("WScript.Shell")', "vbscript", "script"),
        (b"<!-- a --><svg xmlns='x'/>", "svg", "text"),
        (b"<!DOCTYPE html><p>", "html", "text"),
        ("héllo, just words".encode(), "text", "text"),
        ("utf-16 words".encode("utf-16"), "text", "text"),
        (b"", "empty", "data"),
        (bytes(range(256)), "binary", "data"),
        (b"MZ" + bytes(10), "binary", "data"),
    ],
)
def test_types(data: bytes, kind: str, family: str) -> None:
    assert kind_of(data) == (kind, family)
    assert upload(data, "holiday.jpg").get("files.types") == [kind]


@calmly
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"MZ", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<!--", b"#!/"]),
)
def test_any_bytes_have_a_type(data: bytes, start: bytes) -> None:
    kind = kind_of(start + data)
    assert kind.type
    assert kind.family


def test_comments_without_end_take_no_time() -> None:
    """A thousand comments could be cut up in more ways than there are atoms, were they tried."""
    assert kind_of(b"<!---->" * 1000 + b"x").type in ("text", "html")
