"""What a JSON document must be before anything decodes it: not nested too deeply, and each key once in an object."""

from __future__ import annotations

from typing import Final

from tipstaff.api.routing.bodies import require_shallow
from tipstaff.api.routing.repeated import require_distinct_keys
from tipstaff.native.kernels import kernel

_KERNEL: Final = kernel("document")


def require_ordinary(document: bytes, levels: int) -> None:
    """Refuse a document that is not even to be decoded. What is no JSON is left to the decoder to refuse.

    Nearly all are seen to be fine by a kernel that reads them once; the others are looked at here.

    Args:
        levels: how deep objects and lists may be nested.
    Raises:
        Malformed: nested too deeply, a key twice in an object, or a number that no double can hold.
    """
    if _KERNEL is not None and _KERNEL.is_ordinary(document, levels):
        return
    require_shallow(document, levels)
    require_distinct_keys(document)
