"""The words of the text files that an event carries: what people wrote, not what machines read."""

from __future__ import annotations

from tipstaff.signals.media.media import File, files_of
from tipstaff.signals.text.visible import visible_text
from tipstaff.vocab.event import Event

# Of each file its beginning is read: a book is not judged by all that its people say.
_EACH, _FILES = 10_000, 20
_PAGES = (".html", ".htm", ".xhtml")
_WRITTEN = (*_PAGES, ".txt", ".text", ".md", ".markdown", ".rst", ".eml", ".srt", ".vtt", ".asc")
_TYPES = ("text/plain", "text/html", "text/markdown", "application/xhtml+xml")


def prose_of(event: Event) -> str | None:
    """The words of its text files, a line each, with what a browser shows of pages; None when events of this type carry
    no files. At most 20 files, the first 10,000 characters of each."""
    files = files_of(event)
    if files is None:
        return None
    return "\n".join(words for file in files[:_FILES] if _written(file) and (words := _words(file)))


def decoded(data: bytes, most: int) -> str:
    """A text file's words, "" for a file that is none. Only its beginning is read, at most `most` characters."""
    start = data[: 4 * most]
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return start.decode("utf-16", "ignore")[:most]
    if b"\0" in start[:4096]:
        return ""
    text = start.decode("utf-8", "replace")
    odd = text.count("\ufffd")
    if odd * 20 > len(text):
        text = start.decode("latin-1")
        if sum(char < " " and char not in "\t\r\n\f" for char in text[:4096]) > 40:
            return ""
    return text[:most]


def _written(file: File) -> bool:
    """Whether its name or its type says that people wrote it to be read; without either its content will say."""
    name = file.name.lower()
    declared = file.declared.partition(";")[0].strip()
    return name.endswith(_WRITTEN) or declared in _TYPES or ("." not in name and not declared)


def _words(file: File) -> str:
    if not file.data:
        return ""
    page = file.name.lower().endswith(_PAGES) or "html" in file.declared
    text = decoded(file.data, 4 * _EACH if page else _EACH)
    return (visible_text(text) if page or text.lstrip()[:1] == "<" else text)[:_EACH]
