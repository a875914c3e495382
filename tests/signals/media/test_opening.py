"""Archives are opened within limits, whatever they claim."""

from __future__ import annotations

import gzip
import io
import os
import random
import time
import zlib

import py7zr
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from signalkit.events import event, reader
from signalkit.files import EICAR, PACKERS, encrypted_zip, tarred, upload, zipped

from tipstaff.cel import CelError
from tipstaff.signals.media.limits import Limits
from tipstaff.signals.media.media import files_of
from tipstaff.signals.media.opening import open_all

MIB = 1 << 20


def troubles(data: bytes, name: str = "a.zip") -> object:
    return upload(data, name).get("files.archives")


@pytest.mark.parametrize("packer", PACKERS)
def test_what_is_inside_is_found(packer: str) -> None:
    inner = zipped({"eicar.com": EICAR}) if "zip in tar" in packer else EICAR
    of = upload(PACKERS[packer](inner))
    assert of.get("files.malware") == ["EICAR-Test-File"]
    assert of.get("files.archives") == []


def test_seven_zip_is_opened_and_one_with_a_password_is_told() -> None:
    out, locked = io.BytesIO(), io.BytesIO()
    with py7zr.SevenZipFile(out, "w") as archive:
        archive.writestr(EICAR, "eicar.com")
    with py7zr.SevenZipFile(locked, "w", password="x") as archive:
        archive.writestr(EICAR, "eicar.com")
    assert upload(out.getvalue()).get("files.malware") == ["EICAR-Test-File"]
    assert troubles(locked.getvalue()) == ["encrypted"]


def quine() -> bytes:
    """Five archives inside each other."""
    data = b"end"
    for _ in range(5):
        data = zipped({"next.zip": data})
    return data


@pytest.mark.parametrize(
    ("data", "trouble"),
    [
        (zipped({"a": bytes(8 * MIB)}), "bomb"),
        (gzip.compress(bytes(40 * MIB), mtime=0), "bomb"),
        (gzip.compress(gzip.compress(bytes(64 * MIB), mtime=0), mtime=0), "bomb"),
        (zipped({f"{n}": os.urandom(10) for n in range(1100)}), "too-many"),
        (tarred({f"{n}": b"" for n in range(1100)}), "too-many"),
        (quine(), "nested"),
        (encrypted_zip(), "encrypted"),
        (zipped({"a": b"x" * 100})[:-30], "broken"),
        (b"PK\x03\x04" + bytes(40), "broken"),
        (b"\x1f\x8b" + bytes(40), "broken"),
        (b"\xfd7zXZ\x00" + bytes(40), "broken"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(40), "broken"),
        (b"Rar!\x1a\x07\x00" + bytes(40), "unsupported"),
        (zipped({"../../etc/passwd": b"x"}), "escapes"),
        (zipped({"C:\\a.exe": b"x"}), "escapes"),
        (tarred({"/etc/passwd": b"x"}), "escapes"),
    ],
)
def test_what_cannot_be_opened_is_told(data: bytes, trouble: str) -> None:
    found = troubles(data)
    assert isinstance(found, list)
    assert trouble in found


def test_dense_but_honest_archives_are_no_bombs() -> None:
    text = b"".join(b"2026-11-22 INFO request %d served in %d ms\n" % (n, n % 97) for n in range(60_000))
    assert troubles(zipped({"server.log": text})) == []
    assert troubles(gzip.compress(text, mtime=0), "server.log.gz") == []


def test_content_that_is_no_base64_is_broken_and_unseen() -> None:
    of = reader(event("file.upload", name="a", size=3, content="%%%"))
    assert (of.get("files.archives"), of.get("files.unseen"), of.get("files.types")) == (["broken"], 1, [])


def test_files_told_without_bytes_are_counted() -> None:
    of = reader(event("content.publish", kind="post", media=[{"url": "https://a.example/x.png"}, {"name": "y"}]))
    assert (of.get("files.unseen"), of.get("files.malware"), of.get("files.types")) == (2, [], [])


def test_events_without_files_have_none() -> None:
    with pytest.raises(CelError, match="carries no files"):
        reader(event("support.contact", text="hello")).get("files.types")


def test_everything_together_stays_within_the_limits() -> None:
    member = zlib.compress(os.urandom(1000) * 100)
    data = zipped({f"{n}.bin": member * 3 for n in range(300)})
    files = files_of(upload(data).event)
    assert files is not None
    result = open_all(files, Limits(total=100_000, member=50_000, members=50))
    assert sum(len(piece.data) for piece in result.pieces[1:]) <= 100_000
    assert len(result.pieces) <= 50


def test_twice_the_archive_takes_about_twice_the_time() -> None:
    def spent(members: int) -> float:
        data = zipped({f"{n}.txt": b"some words " * 300 for n in range(members)})
        best = float("inf")
        for _ in range(3):
            of = upload(data)
            started = time.process_time()
            for name in ("files.archives", "files.disguised", "files.macros", "files.sha256"):
                of.get(name)
            best = min(best, time.process_time() - started)
        return best

    few, many = spent(100), spent(400)
    assert many < 9 * few + 0.05


@settings(deadline=None, max_examples=120)
@given(st.sampled_from(sorted(PACKERS)), st.integers(0, 2**32), st.integers(1, 12))
def test_damaged_archives_give_values(packer: str, seed: int, wounds: int) -> None:
    rng = random.Random(seed)
    data = bytearray(PACKERS[packer](zipped({"a/b.txt": b"hello " * 50, "eicar.com": EICAR})))
    for _ in range(wounds):
        data[rng.randrange(len(data))] = rng.randrange(256)
    if rng.random() < 0.3:
        del data[rng.randrange(len(data)) :]
    of = upload(bytes(data))
    for name in ("files.types", "files.archives", "files.malware", "files.macros", "files.disguised", "files.sha256"):
        assert isinstance(of.get(name), list)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2**32), st.integers(1, 12))
def test_damaged_seven_zips_give_values(seed: int, wounds: int) -> None:
    rng = random.Random(seed)
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w") as archive:
        archive.writestr(b"hello " * 50, "a/b.txt")
    data = bytearray(out.getvalue())
    for _ in range(wounds):
        data[rng.randrange(6, len(data))] = rng.randrange(256)
    assert isinstance(upload(bytes(data)).get("files.archives"), list)
