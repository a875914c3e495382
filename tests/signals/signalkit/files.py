"""Files made for tests: archives of all kinds, compound files with macros, events that carry them."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from signalkit.events import event, reader
from tipstaff.signals import NoSurroundings, ProtectedName, Reader
from tipstaff.signals.scanners import NONE, Scanners

# The test file of scanners, in two parts so that no scanner reports this file.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PROGRAM = b"MZ" + bytes(58) + (64).to_bytes(4, "little") + b"PE\0\0" + bytes(200)
SECTOR = 512


class Installation(NoSurroundings):
    """An installation with lists and scanners."""

    def __init__(self, scanners: Scanners = NONE, **lists: Sequence[tuple[str, str]]) -> None:
        self._scanners, self._lists = scanners, lists

    def protected_names(self) -> Sequence[ProtectedName]:
        return ()

    def entries(self, list_name: str) -> Sequence[tuple[str, str]]:
        return self._lists.get(list_name, ())

    def scanners(self) -> Scanners:
        return self._scanners


def upload(data: bytes, name: str = "a.bin", installation: NoSurroundings | None = None, **more: Any) -> Reader:
    """The signals of an upload."""
    content = base64.b64encode(data).decode()
    of = event("file.upload", name=name, size=len(data), content=content, **more)
    return reader(of, installation or NoSurroundings())


def zipped(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(members: Mapping[str, bytes]) -> bytes:
    """A TAR."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


PACKERS = {
    "zip": lambda data: zipped({"inner.bin": data}),
    "zip, stored": lambda data: zipped({"inner.bin": data}, zipfile.ZIP_STORED),
    "zip, bzip2": lambda data: zipped({"inner.bin": data}, zipfile.ZIP_BZIP2),
    "tar": lambda data: tarred({"inner.bin": data}),
    "tar.gz": lambda data: gzip.compress(tarred({"inner.bin": data}), mtime=0),
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "lzma": lambda data: lzma.compress(data, format=lzma.FORMAT_ALONE),
    "zip in tar in gzip in zip": lambda data: zipped({"a.tgz": gzip.compress(tarred({"b.zip": data}), mtime=0)}),
}


def encrypted_zip() -> bytes:
    """A ZIP whose one member says that it is encrypted."""
    data = bytearray(zipped({"secret.exe": b"x" * 50}))
    data[6] |= 1
    data[data.rfind(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def office(members: Mapping[str, bytes], folder: str = "word") -> bytes:
    """An Office Open XML document with these parts beside the usual ones."""
    usual = {"[Content_Types].xml": b"<Types/>", f"{folder}/document.xml": b"<document/>"}
    return zipped({**usual, **members})


def vba_source(source: bytes) -> bytes:
    """A module's stream: some compiled code, then the source compressed with literals only (MS-OVBA 2.4.1)."""
    text = b'Attribute VB_Name = "ThisDocument"\r\n' + source
    chunks = []
    for start in range(0, len(text), 3600):
        part = text[start : start + 3600]
        tokens = b"".join(b"\0" + part[at : at + 8] for at in range(0, len(part), 8))
        chunks.append(struct.pack("<H", 0x8000 | 0x3000 | (len(tokens) + 2 - 3)) + tokens)
    return b"\xaa" * 64 + b"\x01" + b"".join(chunks)


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file (MS-CFB) with streams in one level of folders; every stream is padded beyond the small ones."""
    padded = {path: data.ljust(4096, b"\0") for path, data in streams.items()}
    entries: list[tuple[str, int, int, int, int, int]] = [("Root Entry", 5, -1, -1, -1, 0)]
    children: dict[str, list[int]] = {"": []}
    sectors: list[bytes] = []
    chains: list[int] = []
    for path, data in padded.items():
        folder, _, name = path.rpartition("/")
        if folder and folder not in children:
            children[folder] = []
            entries.append((folder, 1, -1, -1, -2, 0))
            children[""].append(len(entries) - 1)
        first = len(sectors)
        blocks = [data[at : at + SECTOR].ljust(SECTOR, b"\0") for at in range(0, len(data), SECTOR)]
        sectors += blocks
        chains += [*range(first + 1, first + len(blocks)), -2]
        entries.append((name, 2, -1, -1, first, len(data)))
        children[folder].append(len(entries) - 1)
    return _compound_file(_directory(entries, children), sectors, chains)


def _directory(entries: list[Any], children: Mapping[str, list[int]]) -> bytes:
    """Directory entries; siblings hang on each other to the right."""
    right = {}
    child = {}
    for folder, members in children.items():
        at = 0 if not folder else next(i for i, e in enumerate(entries) if e[0] == folder and e[1] == 1)
        child[at] = members[0] if members else -1
        right.update(pairwise(members))
    out = b""
    for at, (name, kind, _, _, start, size) in enumerate(entries):
        written = name.encode("utf-16-le")
        out += written.ljust(64, b"\0") + struct.pack("<HBB", len(written) + 2, kind, 1)
        out += struct.pack("<iii", -1, right.get(at, -1), child.get(at, -1)) + bytes(36)
        out += struct.pack("<iQ", start if kind == 2 else -2, size)
    return out.ljust(-(-len(out) // SECTOR) * SECTOR, b"\0")


def _compound_file(directory: bytes, sectors: list[bytes], chains: list[int]) -> bytes:
    first = len(sectors)
    blocks = [directory[at : at + SECTOR] for at in range(0, len(directory), SECTOR)]
    sectors = [*sectors, *blocks]
    chains = [*chains, *range(first + 1, first + len(blocks)), -2]
    fats = -(-(len(chains) + 8) // 128)
    table = [*chains, *([-3] * fats)]
    table += [-1] * (fats * 128 - len(table))
    places = list(range(len(sectors), len(sectors) + fats))
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<iiiiiiiii", 0, fats, first, 0, 4096, -2, 0, -2, 0)
    header += struct.pack("<109i", *places, *([-1] * (109 - fats)))
    return header + b"".join(sectors) + struct.pack(f"<{len(table)}i", *table)
