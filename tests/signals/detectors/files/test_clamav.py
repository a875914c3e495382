"""A ClamAV daemon by socket: a small peer that speaks its protocol, one that errs, one that is silent."""

from __future__ import annotations

import getpass
import shutil
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from signalkit.files import EICAR, Installation, upload, zipped

from tipstaff.cel import CelError
from tipstaff.signals.detectors.files import clamav
from tipstaff.signals.scanners import Scanners


@contextmanager
def daemon(address: str | tuple[str, int], answer: bytes | None = None) -> Iterator[str]:
    """A peer that reads INSTREAM to its end and answers; without an answer it judges like the real one."""
    family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as server:
        server.bind(address)
        server.listen()
        server.settimeout(0.05)
        thread = threading.Thread(target=_serve, args=(server, answer, stopped := threading.Event()), daemon=True)
        thread.start()
        name = server.getsockname()
        yield name if isinstance(name, str) else f"{name[0]}:{name[1]}"
        stopped.set()
        thread.join(10)


def _serve(server: socket.socket, answer: bytes | None, stopped: threading.Event) -> None:
    while not stopped.is_set():
        try:
            connection, _ = server.accept()
        except TimeoutError:
            continue
        connection.settimeout(10)
        with connection, connection.makefile("rwb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            data = b""
            while size := struct.unpack("!L", stream.read(4))[0]:
                data += stream.read(size)
            found = b"stream: Eicar-Test-Signature FOUND\0" if EICAR in data else b"stream: OK\0"
            stream.write(found if answer is None else answer)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("clamd") is None, reason="clamd is not installed")
def test_the_real_daemon(tmp_path: Path) -> None:
    """A clamd with one signature of our own; it says `UNOFFICIAL` of such."""
    (tmp_path / "own.ndb").write_text(f"Own.Test:0:0:{EICAR.hex()}\n")
    where = tmp_path / "sock"
    (tmp_path / "clamd.conf").write_text(
        f"LocalSocket {where}\nDatabaseDirectory {tmp_path}\nForeground yes\nUser {getpass.getuser()}\n"
    )
    with subprocess.Popen(["clamd", "-c", str(tmp_path / "clamd.conf")], stdout=subprocess.DEVNULL) as process:
        try:
            for _ in range(600):
                if where.exists():
                    break
                time.sleep(0.05)
            assert clam(str(where), EICAR) == ["Own.Test.UNOFFICIAL"]
            assert clam(str(where), zipped({"a/b.com": EICAR})) == ["Own.Test.UNOFFICIAL"]
            assert clam(str(where), b"harmless") == []
        finally:
            process.terminate()


def clam(address: str, data: bytes) -> object:
    return upload(data, installation=Installation(Scanners(clamd=address))).known("files.clamav")


def test_what_the_daemon_finds_is_told(tmp_path: Path) -> None:
    with daemon(str(tmp_path / "clamd")) as address:
        assert clam(address, b"\0" * 200_000 + EICAR) == ["Eicar-Test-Signature"]
        assert clam(f"unix:{address}", b"harmless") == []
        of = upload(b"\0" * 5000 + EICAR, installation=Installation(Scanners(clamd=address)))
        assert of.get("files.malware") == ["Eicar-Test-Signature"]


def test_a_daemon_on_a_port() -> None:
    with daemon(("127.0.0.1", 0)) as address:
        assert clam(address, EICAR) == ["Eicar-Test-Signature"]


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"\xff\xfe", b"x" * 9000])
def test_errors_and_nonsense_are_failures(answer: bytes) -> None:
    with daemon(("127.0.0.1", 0), answer) as address:
        value = clam(address, b"x")
    assert isinstance(value, CelError)
    assert value.code == "signal-unavailable"


def test_a_silent_or_absent_daemon_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clamav, "SECONDS", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"127.0.0.1:{silent.getsockname()[1]}"
        assert isinstance(clam(address, b"x"), CelError)
        malware = upload(b"x", installation=Installation(Scanners(clamd=address))).known("files.malware")
        assert isinstance(malware, CelError)
    assert isinstance(clam(str(tmp_path / "none"), b"x"), CelError)
    assert isinstance(clam("", b"x"), CelError)
