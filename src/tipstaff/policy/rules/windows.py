"""Windows that controls and policies declare: params put in, equal ones shared."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from hashlib import sha256

from msgspec.structs import replace

from tipstaff.cel.types import Type
from tipstaff.policy.document.nodes import Scalar
from tipstaff.policy.document.notes import Notes, did_you_mean
from tipstaff.policy.document.passage import ALONE, Passage, stretch
from tipstaff.policy.document.positions import Spot, spots
from tipstaff.policy.knowledge import Knowledge, unread
from tipstaff.policy.pack.nouns import Value
from tipstaff.vocab.diagnostics import Diagnostic, Place
from tipstaff.vocab.reading.schema import Vocabulary

_HOLE = re.compile(r"\{\s*params\.([A-Za-z_]\w*)\s*\}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Window:
    """A window: the name under which conditions read it, its full specification and the type of its value.

    `id` is made from the specification, so that equal windows are one, in whatever control they are declared.
    """

    id: str
    specification: str
    type: Type


@dataclass(frozen=True, slots=True)
class Params:
    """The params that a specification may name: those declared, and the values of those that have one."""

    declared: Container[str]
    values: Mapping[str, Value]


def read_windows(
    declared: Mapping[str, Scalar], params: Params, vocabulary: Vocabulary, surroundings: tuple[Knowledge, Notes]
) -> dict[str, Window]:
    """The windows of a mapping by the names their author gave them; wrong ones are noted and left out."""
    knowledge, notes = surroundings
    found: dict[str, Window] = {}
    for name, scalar in declared.items():
        text, complete = _filled(scalar, params, notes)
        read = knowledge.windows if complete else unread
        of, diagnostics = read(text.text, ALONE, vocabulary)
        notes.add(*text.pointed(diagnostics))
        if of is not None:
            specification = " ".join(text.text.split())
            found[name] = Window(window_id(specification), specification, of)
    return found


def window_id(specification: str) -> str:
    """The variable that stands for a window: `window.w_3f2a…`."""
    return f"window.w_{sha256(specification.encode()).hexdigest()[:16]}"


def _filled(scalar: Scalar, params: Params, notes: Notes) -> tuple[Passage, bool]:
    """The specification with params put in, and whether all had a value.

    An inserted character stands where its hole stands.
    """
    pieces: list[str] = []
    origins: list[int] = []
    at, complete = 0, True
    for hole in _HOLE.finditer(scalar.text):
        value = params.values.get(hole[1])
        if hole[1] not in params.declared:
            _note_unknown(hole, scalar, params, notes)
        written = value.written if value else hole[0]
        complete &= value is not None
        pieces += [scalar.text[at : hole.start()], written]
        origins += [*range(at, hole.start()), *[hole.start()] * len(written)]
        at = hole.end()
    pieces.append(scalar.text[at:])
    origins += [*range(at, len(scalar.text) + 1)]

    def where() -> list[Spot]:
        every = spots(scalar)
        return [every[origin] for origin in origins]

    return Passage("".join(pieces), scalar.source, where), complete


def _note_unknown(hole: re.Match[str], scalar: Scalar, params: Params, notes: Notes) -> None:
    message = f"`{hole[1]}` is not a param of this control"
    finding = Diagnostic("unknown-param", message, Place("", 1, 1, hole.end() - hole.start()))
    finding = replace(finding, hint=did_you_mean(hole[1], params.values))
    notes.add(*stretch(scalar, hole.start(), hole.end()).pointed([finding]))
