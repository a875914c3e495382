"""Files that are not what they say: a program under another name, an ending that hides another, a name that reads backwards.

executable        a program whose name or media type says it is something else
script            a script under the name of a picture, a document or an archive
double-ending     `invoice.pdf.exe`: the ending that people see is not the one that counts
reversed-name     characters in the name that turn its reading direction
padded-name       an ending pushed out of sight by spaces
mismatch          a name or media type of one family, a content of another
two-in-one        a picture or document with an archive or program appended that opens by itself
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tipstaff.signals.detectors.files.kinds import extensions
from tipstaff.signals.detectors.files.opening import Opened, Piece

RUNS = frozenset(
    "exe dll scr com pif cpl msi msix msp mst bat cmd ps1 psm1 vbs vbe js jse wsf wsh wsc hta lnk reg jar scf inf gadget application appref-ms "
    "iso img vhd apk ipa dmg pkg deb rpm run sh appimage chm xll one url settingcontent-ms library-ms".split()
)
_SEEN = frozenset(
    "pdf doc docx xls xlsx ppt pptx odt ods rtf txt csv jpg jpeg png gif bmp tif tiff webp heic mp3 mp4 avi mov wav zip rar 7z html htm xml".split()
)
_FAMILY = {
    **dict.fromkeys("jpg jpeg jpe png gif bmp tif tiff webp heic avif ico psd".split(), "image"),
    **dict.fromkeys("mp3 wav flac ogg m4a aac amr mid midi opus".split(), "audio"),
    **dict.fromkeys("mp4 mkv webm avi mov mpg mpeg wmv flv 3gp".split(), "video"),
    **dict.fromkeys("pdf ps eps djvu epub".split(), "document"),
    **dict.fromkeys("doc docx docm xls xlsx xlsm ppt pptx pptm odt ods odp rtf dot dotx dotm".split(), "office"),
    **dict.fromkeys("zip rar 7z gz tgz bz2 xz tar".split(), "archive"),
    **dict.fromkeys("txt csv log md json xml html htm css ics vcf eml".split(), "text"),
}
_TURNED = re.compile("[\u202a-\u202e\u2066-\u2069]")
_PADDED = re.compile(r"\.\w{2,5}[\s\u00a0\u2000-\u200b\u3000_.-]{8,}\.\w{2,5}$")
_APPENDED = (b"PK\x03\x04", b"MZ\x90\x00", b"<?php", b"Rar!\x1a\x07", b"\x7fELF")
_CLOSED = {"png": b"IEND\xaeB`\x82", "jpeg": b"\xff\xd9", "gif": b"\x00;"}


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
    if family == "executable" and claimed and not (ending in RUNS or ending in extensions(piece.kind)):
        yield "executable"
    elif family == "script" and claimed in ("image", "audio", "video", "document", "office", "archive"):
        yield "script"
    elif _contradicts(piece, claimed):
        yield "mismatch"
    if family == "image" and _appended(piece):
        yield "two-in-one"


def _claimed(piece: Piece) -> str:
    """The family that name or media type claim, "" when they claim none."""
    by_name = _FAMILY.get(_ending(piece.name), "")
    if by_name:
        return by_name
    head, _, tail = piece.declared.partition("/")
    if head in ("image", "audio", "video", "text"):
        return head
    return (
        "document"
        if tail == "pdf"
        else "office"
        if "officedocument" in tail or "msword" in tail or "ms-excel" in tail
        else ""
    )


def _contradicts(piece: Piece, claimed: str) -> bool:
    """Whether content and claim are of families that do not go together. Plain data and text prove nothing."""
    kind, ending = piece.kind, _ending(piece.name)
    if not claimed or kind.family in ("data", "font", "executable", "script") or ending in extensions(kind):
        return False
    if claimed == kind.family or {claimed, kind.family} <= {"audio", "video"}:
        return False
    if kind.family == "text":
        return claimed in ("image", "audio", "video", "archive") and kind.type in ("html", "xml", "mail")
    return not (
        claimed in ("document", "office", "archive", "text") and kind.family in ("document", "office", "archive")
    )


def _of_name(name: str) -> Iterator[str]:
    if _TURNED.search(name):
        yield "reversed-name"
    if _PADDED.search(name):
        yield "padded-name"
    parts = name.lower().rsplit(".", 2)
    if len(parts) == 3 and parts[1].strip() in _SEEN and parts[2].strip() in RUNS:
        yield "double-ending"


def _ending(name: str) -> str:
    return name.lower().strip(" .").rpartition(".")[2] if "." in name else ""


def _appended(piece: Piece) -> bool:
    """Whether something that opens by itself follows the end of a picture."""
    end = piece.data.rfind(_CLOSED.get(piece.kind.type, b"\0" * 64))
    rest = piece.data[end + 2 :] if end >= 0 else b""
    closing = piece.data.find(_CLOSED.get(piece.kind.type, b"\0" * 64))
    tail = piece.data[closing + 2 :] if 0 <= closing else rest
    return any(mark in tail for mark in _APPENDED[:1] + _APPENDED[2:4]) and b"PK\x05\x06" in tail or b"<?php" in tail
