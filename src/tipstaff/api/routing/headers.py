"""Headers that every answer carries, ready as bytes."""

from __future__ import annotations

from typing import Final

RawHeaders = tuple[tuple[bytes, bytes], ...]

NOT_KEPT: Final[RawHeaders] = ((b"cache-control", b"no-store"),)
KEPT_SHORTLY: Final[RawHeaders] = ((b"cache-control", b"max-age=300"),)

# For machines: nothing here is to be rendered, framed or sniffed.
API: Final[RawHeaders] = (
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
)

# For pages: own files only, no inline script, no framing.
PAGE: Final[RawHeaders] = (
    (b"x-content-type-options", b"nosniff"),
    (
        b"content-security-policy",
        b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        b"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)


def standard(media_type: bytes) -> RawHeaders:
    """The headers for a body of this media type, all but how long it may be kept."""
    return PAGE if media_type.startswith(b"text/html") else API
