"""Files that are not what they say: a program under another name, an ending that hides another.

executable        a program whose name or media type says it is something else
script            a script under the name of a picture, a document or an archive
double-ending     `invoice.pdf.exe`: the ending that people see is not the one that counts
reversed-name     characters in the name that turn its reading direction
padded-name       an ending pushed out of sight by spaces
mismatch          a name or media type of one family, a content of another
two-in-one        a picture with an archive or a script appended that opens by itself
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from tipstaff.signals.lazily import Library
from tipstaff.signals.media.kinds import extensions
from tipstaff.signals.media.opening import Opened, Piece
from tipstaff.signals.shipped import DATA

yaml = Library("yaml")

_TURNED = re.compile("[\u202a-\u202e\u2066-\u2069]")
_PADDED = re.compile(r"\.\w{2,5}[\s\u00a0\u2000-\u200b\u3000_.-]{8,}\.\w{2,5}$")
_CLOSED = {"png": b"IEND\xaeB`\x82", "jpeg": b"\xff\xd9", "gif": b"\x00;"}
_DATA_FAMILIES = ("data", "font", "executable", "script")
_READABLE = frozenset({"document", "office", "archive", "text"})
_HEARD_OR_SEEN = frozenset({"audio", "video"})


class _Endings(NamedTuple):
    runs: frozenset[str]
    seen: frozenset[str]
    family: dict[str, str]


def disguised(result: Opened) -> list[tuple[str, str]]:
    """(what, where) for every disguise, each once."""
    found = [(what, piece.where) for piece in result.pieces for what in _of_piece(piece)]
    names = [(what, f"file {at}") for at, file in enumerate(result.files, 1) for what in _of_name(file.name)]
    return list(dict.fromkeys(found + names))


def _of_piece(piece: Piece) -> Iterator[str]:
    if piece.depth:
        yield from _of_name(piece.name)
    claimed = _claimed(piece)
    ending = _ending(piece.name)
    family = piece.kind.family
    if family == "executable" and claimed and not (ending in _endings().runs or ending in extensions(piece.kind)):
        yield "executable"
    elif family == "script" and claimed not in ("", "text"):
        yield "script"
    elif _contradicts(piece, claimed):
        yield "mismatch"
    if family == "image" and _appended(piece):
        yield "two-in-one"


def _claimed(piece: Piece) -> str:
    """The family that name or media type claim, "" when they claim none."""
    by_name = _endings().family.get(_ending(piece.name), "")
    if by_name:
        return by_name
    head, _, tail = piece.declared.partition("/")
    if head in ("image", "audio", "video", "text"):
        return head
    if tail == "pdf":
        return "document"
    return "office" if any(word in tail for word in ("officedocument", "msword", "ms-excel")) else ""


def _contradicts(piece: Piece, claimed: str) -> bool:
    """Whether content and claim are of families that do not go together. Plain data and text prove nothing."""
    kind = piece.kind
    if not claimed or claimed == kind.family or kind.family in _DATA_FAMILIES:
        return False
    if _ending(piece.name) in extensions(kind) or {claimed, kind.family} <= _HEARD_OR_SEEN:
        return False
    if kind.family == "text":
        return claimed in ("image", "audio", "video", "archive") and kind.type in ("html", "xml", "mail")
    return not {claimed, kind.family} <= _READABLE


def _of_name(name: str) -> Iterator[str]:
    if _TURNED.search(name):
        yield "reversed-name"
    if _PADDED.search(name[-200:]):
        yield "padded-name"
    parts = name.lower().rsplit(".", 2)
    if len(parts) == 3 and parts[1].strip() in _endings().seen and parts[2].strip() in _endings().runs:
        yield "double-ending"


def _ending(name: str) -> str:
    return name.lower().strip(" .").rpartition(".")[2] if "." in name else ""


def _appended(piece: Piece) -> bool:
    """Whether an archive or a script follows the first end of a picture: both open by what stands at their end."""
    mark = _CLOSED.get(piece.kind.type)
    closing = piece.data.find(mark) if mark else -1
    tail = piece.data[closing:] if closing >= 0 else b""
    return b"<?php" in tail or (b"PK\x03\x04" in tail and b"PK\x05\x06" in tail) or b"Rar!\x1a\x07" in tail


@lru_cache(maxsize=1)
def _endings() -> _Endings:
    given: dict[str, list[str]] = yaml.safe_load((DATA / "files" / "endings.yaml").read_text(encoding="utf-8"))
    family = {ending: name for name, endings in given.items() if name not in ("runs", "seen") for ending in endings}
    return _Endings(frozenset(given["runs"]), frozenset(given["seen"]), family)
