"""The files that an event carries: an upload, attachments, media of a message or a page, deployed files."""

from __future__ import annotations

import base64
import binascii
import hashlib
from functools import cached_property, lru_cache
from typing import Any

from msgspec import UNSET, Struct

from tipstaff.vocab.event import Event

_FIELDS = ("attachments", "media", "files")
MOST = 100


class File:
    """One file as an event tells of it.

    Attributes:
        name: as given, "" when it has none.
        declared: the media type that the sender claims, "" when none.
        given_sha256: the SHA-256 that the sender claims, lower case, "" when none.
        given_pdq: the PDQ hash that the sender claims, lower case, "" when none.
        data: the bytes, None when they are not in the event or are not base64.
        broken: whether content was given that is not base64.
    """

    def __init__(self, told: Any) -> None:
        self.name: str = _text(told, "name")
        self.declared: str = _text(told, "mime_type").lower()
        self.given_sha256: str = _text(told, "sha256").lower()
        self.given_pdq: str = _text(told, "pdq").lower()
        content = getattr(told, "content", UNSET)
        self._content: str | None = content if isinstance(content, str) else None

    @cached_property
    def data(self) -> bytes | None:
        """The bytes, decoded when first asked for."""
        if self._content is None:
            return None
        try:
            return base64.b64decode(self._content, validate=True)
        except (binascii.Error, ValueError):
            return None

    @property
    def broken(self) -> bool:
        """Whether what was given is not base64."""
        return self._content is not None and self.data is None

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of the bytes in hex; the claimed one when the bytes are not here."""
        return self.given_sha256 if self.data is None else hashlib.sha256(self.data).hexdigest()


def files_of(event: Event) -> list[File] | None:
    """The files in order, at most 100; None when events of this type carry none."""
    data: Struct = event.data
    held = _holding(type(data))
    if held is None:
        return [File(data)]
    if not held:
        return None
    told = [media for name in held if (value := getattr(data, name)) is not UNSET for media in value]
    return [File(media) for media in told[:MOST]] if told else []


def has_no_files(event: Event) -> bool:
    """Whether events of this type may carry files and this one has none."""
    data: Struct = event.data
    held = _holding(type(data)) or ()
    return bool(held) and not any(getattr(data, name) for name in held)


@lru_cache(maxsize=256)
def _holding(record: type[Struct]) -> tuple[str, ...] | None:
    """The fields of a type of event that hold files; None when the event is a file itself."""
    fields = record.__struct_fields__
    if "content" in fields and "sha256" in fields:
        return None
    return tuple(name for name in _FIELDS if name in fields)


def _text(told: Any, name: str) -> str:
    value = getattr(told, name, UNSET)
    return value if isinstance(value, str) else ""
