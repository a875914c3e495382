"""Builds the kernels of `src/tipstaff/native` when the package is built or installed, where there is a compiler.

Without one, or when one of them does not compile, the package is the same and slower: everything that a kernel does is
there in Python too. Each `native/_<name>.c` becomes an extension module beside it.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from setuptools import Distribution, Extension
from setuptools.command.build_ext import build_ext
from setuptools.errors import BaseError, CCompilerError

# Products and sums are rounded one by one, as Python does; Microsoft's compiler does so by itself.
EXACT = [] if os.name == "nt" else ["-ffp-contract=off"]
ROOM = Path("src") / "tipstaff" / "native"
sys.path.insert(0, str(Path(__file__).parents[1] / ROOM))

from kernels import FOLDER, digest  # noqa: E402  the room's own idea of what a kernel is built from; it imports nothing


class KernelBuild(BuildHookInterface[Any]):
    """What hatchling calls before it packs a wheel, editable ones included."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  the interface's
        """Build all kernels; the wheel is for this machine's kind when there is one."""
        if self.target_name != "wheel":
            return
        built = []
        for source in sorted(FOLDER.glob("_*.c")):
            try:
                built.append(build(source))
            except (BaseError, CCompilerError, OSError) as error:
                self.app.display_warning(f"without the kernel {source.name}, which is slower: {error}")
        if built:
            build_data["pure_python"] = False
            build_data["infer_tag"] = True
            build_data["artifacts"] += [str(path.relative_to(self.root)) for path in built]


def build(source: Path) -> Path:
    """One kernel beside its source, put there at once: a process may be running the one before.

    Raises:
        BaseError, CCompilerError, OSError: there is no compiler, or it does not compile.
    """
    name = source.stem
    macros = [("TIPSTAFF_SOURCE", f"x{digest(source)}")]
    extension = Extension(f"tipstaff.native.{name}", [str(source)], define_macros=macros, extra_compile_args=EXACT)
    with tempfile.TemporaryDirectory() as scratch:
        command = build_ext(Distribution({"name": "tipstaff", "ext_modules": [extension]}))
        command.build_lib = command.build_temp = scratch
        command.ensure_finalized()
        command.run()
        made = Path(command.get_ext_fullpath(extension.name))
        waiting = source.with_name(f".{made.name}.{os.getpid()}")
        waiting.write_bytes(made.read_bytes())
    target = source.with_name(made.name)
    os.replace(waiting, target)
    return target


if __name__ == "__main__":
    for kernel in sorted(FOLDER.glob("_*.c")):
        print(build(kernel).name)
