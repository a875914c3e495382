"""Files: our rules and types on what they are made for, and on the honest files of the machine at hand."""

from __future__ import annotations

import base64
import sys
import sysconfig
import zipfile
from collections.abc import Callable, Iterator
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec

from evaluate.signals import CATALOGUE, NOON
from evaluate.task import Example, Judge, Task, each
from tipstaff.signals import Reader
from tipstaff.signals.lazily import Library
from tipstaff.vocab.events import STANDARD
from tipstaff.vocab.reading.decoding import Decoder

magika = Library("magika")

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
_LARGEST = 700_000
_MOST = 1500


def asked(signal: str) -> Callable[[bytes], Any]:
    """A signal's answer for an upload of some bytes, under a name that says nothing."""

    def answer(data: bytes) -> Any:
        return Reader(_event(data), CATALOGUE).get(signal)

    return answer


def _event(data: bytes) -> Any:
    told = {"name": "upload", "size": len(data), "content": base64.b64encode(data).decode()}
    envelope = {"specversion": "1.0", "id": "e", "source": "evaluate", "type": "file.upload", "account": "acme"}
    return _decoder().decode(msgspec.json.encode({**envelope, "time": NOON.isoformat(), "data": told}), NOON)


@lru_cache(maxsize=1)
def _decoder() -> Decoder:
    return Decoder(STANDARD)


def _harmful(data: bytes) -> float:
    return float(bool(asked("files.malware")(data)))


def _machine() -> Iterator[Path]:
    """Programs, libraries, scripts, documents and pictures that are installed here, in order of their names."""
    folders = [Path("/usr/bin"), Path(sysconfig.get_paths()["purelib"]), Path(sys.base_prefix) / "lib"]
    for folder in folders:
        files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
        yield from files[:: max(1, len(files) // (_MOST // len(folders)))]


def _honest() -> list[Example]:
    files = [path for path in _machine() if 0 < path.stat().st_size <= _LARGEST]
    tests = [Example(made, True, 0, "test file") for made in _test_files()]
    return tests + [Example(path.read_bytes(), False, 0, "of this machine") for path in files]


def _test_files() -> Iterator[bytes]:
    """The test file of scanners: alone, in an archive, in an archive of an archive."""
    yield EICAR
    once = _zipped("eicar.com", EICAR)
    yield once
    yield _zipped("inner.zip", once)


def _zipped(name: str, data: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return out.getvalue()


# What both can tell of installed files, by ending.
_ENDINGS = {".png": "png", ".gif": "gif", ".html": "html", ".gz": "gzip", ".zip": "zip", ".whl": "zip", ".ttf": "font"}
_ENDINGS |= {
    ".so": "elf",
    ".pdf": "pdf",
    ".svg": "svg",
    ".jpg": "jpeg",
    ".woff2": "font",
    ".exe": "pe",
    ".pyc": "python-bytecode",
}
_THEIRS = {"gzip": "gzip", "pebin": "pe", "ttf": "font", "woff2": "font", "pythonbytecode": "python-bytecode"}


def _typed() -> list[Example]:
    files = [path for path in _machine() if path.suffix in _ENDINGS and 0 < path.stat().st_size <= _LARGEST]
    return [Example(path.read_bytes(), _ENDINGS[path.suffix]) for path in files]


def _type(data: bytes) -> str:
    return str(asked("files.types")(data)[0])


def _their_type(data: bytes) -> str:
    found = str(_magika().identify_bytes(data).output.label)
    return _THEIRS.get(found, found)


@lru_cache(maxsize=1)
def _magika() -> Any:
    return magika.Magika()


def tasks() -> list[Task]:
    """The test file beside honest files, and types by content."""
    return [
        Task(
            signal="files.malware",
            data="files of the machine at hand",
            role="dev",
            about="The test file of scanners (alone, in one archive, in two) beside installed programs, libraries, "
            "scripts and documents. There are no samples of malware here: how much is caught is not "
            "measured, only false alarms.",
            examples=_honest,
            judges=(Judge("ours", each(_harmful), one=_harmful),),
            targets={"recall": 1.0, "flagged": 0.0},
            show=False,
        ),
        Task(
            signal="files.types",
            data="files of the machine at hand, by ending",
            role="dev",
            about="Installed files whose ending can be trusted; names are not told.",
            examples=_typed,
            judges=(
                Judge("ours", each(_type), one=_type),
                Judge("magika", each(_their_type), one=_their_type, needs="magika"),
            ),
            kind="choice",
            targets={"accuracy": 0.99},
            show=False,
        ),
    ]
