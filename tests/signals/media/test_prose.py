"""What the text files of an event say: prose is read, what machines read and what is no text is not."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.events import event, reader, sms
from signalkit.pace import calmly

from tipstaff.cel import CelError
from tipstaff.signals.media.prose import prose_of
from tipstaff.vocab.event import Event


def upload(data: bytes, name: str = "a.txt", **more: Any) -> Event:
    return event("file.upload", name=name, size=len(data), content=base64.b64encode(data).decode(), **more)


def deployed(*files: tuple[str, bytes]) -> Event:
    told = [{"name": name, "content": base64.b64encode(data).decode()} for name, data in files]
    return event("app.deploy", app="shop", files=told)


@pytest.mark.parametrize(
    ("of", "says"),
    [
        (upload(b"Bonjour"), "Bonjour"),
        (upload("déjà".encode("utf-16")), "déjà"),
        (upload(b"<p>Sold <b>here</b></p>", "index.html"), "Sold here"),
        (upload(b"<p>Sold</p>", "page", mime_type="text/html; charset=utf-8"), "Sold"),
        (upload(b"plain words", "notes"), "plain words"),
        (upload(b"secret = 1", "settings.py"), ""),
        (upload(b"\x89PNG\r\n\x1a\n\0\0", "a.txt"), ""),
        (event("file.upload", name="a.txt", size=5), ""),
        (deployed(("index.html", b"<p>one</p>"), ("requirements.in", b"flask"), ("about.md", b"two")), "one\ntwo"),
    ],
)
def test_prose_is_read(of: Event, says: str) -> None:
    assert prose_of(of) == says
    assert reader(of).text.raw == says


def test_only_the_beginning_of_a_file_and_the_first_files_are_read() -> None:
    assert len(prose_of(upload(b"a" * 50_000)) or "") == 10_000
    assert (prose_of(deployed(*[(f"{i}.txt", b"x") for i in range(40)])) or "").count("x") == 20


SIGNED_IN = event("user.sign_in", user="u", client={"address": "192.0.2.1"}, outcome="success")


def test_an_event_without_files_has_none() -> None:
    assert prose_of(SIGNED_IN) is None


@calmly
@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.html", "a", "a.bin"]))
def test_any_bytes_are_read_or_left(data: bytes, name: str) -> None:
    assert isinstance(prose_of(upload(data, name)), str)


def test_an_expression_is_looked_for_in_what_is_said() -> None:
    assert reader(upload(b"Fake papers")).call("text.says", ("(?i)fake",)) is True
    assert reader(upload(b"Papers")).call("text.says", ("(?i)fake",)) is False
    assert reader(sms("fake")).call("text.says", ("^fake$",)) is True
    with pytest.raises(CelError):
        reader(SIGNED_IN).call("text.says", ("a",))
