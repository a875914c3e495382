"""The JSON of decisions that have nothing but reasons, put together: by the kernel, or by generated functions.

Parts are bytes that were encoded before, reasons of rules (`Told`), and values of the event that are encoded now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, cast

import msgspec

from tipstaff.decide.facts import Facts
from tipstaff.decide.saying.composing import Told as Generated
from tipstaff.decide.saying.composing import as_it_is, as_written, compose_json, in_language
from tipstaff.decide.saying.phrases import said, shown
from tipstaff.native.kernels import kernel
from tipstaff.policy import Hole, Rule, Template
from tipstaff.vocab.decision import Reason
from tipstaff.vocab.masking import mask_within, masker

_KERNEL: Final[Any] = kernel("telling")
_encode: Final = msgspec.json.Encoder().encode

Told = Any
"""How the reason of a rule is given as JSON: what `compose_told` gives, of use to `write` alone."""
Piece = bytes | tuple[str, object, object]
"""JSON, or `shown` (a value) or `said` (in a text), the attributes to it or what gives it, and its mask."""


def compose_told(rule: Rule, version: str, locale: str) -> Told:
    """How to give a rule's reason as JSON to an account of this locale."""
    if _KERNEL is None:
        return compose_json(rule, version, locale)
    return _KERNEL.Telling(_joined(_pieces(rule, version, locale)), _encode, mask_within)


def _pieces(rule: Rule, version: str, locale: str) -> Iterator[Piece]:
    head = (rule.policy, version, rule.clause, rule.control, rule.id, rule.verdict)
    language = in_language(rule.explain, locale)
    # What encoding a `Reason` gives, but for the two members that depend on the event.
    opening, closing = _encode(Reason(*head, "", {})).split(b'"","evidence":{}')
    yield opening + b'"'
    yield from _text(rule.explain[language], language)
    yield b'","evidence":{'
    for place, (key, hole) in enumerate(dict(rule.evidence).items()):
        yield b"," * bool(place) + _encode(key) + b":"
        yield _piece("shown", as_it_is(hole), hole) or ("shown", shown(hole), None)
    yield b"}" + closing


def _text(template: Template, language: str) -> Iterator[Piece]:
    for part in template:
        if isinstance(part, Hole):
            yield _piece("said", as_written(part), part) or ("said", said(part, language), None)
        else:
            yield _encode(part)[1:-1]


def _piece(kind: str, path: str, hole: Hole) -> Piece | None:
    return (kind, tuple(path.split(".")), masker(hole.mask) if hole.mask else None) if path else None


def _joined(pieces: Iterator[Piece]) -> tuple[Piece, ...]:
    """Bytes that follow one another as one piece."""
    made: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, bytes) and made and isinstance(made[-1], bytes):
            made[-1] += piece
        else:
            made.append(piece)
    return tuple(made)


def write_plainly(encode: Callable[[Any], bytes], parts: list[Any], facts: Facts, data: Any) -> bytes:
    """What the kernel does, in Python."""
    made: list[bytes] = []
    for part in parts:
        if type(part) is bytes:
            made.append(part)
        elif type(part) is tuple:
            tell, kept = cast(Generated, part)
            tell(kept, facts, data, made)
        else:
            made.append(encode(part))
    return b"".join(made)


write: Final[Callable[[Any, list[Any], Facts, Any], bytes]] = write_plainly if _KERNEL is None else _KERNEL.write
"""(encode, parts, facts, data of the event): the JSON."""
