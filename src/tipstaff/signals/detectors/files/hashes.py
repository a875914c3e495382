"""Fingerprints: SHA-256 of every file and member, PDQ of every picture."""

from __future__ import annotations

import io
import struct
import warnings
from functools import lru_cache

from tipstaff.signals.lazily import Library
from tipstaff.signals.media.opening import Opened, Piece
from tipstaff.signals.shipped import DATA

image = Library("PIL.Image")
numpy = Library("numpy")
pdqhash = Library("pdqhash")
yaml = Library("yaml")

_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP")
_TYPES = frozenset({"jpeg", "png", "gif", "webp", "bmp"})
_MOST_PIXELS = 40_000_000
_MOST_PICTURES = 20
# Below this quality (0 to 100) a picture has too little in it for its hash to mean anything: PDQ's own recommendation.
LEAST_QUALITY = 50
# What the decoders raise on damaged pictures.
_BROKEN = (OSError, SyntaxError, ValueError, struct.error, EOFError, LookupError, TypeError, ArithmeticError)


def sha256s(result: Opened) -> list[str]:
    """SHA-256 in hex of every file and member, in order, each once; the claimed one where the bytes are not here."""
    claimed = [file.given_sha256 for file in result.files if file.data is None and file.given_sha256]
    return list(dict.fromkeys([*(piece.sha256 for piece in result.pieces), *claimed]))


def pdqs(result: Opened) -> list[str]:
    """PDQ in hex of every picture that has enough in it, and the claimed ones of files whose bytes are not here."""
    pictures = [piece for piece in result.pieces if piece.kind.type in _TYPES][:_MOST_PICTURES]
    own = [found for piece in pictures if (found := pdq_of(piece))]
    claimed = [file.given_pdq for file in result.files if file.given_pdq]
    return list(dict.fromkeys([*own, *claimed]))


def pdq_of(piece: Piece) -> str:
    """The PDQ hash of one picture, "" when it is damaged, too large or has too little in it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = image.open(io.BytesIO(piece.data), formats=_FORMATS)
            if picture.width * picture.height > _MOST_PIXELS or min(picture.size) < 8:
                return ""
            picture.draft("RGB", (512, 512))
            picture = picture.convert("RGB")
            picture.thumbnail((512, 512))
            bits, quality = pdqhash.compute(numpy.asarray(picture))
    except (*_BROKEN, image.DecompressionBombError):
        return ""
    return numpy.packbits(bits).tobytes().hex() if quality >= LEAST_QUALITY else ""


def distance(one: str, other: str) -> int:
    """How many of the 256 bits of two PDQ hashes differ; 256 when one of them is none."""
    try:
        return (int(one, 16) ^ int(other, 16)).bit_count() if len(one) == len(other) == 64 else 256
    except ValueError:
        return 256


@lru_cache(maxsize=1)
def known() -> dict[str, str]:
    """SHA-256 to name of files that everybody knows: the test file of scanners."""
    loaded: dict[str, str] = yaml.safe_load((DATA / "files" / "known.yaml").read_text(encoding="utf-8"))
    return loaded
