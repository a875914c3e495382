"""The kernels that can be used: built, built from the source beside them, and not switched off.

    _KERNEL = kernel("text")          a module, or None: then the Python beside the call does the work

A kernel holds the digest of the source that it was built from. One that does not match the source beside it is of
another version of that source, and is not used.
"""

from __future__ import annotations

import importlib
import os
import re
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, NamedTuple

FOLDER: Final = Path(__file__).parent
# Set to `off` before Python starts, everything is computed in Python.
SWITCH: Final = "TIPSTAFF_NATIVE"
_INCLUDED: Final = re.compile(r'^#include "([^"/]+)"$', re.MULTILINE)
_OFF: Final = frozenset({"off", "0", "false", "no"})


class Kernel(NamedTuple):
    """A kernel by name: its module when it is used, and `in use`, `off`, `not built`, or `of another source`."""

    name: str
    module: Any
    state: str


def kernel(name: str) -> Any:
    """The module of `native/_<name>.c`; None when it cannot be used."""
    return found(name).module


@lru_cache(maxsize=16)
def found(name: str) -> Kernel:
    """What there is of a kernel in this process."""
    if os.environ.get(SWITCH, "").strip().lower() in _OFF:
        return Kernel(name, None, "off")
    try:
        module = importlib.import_module(f"tipstaff.native._{name}")
    except ImportError:
        return Kernel(name, None, "not built")
    source = digest(FOLDER / f"_{name}.c")
    if not source or source != module.SOURCE:
        return Kernel(name, None, "of another source")
    return Kernel(name, module, "in use")


def kernels() -> list[Kernel]:
    """Every kernel that there is a source of, by name."""
    return [found(path.stem.removeprefix("_")) for path in sorted(FOLDER.glob("_*.c"))]


def digest(source: Path) -> str:
    """What a kernel built from this file, and what it includes of this folder, says; "" when there is no such file."""
    if not source.exists():
        return ""
    parts = [source]
    for part in parts:
        names = _INCLUDED.findall(part.read_text(encoding="utf-8"))
        parts += [header for name in names if (header := source.with_name(name)) not in parts and header.exists()]
    return sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()[:32]
