"""What texts of one template have in common: a fingerprint whose distance tells how alike two texts are, and a key that
is the same for texts that differ in what a template fills in.

The fingerprint is Charikar's SimHash (STOC 2002) of 64 bits over words and pairs of neighbours, numbers counting as one
word. Of long texts, the 255 features with the smallest hashes are taken (as MinHash would), so that the same ones are
taken of near copies and the work is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

from tipstaff.native.kernels import kernel
from tipstaff.signals.lasting import short_ones
from tipstaff.signals.lazily import Library
from tipstaff.signals.text.western import WESTERN, ForeignWord, western
from tipstaff.signals.text.wording import wording

numpy = Library("numpy")
_KERNEL = kernel("wording")

_MOST = 255
_BITS = 64
# Odd numbers without a pattern, so that a pair is another feature than its words and than the pair turned round.
_FIRST, _SECOND, _SHIFT = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 29
# Longer texts are known by their beginning.
_LONGEST = 20_000
_LONG = 2_000  # beyond this, what was worked out is not remembered
_FEWEST = 3
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
# Everything but letters and digits as a space.
_PARTED = bytes(code if letter.isalnum() else 32 for code, letter in enumerate(WESTERN))
_DIGIT = re.compile(r"\d")
_LINK = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]{1,63}(?:\.[\w-]{1,63})+/\S*|[\w.+-]{1,64}@[\w.-]+")
_LINKED = ("://", "www.", "@")
_PATH = re.compile(r"[\w-]\.[\w-]+/")
# A name follows these at the beginning of a message.
_GREETINGS = frozenset(
    {"hi", "hello", "hey", "dear", "bonjour", "bonsoir", "salut", "cher", "chere", "coucou", "hola", "hallo", "liebe"}
    | {"lieber", "ciao", "caro", "cara", "ola", "oi", "beste"}
)


def gist(plain: str) -> list[str]:
    """The words that a template holds fixed: without links and addresses, every word with a digit as `#`.

    Args:
        plain: the text, folded and without accents.
    """
    text = _without_links(plain[:_LONGEST])
    found: list[str] = gist_plainly(text) if _KERNEL is None else _KERNEL.gist(text)
    return found


def _without_links(text: str) -> str:
    return without_links_plainly(text) if _KERNEL is None or _KERNEL.may_link(text) else text


def without_links_plainly(text: str) -> str:
    """A space for every link and address, without the kernel."""
    linked = any(part in text for part in _LINKED) or ("/" in text and _PATH.search(text))
    return _LINK.sub(" ", text) if linked else text


def gist_plainly(text: str) -> list[str]:
    """The words of a text without links, without the kernel."""
    return [word if word.isalpha() or not _DIGIT.search(word) else "#" for word in _words(text)]


def _words(text: str) -> list[str]:
    """What `_WORD` finds."""
    if "'" not in text:
        try:
            return western(text).translate(_PARTED).decode("cp1252").split()
        except ForeignWord:
            pass
    found: list[str] = _WORD.findall(text)
    return found


def fingerprint(words: Sequence[str]) -> str:
    """Sixteen hexadecimal digits of a text's gist; "" for fewer than three words."""
    if len(words) < _FEWEST:
        return ""
    singles = numpy.array([_hash(word) for word in words], dtype="<u8")
    pairs = (singles[:-1] * _FIRST) ^ (singles[1:] * _SECOND)
    features = numpy.concatenate((singles, pairs ^ (pairs >> _SHIFT)))
    features.sort()
    features = features[numpy.concatenate(([True], features[1:] != features[:-1]))][:_MOST]
    set_bits = numpy.unpackbits(features.view(numpy.uint8).reshape(-1, 8), axis=1).sum(axis=0, dtype=numpy.uint16)
    found: bytes = numpy.packbits(2 * set_bits > len(features)).tobytes()
    return found.hex()


def distance(one: str, other: str) -> int:
    """In how many of 64 bits two fingerprints differ; 64 when one is of a text that is too short for one."""
    if not one or not other:
        return _BITS
    return (int(one, 16) ^ int(other, 16)).bit_count()


def template(plain: str) -> str:
    """A key of a text that numbers and the name after a greeting do not change; "" for fewer than three words.

    Args:
        plain: the text, folded and without accents.
    """
    text = _without_links(plain[:_LONGEST])
    fixed, words = fixed_plainly(text) if _KERNEL is None else _KERNEL.fixed(text)
    if words > 1 and (first := fixed[: fixed.index(" ")]) in _GREETINGS:
        words -= 1
        fixed = first + fixed[(fixed + " ").index(" ", len(first) + 1) :]
    # As a number with the least byte first is written; hashes of whole texts are not worth keeping.
    return _digest(fixed)[::-1].hex() if words >= _FEWEST else ""


def fixed_plainly(text: str) -> tuple[str, int]:
    """The words without digits, a space between, of a text without links, and how many they are; without the kernel."""
    words = [word for word in gist_plainly(text) if word != "#"]
    return " ".join(words), len(words)


def template_of(text: str) -> str:
    """The template of a text as it was written."""
    return _lately(text) if len(text) <= _LONG else template(wording(text[:_LONGEST]).bare)


@lru_cache(maxsize=256)  # a campaign says the same again and again
def _lately(text: str) -> str:
    return template(wording(text).bare)


@short_ones(16_384)
def _hash(word: str) -> int:
    return int.from_bytes(_digest(word), "little")


def _digest(word: str) -> bytes:
    return blake2b(word.encode(), digest_size=8).digest()
