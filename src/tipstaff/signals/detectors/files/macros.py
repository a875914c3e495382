"""Macros and other things in documents that act by themselves.

vba             a Visual Basic project                   vba-auto        it runs when the document opens
vba-acts        it starts programs or fetches            xlm             sheets of Excel 4 macros
dde             a field that starts a program            external        a template or object fetched when opened
embedded        an object of another program inside      activex         a control
pdf-script      JavaScript in a PDF                      pdf-launch      a PDF that starts a program
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from tipstaff.signals.detectors.files.vba import modules_of
from tipstaff.signals.lazily import Library
from tipstaff.signals.media.opening import Opened, Piece

olefile = Library("olefile")

_AUTO = re.compile(
    rb"\b(?:sub|function)\s+(?:auto_?(?:open|close|exec|exit|new)|(?:document|workbook)_(?:open|close|beforeclose|new|activate)|worksheet_activate)\b",
    re.IGNORECASE,
)
_ACTS = re.compile(
    rb"\bshell\s*[(\"]|\bshell\b\s+\w|wscript\.shell|shell\.application|powershell|cmd(?:\.exe)?\s*/c|urldownloadtofile|xmlhttp|winhttprequest"
    rb"|adodb\.stream|createobject\s*\(|getobject\s*\(|mshta|rundll32|regsvr32|certutil|\benviron\b|scripting\.filesystemobject|virtualalloc|rtlmovememory|createthread",
    re.IGNORECASE,
)
_EXTERNAL = re.compile(
    rb"<Relationship\b(?=[^>]{0,2000}TargetMode\s*=\s*[\"']External)(?=[^>]{0,2000}Type\s*=\s*[\"'][^\"'>]{0,300}/(?:attachedTemplate|oleObject|frame|subDocument|externalLinkPath)[\"'])",
    re.IGNORECASE,
)
_DDE = re.compile(rb"\bDDE(?:AUTO)?\b[ \"\\&;a-z]{0,40}(?:cmd|powershell|mshta|\\\\|c:)", re.IGNORECASE)
_RTF_OBJECT = re.compile(rb"\\obj(?:data|update|autlink|emb)|\\objocx", re.IGNORECASE)
_PDF_SCRIPT = re.compile(rb"/(?:JavaScript|JS)\b(?=\s*[(<\[/0-9])")
_PDF_LAUNCH = re.compile(rb"/Launch\b|/EmbeddedFile\b.{0,2000}?\.(?:exe|js|vbs|scr|bat|lnk|hta)\b", re.DOTALL)
_VBA_STREAM = "vba"
_OFFICE_ZIP = ("docx", "xlsx", "pptx", "vsdx")


def acting(result: Opened) -> list[tuple[str, str]]:
    """(what, where) for everything in the event's files that acts by itself, each once."""
    return list(dict.fromkeys((what, piece.where) for piece in result.pieces for what in _in_piece(piece)))


def _in_piece(piece: Piece) -> Iterator[str]:
    if piece.container in _OFFICE_ZIP:
        yield from _in_office_member(piece)
    if piece.data.startswith(b"\xd0\xcf\x11\xe0"):
        yield from _in_ole(piece.data)
    elif piece.kind.type == "rtf" and _RTF_OBJECT.search(piece.data):
        yield "embedded"
    elif piece.kind.type == "pdf":
        if _PDF_SCRIPT.search(piece.data):
            yield "pdf-script"
        if _PDF_LAUNCH.search(piece.data):
            yield "pdf-launch"


def _in_office_member(piece: Piece) -> Iterator[str]:
    """What one part of an Office Open XML document says."""
    name = piece.name.lower()
    if "/macrosheets/" in name or "/xlmacrosheets/" in name:
        yield "xlm"
    if "/activex/" in name:
        yield "activex"
    if "/embeddings/" in name and piece.kind.family not in ("office", "image"):
        yield "embedded"
    if name.endswith(".rels") and _EXTERNAL.search(piece.data):
        yield "external"
    if name.endswith(".xml") and b"instrText" in piece.data:
        words = re.sub(rb"<[^<>]{0,2000}+>", b"", piece.data)
        if _DDE.search(words):
            yield "dde"


def _in_ole(data: bytes) -> Iterator[str]:
    """What a compound file holds: an old document, or the macro project of a new one."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            streams = ["/".join(path) for path in ole.listdir()]
            yield from _in_streams(ole, streams)
    except _OLE_BROKEN:
        # A damaged project is still one: its name is enough.
        if b"_\0V\0B\0A\0_\0P\0R\0O\0J\0E\0C\0T\0" in data:
            yield "vba"


_OLE_BROKEN = (OSError, ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError)


def _in_streams(ole: object, streams: list[str]) -> Iterator[str]:
    lower = [stream.lower() for stream in streams]
    if any(stream.endswith("vba/dir") or stream.endswith("_vba_project") for stream in lower):
        yield "vba"
        source = modules_of(ole, streams)
        if _AUTO.search(source):
            yield "vba-auto"
        if _ACTS.search(source):
            yield "vba-acts"
    if any("objectpool/" in stream or stream.endswith("\x01ole10native") for stream in lower):
        yield "embedded"
    for stream, name in zip(streams, lower, strict=True):
        if name in ("workbook", "book") and _excel_4(ole.openstream(stream).read(1 << 20)):  # type: ignore[attr-defined]
            yield "xlm"


def _excel_4(workbook: bytes) -> bool:
    """Whether an Excel workbook stream has a macro sheet: a BOUNDSHEET record (0x85) of type 1. MS-XLS 2.4.28."""
    at = 0
    while at + 4 <= len(workbook):
        record, size = (
            int.from_bytes(workbook[at : at + 2], "little"),
            int.from_bytes(workbook[at + 2 : at + 4], "little"),
        )
        if record == 0x85 and size >= 6 and workbook[at + 4 + 5] == 1:
            return True
        if record == 0 and size == 0:
            return False
        at += 4 + size
    return False
