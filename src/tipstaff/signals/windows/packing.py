"""Keys of several parts with a free text among them, as one digest: 16 bytes for a key instead of a text and a tuple.

A flood of different texts fills a window up to its bound, so what a key takes is what a flood takes. Only windows whose
parts are all strings are packed, and no baselines, which keep their keys in places of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any, Final

import msgspec

from tipstaff.native.kernels import kernel
from tipstaff.signals.windows.declaring.spec import BASELINES, KeyPart, WindowSpec
from tipstaff.signals.windows.fields import FieldAt, locate
from tipstaff.signals.windows.keys import Key, Keys, Missing, Take, is_plain
from tipstaff.vocab.event import Event
from tipstaff.vocab.reading.schema import Vocabulary

_KERNEL: Final[Any] = kernel("windows")
_SIZE: Final = 16
_encode = msgspec.msgpack.Encoder().encode

Pack = Callable[[tuple[Key, ...]], bytes]
"""Makes one key of several parts."""


def is_packed(spec: WindowSpec, vocabulary: Vocabulary) -> bool:
    """Whether the keys of a window are digests of their parts."""
    if len(spec.by) == 1 or spec.measure in BASELINES:
        return False
    types = {*spec.of.types, *(spec.below.types if spec.below is not None else ())}
    found = [(part, locate(part.path, vocabulary.types[name])) for name in types for part in spec.by]
    fields = [(part, field) for part, field in found if field is not None]
    return all(field.type.kind == "str" for _, field in fields) and any(map(_is_text, *zip(*fields, strict=True)))


def packer(secret: bytes) -> Pack:
    """Keyed like all digests: the same secret gives the same keys on every run."""
    before = sha256(secret).digest()
    if _KERNEL is not None:
        made: Pack = _KERNEL.Digest(before, _encode)
        return made
    return lambda key: sha256(before + _encode(key)).digest()[:_SIZE]


def packed(take: Take, secret: bytes) -> Take:
    """Takes the same keys, packed."""
    pack = packer(secret)

    def take_packed(event: Event) -> Key | Keys | Missing:
        key = take(event)
        if type(key) is tuple:
            return pack(key)
        return Keys(map(pack, key)) if type(key) is Keys else key

    return take_packed


def _is_text(part: KeyPart, field: FieldAt) -> bool:
    return part.template or not (is_plain(part, field) or field.personal or part.subnet is not None)
