"""Fingerprints of files and pictures, and lists of them."""

from __future__ import annotations

import hashlib
import io
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageEnhance
from signalkit.events import event, reader
from signalkit.files import Installation, upload, zipped
from signalkit.pace import calmly

from tipstaff.signals.detectors.files.hashes import distance


def picture(seed: int, kind: str = "PNG", size: int = 400) -> bytes:
    """Some shapes, always the same for a seed."""
    rng = random.Random(seed)
    image = Image.new("RGB", (400, 400), (rng.randrange(256), rng.randrange(256), rng.randrange(256)))
    draw = ImageDraw.Draw(image)
    for _ in range(40):
        x, y, w, h = (rng.randrange(300) for _ in range(4))
        draw.ellipse((x, y, x + w // 2 + 5, y + h // 2 + 5), fill=tuple(rng.randrange(256) for _ in range(3)))
    return written(image.resize((size, size)), kind)


def written(image: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def pdq(data: bytes) -> str:
    (found,) = upload(data, "a.png").get("files.pdq")  # type: ignore[misc]
    return str(found)


def test_a_picture_stays_near_itself_when_it_is_resized_compressed_or_darkened() -> None:
    original = pdq(picture(1))
    darker = ImageEnhance.Brightness(Image.open(io.BytesIO(picture(1)))).enhance(0.8)
    for copy in (picture(1, "JPEG"), picture(1, "WEBP", 200), written(darker, "PNG")):
        assert distance(original, pdq(copy)) <= 31
    for seed in range(2, 12):
        assert distance(original, pdq(picture(seed))) > 60


def test_lists_are_met_exactly_and_nearly() -> None:
    sha, near = hashlib.sha256(b"bad file").hexdigest(), pdq(picture(1))
    installation = Installation(hashes=[(sha.upper(), "malware"), (near, "csam"), ("junk", "junk")])

    def similar(data: bytes, allowed: int = 31) -> object:
        return upload(data, installation=installation).call("files.similar", ("hashes", allowed))

    assert similar(b"bad file") == ["malware"]
    assert similar(zipped({"x/y.bin": b"bad file"})) == ["malware"]
    assert similar(picture(1, "JPEG")) == ["csam"]
    assert similar(zipped({"p.jpg": picture(1, "JPEG")})) == ["csam"]
    assert similar(picture(1), 0) == []
    assert similar(b"bad file", 0) == ["malware"]
    assert similar(picture(2)) == []
    assert similar(b"good file") == []


def test_claimed_hashes_count_where_the_bytes_are_not() -> None:
    of = reader(event("content.publish", kind="post", media=[{"sha256": "AB" * 32, "pdq": "0f" * 32}]))
    assert of.get("files.sha256") == ["ab" * 32]
    assert of.get("files.pdq") == ["0f" * 32]
    assert upload(b"x", sha256="ab" * 32).get("files.sha256") == [hashlib.sha256(b"x").hexdigest()]


@pytest.mark.parametrize(
    "data", [written(Image.new("RGB", (50, 50)), "PNG"), picture(1)[:200], b"\x89PNG\r\n\x1a\n", b"GIF89a"]
)
def test_empty_and_damaged_pictures_have_none(data: bytes) -> None:
    assert upload(data).get("files.pdq") == []


def test_a_picture_of_too_many_points_is_not_decoded() -> None:
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    assert upload(out.getvalue()).get("files.pdq") == []


@calmly
@given(st.integers(0, 2**32), st.sampled_from(["PNG", "JPEG", "GIF", "WEBP", "BMP"]))
def test_damaged_pictures_give_values(seed: int, kind: str) -> None:
    rng = random.Random(seed)
    data = bytearray(picture(3, kind, 64))
    for _ in range(rng.randrange(1, 30)):
        data[rng.randrange(8, len(data))] = rng.randrange(256)
    assert isinstance(upload(bytes(data)).get("files.pdq"), list)


@given(st.text(max_size=70), st.text(max_size=70))
def test_any_two_words_have_a_distance(one: str, other: str) -> None:
    assert 0 <= distance(one, other) <= 256
