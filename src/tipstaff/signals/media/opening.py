"""The files of an event with everything inside them: opened once, within limits, for all signals about files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from tipstaff.signals.failure import unavailable
from tipstaff.signals.media.kinds import Kind, kind_of
from tipstaff.signals.media.limits import DEFAULT, Limits
from tipstaff.signals.media.media import File, files_of
from tipstaff.signals.media.unpacking import Member, unpacker
from tipstaff.signals.signal import View


@dataclass(frozen=True, slots=True)
class Piece:
    """A file or a member of an archive.

    Attributes:
        where: for a person: `file 1`, or `file 1, inside: a/b.exe`.
        name: its own name, "" when it has none.
        declared: the media type that the sender claims for a whole file, "" for members.
        data: its bytes.
        kind: its type by content.
        depth: 0 for a file, 1 for a member of it.
        container: the type of the archive it was in, "" for a file.
    """

    where: str
    name: str
    declared: str
    data: bytes
    kind: Kind
    depth: int
    container: str = ""

    @property
    def sha256(self) -> str:
        """Its SHA-256 in hex."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Trouble:
    """What could not be opened, and why: bomb, encrypted, broken, nested, too-many, unsupported, escapes."""

    what: str
    where: str


@dataclass(slots=True)
class Opened:
    """Everything that was found: pieces, what could not be opened, and files whose bytes are not in the event."""

    pieces: list[Piece] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    left: int = 0

    @property
    def unseen(self) -> int:
        """Files whose bytes are not in the event or cannot be read."""
        return sum(file.data is None for file in self.files)


# What most events carry; nobody changes what was opened.
_NOTHING = Opened()


def opened(view: View) -> Opened:
    """The files of the event.

    Raises:
        CelError: `signal-unavailable`, events of this type carry no files.
    """
    files = files_of(view.event)
    if files is None:
        raise unavailable(f"`{view.event.type}` carries no files")
    return open_all(files, DEFAULT) if files else _NOTHING


def open_all(files: list[File], limits: Limits) -> Opened:
    """The files and what is inside them, within limits."""
    result = Opened(files=files, left=limits.total)
    for number, file in enumerate(files, 1):
        where = f"file {number}"
        if file.data is None:
            if file.broken:
                result.troubles.append(Trouble("broken", where))
            continue
        piece = Piece(where, file.name, file.declared, file.data, kind_of(file.data), 0)
        result.pieces.append(piece)
        _open(piece, result, limits)
    return result


def _open(piece: Piece, result: Opened, limits: Limits) -> None:
    """Look into a piece that is an archive."""
    unpack = unpacker(piece.kind.type)
    if unpack is None:
        if piece.kind.family == "archive":
            result.troubles.append(Trouble("unsupported", piece.where))
        elif piece.kind.type == "office-encrypted":
            result.troubles.append(Trouble("encrypted", piece.where))
        return
    if piece.depth >= limits.depth:
        result.troubles.append(Trouble("nested", piece.where))
        return
    for member in unpack(piece.data, limits._replace(member=min(limits.member, result.left))):
        result.troubles += _troubles(member, piece)
        if member.data is not None and not _keep(member, piece, result, limits):
            return


def _keep(member: Member, piece: Piece, result: Opened, limits: Limits) -> bool:
    """Take a member in and look into it; False when no more may be opened."""
    data = member.data or b""
    result.left -= len(data)
    if result.left < 0 or len(result.pieces) >= limits.members:
        result.troubles.append(Trouble("bomb" if result.left < 0 else "too-many", piece.where))
        return False
    name = member.name or _inner_name(piece)
    where = f"{piece.where}, inside: {_readable(name)}" if piece.depth == 0 else f"{piece.where} > {_readable(name)}"
    inner = Piece(where, name, "", data, kind_of(data), piece.depth + 1, piece.kind.type)
    result.pieces.append(inner)
    _open(inner, result, limits)
    return True


def _troubles(member: Member, piece: Piece) -> Iterator[Trouble]:
    if member.wrong:
        yield Trouble(member.wrong, piece.where)
    path = PurePosixPath(member.name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or member.name[1:2] == ":":
        yield Trouble("escapes", piece.where)


def _inner_name(piece: Piece) -> str:
    """The name of what a gzip file holds: its own without the last ending."""
    stem, dot, ending = piece.name.rpartition(".")
    if ending.lower() in ("tgz", "tbz", "tbz2", "txz"):
        return f"{stem}.tar"
    return stem if dot else "content"


def _readable(name: str) -> str:
    """A name as it may be shown: no controls, no overlong one."""
    return "".join(char if char.isprintable() else "�" for char in name)[:120]
