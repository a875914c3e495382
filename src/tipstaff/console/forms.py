"""The fields of a small form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from starlette.requests import Request

LIMIT: Final = 16_384


async def form_of(request: Request, limit: int = LIMIT) -> dict[str, str]:
    """The fields by name, the first value of each; a body over the limit (bytes) counts as empty."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > limit:
            return {}
    return {name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace"), max_num_fields=16).items()}
