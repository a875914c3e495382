"""Files under other names, and honest ones whose names are merely odd."""

from __future__ import annotations

import gzip

import pytest
from signalkit.files import PROGRAM, compound, office, upload, zipped

PNG = b"\x89PNG\r\n\x1a\n" + bytes(30) + b"IEND\xaeB`\x82"


@pytest.mark.parametrize(
    ("name", "mime", "data", "found"),
    [
        ("holiday.jpg", None, PROGRAM, ["executable"]),
        ("report", "application/pdf", PROGRAM, ["executable"]),
        ("song.mp3", None, b"\x7fELF\x02" + bytes(30), ["executable"]),
        ("photo.png", None, b"<?php system($_GET['c']);", ["script"]),
        ("scan.pdf", None, b"#!/bin/sh\nrm -rf /", ["script"]),
        ("invoice.pdf.exe", None, PROGRAM, ["double-ending"]),
        ("report\u202efdp.exe", None, PROGRAM, ["reversed-name"]),
        ("cv.pdf" + " " * 40 + ".scr", None, PROGRAM, ["double-ending", "padded-name"]),
        ("photo.jpg", None, b"<!DOCTYPE html><script>", ["mismatch"]),
        ("photo.jpg", None, b"%PDF-1.4", ["mismatch"]),
        ("film.mp4", None, zipped({"a": b"x"}), ["mismatch"]),
        ("a.zip", None, zipped({"notes.txt.js": b"x"}), ["double-ending"]),
        ("a.zip", None, zipped({"cat.jpg": PROGRAM}), ["executable"]),
        ("cat.png", None, PNG + zipped({"a.class": b"x"}), ["two-in-one"]),
        ("cat.png", None, PNG + b"<?php eval($_POST[1]);", ["two-in-one"]),
    ],
)
def test_disguised(name: str, mime: str | None, data: bytes, found: list[str]) -> None:
    more = {"mime_type": mime} if mime else {}
    assert upload(data, name, **more).get("files.disguised") == found


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("setup.exe", PROGRAM),
        ("library.dll", PROGRAM),
        ("tool", b"\x7fELF\x02" + bytes(30)),
        ("archive.tar.gz", gzip.compress(b"x", mtime=0)),
        ("page.html", b"<!DOCTYPE html>"),
        ("notes.txt", b"#!/bin/sh is how a script begins"),
        ("letter.doc", b"{\\rtf1 an RTF that Word saved as .doc}"),
        ("letter.docx", office({})),
        ("letter.doc", compound({"WordDocument": b"x"})),
        ("book.epub", zipped({"mimetype": b"application/epub+zip"})),
        ("photo.jpg", PNG),
        ("drawing.svg", b"<svg xmlns='x'/>"),
        ("v1.2.3.txt", b"release notes"),
        ("report.2026.pdf", b"%PDF-1.7"),
        ("", b"anything"),
        ("photo.png", b""),
        ("cat.png", PNG + b"trailing bytes of a camera"),
        ("voice.mp4", b"ID3\x04" + bytes(10)),
    ],
)
def test_honest_names(name: str, data: bytes) -> None:
    assert upload(data, name).get("files.disguised") == []
