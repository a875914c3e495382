"""The C library's memory, told how a server uses it.

By default glibc gives every thread an area of its own, and once a large block was freed it takes blocks of that size
from those areas as well. What a batch or a snapshot of the windows needed for a moment then lies between what stays,
and never goes back: 23 of 211 MB after a load over the packs that ship. So there are two areas, and a block of a
megabyte or more is the system's again when it is freed. Other C libraries (musl, macOS) have no such settings and are
left alone.

Source of the numbers: mallopt(3), and glibc's malloc.h.
"""

from __future__ import annotations

import ctypes
from typing import Final

_AREAS, _OWN_PAGES_FROM = -8, -3
_SETTINGS: Final = ((_AREAS, 2), (_OWN_PAGES_FROM, 1 << 20))


def keep_memory_together() -> bool:
    """Tell the C library; whether it took it. Call it before there are other threads: those keep the area they have."""
    try:
        tell = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError):
        return False
    return all(tell(setting, value) for setting, value in _SETTINGS)
